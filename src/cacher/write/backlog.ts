import type { Health, PatientId, Profile } from '../../core/patient.ts';
import type { NewEntry, PatientWrite } from '../../store/store.ts';
import { WaitingEntries } from './waiting-entries.ts';

/** What is queued of one patient at once; an empty addition only renews the patient's lease. */
export interface QueueAddition {
  readonly entry?: NewEntry;
  readonly profile?: Profile;
  readonly health?: Health;
}

/** What waits of one patient. */
interface Waiting {
  /** A write that may have been carried out; it is sent again first, and unchanged. */
  unanswered: PatientWrite | null;
  readonly entries: WaitingEntries;
  profile?: Profile;
  health?: Health;
  /** Monotonic ms. */
  notBeforeMs: number;
}

/** Largest number of entries of one patient in a write, so that catching up does not delay the samples of now. */
const MAX_ENTRIES_PER_PATIENT = 500;
/** Largest number of entries in a write, a patient without any counted as one: the store must answer it in time. */
const MAX_ENTRIES = 2000;

/** What waits to be written, by patient: the entries in order, and the newest health and profile. */
export class Backlog {
  readonly #maxWaitingPerPatient: number;
  #waiting = new Map<PatientId, Waiting>();

  /** @param maxWaitingPerPatient how many entries of a patient may wait; `retryUnchanged` adds to them */
  constructor(maxWaitingPerPatient: number) {
    this.#maxWaitingPerPatient = maxWaitingPerPatient;
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Whether anything of the patient waits. */
  has(patient: PatientId): boolean {
    return this.#waiting.has(patient);
  }

  /** How many entries wait of each patient of which anything waits. */
  get sizes(): readonly (readonly [PatientId, number])[] {
    return [...this.#waiting].map(([patient, waiting]) => [patient, countEntries(waiting)]);
  }

  /** When the first patient may be written, monotonic ms. */
  get readyAtMs(): number {
    let readyAtMs = Number.POSITIVE_INFINITY;
    for (const { notBeforeMs } of this.#waiting.values()) readyAtMs = Math.min(readyAtMs, notBeforeMs);
    return readyAtMs;
  }

  /** Adds an entry, and replaces health and profile. Returns how many entries were dropped to keep the limit. */
  add(patient: PatientId, { entry, profile, health }: QueueAddition): number {
    const waiting = this.#getOrCreate(patient);
    if (entry) waiting.entries.push(entry);
    if (profile) waiting.profile = profile;
    if (health) waiting.health = health;
    return this.#dropExcess(waiting);
  }

  /** Removes everything of a patient. Returns the entries. */
  discard(patient: PatientId): readonly NewEntry[] {
    const waiting = this.#waiting.get(patient);
    this.#waiting.delete(patient);
    if (waiting === undefined) return [];
    return [...(waiting.unanswered?.entries ?? []), ...waiting.entries.takeFirst(waiting.entries.length)];
  }

  /**
   * Takes out what one write may hold at this moment, with at most one part of each patient.
   *
   * What stays goes into another Map: one that patients come into and leave for hours is copied in V8 again and again, and
   * each copy refers to the next, so that an old one keeps every later entry in memory until a full collection.
   */
  takeReady(nowMs: number): PatientWrite[] {
    const writes: PatientWrite[] = [];
    const kept = new Map<PatientId, Waiting>();
    // The rest of a patient goes behind the other patients, so that each has its turn.
    const rests: [PatientId, Waiting][] = [];
    let room = MAX_ENTRIES;
    for (const [patient, waiting] of this.#waiting) {
      if (room <= 0 || waiting.notBeforeMs > nowMs) {
        kept.set(patient, waiting);
        continue;
      }
      const { unanswered } = waiting;
      const write = unanswered ?? takeWrite(patient, waiting, Math.min(MAX_ENTRIES_PER_PATIENT, room));
      waiting.unanswered = null;
      waiting.notBeforeMs = 0;
      if (!isEmpty(waiting)) rests.push([patient, waiting]);
      room -= Math.max(1, write.entries.length);
      writes.push(write);
    }
    for (const [patient, rest] of rests) kept.set(patient, rest);
    this.#waiting = kept;
    return writes;
  }

  /**
   * Puts back a write that may have been carried out, to be sent again unchanged: split, or joined with later entries, the
   * store might not recognize it.
   */
  retryUnchanged(write: PatientWrite, notBeforeMs: number): void {
    const waiting = this.#getOrCreate(write.patient);
    waiting.unanswered = write;
    waiting.notBeforeMs = notBeforeMs;
  }

  /** Puts back a write that was not carried out, before later entries. Returns how many entries were dropped for it. */
  requeue(write: PatientWrite, notBeforeMs: number): number {
    const waiting = this.#getOrCreate(write.patient);
    waiting.entries.putBack(write.entries);
    const profile = waiting.profile ?? write.profile;
    const health = waiting.health ?? write.health;
    if (profile) waiting.profile = profile;
    if (health) waiting.health = health;
    waiting.notBeforeMs = notBeforeMs;
    return this.#dropExcess(waiting);
  }

  #getOrCreate(patient: PatientId): Waiting {
    const present = this.#waiting.get(patient);
    if (present) return present;
    const waiting: Waiting = { unanswered: null, entries: new WaitingEntries(), notBeforeMs: 0 };
    this.#waiting.set(patient, waiting);
    return waiting;
  }

  /** Over the limit the oldest entries without an anomaly are dropped first, and anomalies last. */
  #dropExcess({ entries }: Waiting): number {
    let dropped = 0;
    for (; entries.length > this.#maxWaitingPerPatient; dropped++) entries.dropOne();
    return dropped;
  }
}

/** Takes out the oldest entries, with health and profile. */
function takeWrite(patient: PatientId, waiting: Waiting, maxEntries: number): PatientWrite {
  const entries = waiting.entries.takeFirst(maxEntries);
  const { profile, health } = waiting;
  if (!profile && !health) return { patient, entries };
  delete waiting.profile;
  delete waiting.health;
  return { patient, entries, ...(profile && { profile }), ...(health && { health }) };
}

function countEntries({ unanswered, entries }: Waiting): number {
  return entries.length + (unanswered?.entries.length ?? 0);
}

function isEmpty({ entries, profile, health }: Omit<Waiting, 'notBeforeMs'>): boolean {
  return entries.length === 0 && profile === undefined && health === undefined;
}
