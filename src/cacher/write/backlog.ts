import type { Health, PatientId, Profile } from '../../core/patient.ts';
import type { NewEntry, PatientWrite } from '../../store/store.ts';
import { WaitingEntries } from './waiting-entries.ts';

/** What is queued of one patient at once; an empty addition only renews the patient's lease. */
export interface QueueAddition {
  readonly entry?: NewEntry;
  readonly profile?: Profile;
  readonly health?: Health;
}

/** What waits of one patient. It is kept while nothing does: one for each sample would be most of what a sample leaves to be collected. */
interface Waiting {
  readonly patient: PatientId;
  /** A write that may have been carried out; it is sent again first, and unchanged. */
  unanswered: PatientWrite | null;
  readonly entries: WaitingEntries;
  profile: Profile | null;
  health: Health | null;
  /** Monotonic ms. */
  notBeforeMs: number;
  /** Whether it has a turn. */
  isListed: boolean;
}

/** Largest number of entries of one patient in a write, so that catching up does not delay the samples of now. */
const MAX_ENTRIES_PER_PATIENT = 500;
/** Largest number of entries in a write, a patient without any counted as one: the store must answer it in time. */
const MAX_ENTRIES = 2000;

/** What waits to be written, by patient: the entries in order, and the newest health and profile. */
export class Backlog {
  readonly #maxWaitingPerPatient: number;
  readonly #waiting = new Map<PatientId, Waiting>();
  /** The patients of which anything waits, in the order of their turns. */
  #listed: Waiting[] = [];

  /** @param maxWaitingPerPatient how many entries of a patient may wait; `retryUnchanged` adds to them */
  constructor(maxWaitingPerPatient: number) {
    this.#maxWaitingPerPatient = maxWaitingPerPatient;
  }

  get isEmpty(): boolean {
    return this.#listed.length === 0;
  }

  /** Whether anything of the patient waits. */
  has(patient: PatientId): boolean {
    return this.#waiting.get(patient)?.isListed === true;
  }

  /** How many entries wait of each patient of which anything waits. */
  get sizes(): readonly (readonly [PatientId, number])[] {
    return this.#listed.map((waiting) => [waiting.patient, countEntries(waiting)]);
  }

  /** When the first patient may be written, monotonic ms. */
  get readyAtMs(): number {
    let readyAtMs = Number.POSITIVE_INFINITY;
    for (const { notBeforeMs } of this.#listed) readyAtMs = Math.min(readyAtMs, notBeforeMs);
    return readyAtMs;
  }

  /** Adds an entry, and replaces health and profile. Returns how many entries were dropped to keep the limit. */
  add(patient: PatientId, { entry, profile, health }: QueueAddition): number {
    const waiting = this.#list(patient);
    if (entry) waiting.entries.push(entry);
    if (profile) waiting.profile = profile;
    if (health) waiting.health = health;
    return this.#dropExcess(waiting);
  }

  /** Removes everything of a patient. Returns the entries. */
  discard(patient: PatientId): readonly NewEntry[] {
    const waiting = this.#waiting.get(patient);
    if (waiting === undefined) return [];
    this.#waiting.delete(patient);
    if (waiting.isListed) this.#listed = this.#listed.filter((each) => each !== waiting);
    return [...(waiting.unanswered?.entries ?? []), ...waiting.entries.takeFirst(waiting.entries.length)];
  }

  /** Takes out what one write may hold at this moment, with at most one part of each patient. */
  takeReady(nowMs: number): PatientWrite[] {
    const writes: PatientWrite[] = [];
    const kept: Waiting[] = [];
    // The rest of a patient goes behind the other patients, so that each has its turn.
    const rests: Waiting[] = [];
    let room = MAX_ENTRIES;
    for (const waiting of this.#listed) {
      if (room <= 0 || waiting.notBeforeMs > nowMs) {
        kept.push(waiting);
        continue;
      }
      const { unanswered } = waiting;
      const write = unanswered ?? takeWrite(waiting, Math.min(MAX_ENTRIES_PER_PATIENT, room));
      waiting.unanswered = null;
      waiting.notBeforeMs = 0;
      waiting.isListed = !isEmpty(waiting);
      if (waiting.isListed) rests.push(waiting);
      room -= Math.max(1, write.entries.length);
      writes.push(write);
    }
    this.#listed = rests.length === 0 ? kept : [...kept, ...rests];
    return writes;
  }

  /**
   * Puts back a write that may have been carried out, to be sent again unchanged: split, or joined with later entries, the
   * store might not recognize it.
   */
  retryUnchanged(write: PatientWrite, notBeforeMs: number): void {
    const waiting = this.#list(write.patient);
    waiting.unanswered = write;
    waiting.notBeforeMs = notBeforeMs;
  }

  /** Puts back a write that was not carried out, before later entries. Returns how many entries were dropped for it. */
  requeue(write: PatientWrite, notBeforeMs: number): number {
    const waiting = this.#list(write.patient);
    waiting.entries.putBack(write.entries);
    waiting.profile ??= write.profile ?? null;
    waiting.health ??= write.health ?? null;
    waiting.notBeforeMs = notBeforeMs;
    return this.#dropExcess(waiting);
  }

  /** What waits of a patient, which has a turn from now on. */
  #list(patient: PatientId): Waiting {
    let waiting = this.#waiting.get(patient);
    if (waiting === undefined) {
      const entries = new WaitingEntries();
      waiting = {
        patient,
        entries,
        unanswered: null,
        profile: null,
        health: null,
        notBeforeMs: 0,
        isListed: false,
      };
      this.#waiting.set(patient, waiting);
    }
    if (!waiting.isListed) this.#listed.push(waiting);
    waiting.isListed = true;
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
function takeWrite(waiting: Waiting, maxEntries: number): PatientWrite {
  const { patient, profile, health } = waiting;
  const entries = waiting.entries.takeFirst(maxEntries);
  if (profile === null && health === null) return { patient, entries };
  waiting.profile = null;
  waiting.health = null;
  return { patient, entries, ...(profile && { profile }), ...(health && { health }) };
}

function countEntries({ unanswered, entries }: Waiting): number {
  return entries.length + (unanswered?.entries.length ?? 0);
}

function isEmpty({ entries, profile, health }: Waiting): boolean {
  return entries.length === 0 && profile === null && health === null;
}
