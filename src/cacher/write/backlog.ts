import type { Health, PatientId, Profile } from '../../core/patient.ts';
import type { NewEntry, PatientWrite } from '../../store/store.ts';

/** What one poll leaves to be written. */
export interface QueueAddition {
  readonly entry?: NewEntry;
  readonly profile?: Profile;
  readonly health?: Health;
}

interface Waiting {
  /** Sent, and not answered: comes first, and as it is. */
  unanswered: PatientWrite | null;
  entries: NewEntry[];
  profile?: Profile;
  health?: Health;
  notBeforeMs: number;
}

/** Most entries of a patient in one write: catching up must not hold up what is live. */
const MAX_BATCH = 500;
/** Most entries in one write, a patient without any counted as one: the store has to answer it in time. */
const MAX_WRITE = 2000;

/** What waits to be written, by patient: entries in their order, and the newest records. */
export class Backlog {
  readonly #maxEntriesPerPatient: number;
  readonly #waiting = new Map<PatientId, Waiting>();

  constructor(maxEntriesPerPatient: number) {
    this.#maxEntriesPerPatient = maxEntriesPerPatient;
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  has(patient: PatientId): boolean {
    return this.#waiting.has(patient);
  }

  /** Entries of each patient that something waits of. */
  get sizes(): readonly (readonly [PatientId, number])[] {
    return [...this.#waiting].map(([patient, waiting]) => [patient, sizeOf(waiting)]);
  }

  /** When the first patient may be written. */
  get readyAtMs(): number {
    let readyAtMs = Number.POSITIVE_INFINITY;
    for (const { notBeforeMs } of this.#waiting.values()) readyAtMs = Math.min(readyAtMs, notBeforeMs);
    return readyAtMs;
  }

  /** Takes an entry, and records in place of older ones. Returns how many entries the bound cost. */
  add(patient: PatientId, { entry, profile, health }: QueueAddition): number {
    const waiting = this.#waitingOf(patient);
    if (entry) waiting.entries.push(entry);
    if (profile) waiting.profile = profile;
    if (health) waiting.health = health;
    return this.#keepBound(waiting);
  }

  /** Forgets a patient. Returns how many entries that cost. */
  discard(patient: PatientId): number {
    const waiting = this.#waiting.get(patient);
    this.#waiting.delete(patient);
    return waiting ? sizeOf(waiting) : 0;
  }

  /** Takes out what one write may carry now, at most one of each patient. */
  takeReady(nowMs: number): PatientWrite[] {
    const writes: PatientWrite[] = [];
    let room = MAX_WRITE;
    for (const [patient, waiting] of [...this.#waiting]) {
      if (room <= 0) break;
      if (waiting.notBeforeMs > nowMs) continue;
      // What is left goes behind the other patients.
      this.#waiting.delete(patient);
      const { unanswered, entries, profile, health } = waiting;
      const write = unanswered ?? {
        patient,
        entries: entries.splice(0, Math.min(MAX_BATCH, room)),
        ...(profile && { profile }),
        ...(health && { health }),
      };
      const left = unanswered ? { ...waiting, unanswered: null } : { unanswered: null, entries };
      if (!isEmpty(left)) this.#waiting.set(patient, { ...left, notBeforeMs: 0 });
      room -= Math.max(1, write.entries.length);
      writes.push(write);
    }
    return writes;
  }

  /**
   * Puts a write back that may have been carried out, to wait for an instant. It comes again unchanged: in part, or in
   * one with what came since, the store might not know it again.
   */
  retryUnchanged(write: PatientWrite, notBeforeMs: number): void {
    const waiting = this.#waitingOf(write.patient);
    waiting.unanswered = write;
    waiting.notBeforeMs = notBeforeMs;
  }

  /** Puts a write back before what came since, to wait for an instant. Returns how many entries the bound cost. */
  requeue(write: PatientWrite, notBeforeMs: number): number {
    const waiting = this.#waitingOf(write.patient);
    waiting.entries.unshift(...write.entries);
    const profile = waiting.profile ?? write.profile;
    const health = waiting.health ?? write.health;
    if (profile) waiting.profile = profile;
    if (health) waiting.health = health;
    waiting.notBeforeMs = notBeforeMs;
    return this.#keepBound(waiting);
  }

  #waitingOf(patient: PatientId): Waiting {
    const present = this.#waiting.get(patient);
    if (present) return present;
    const waiting: Waiting = { unanswered: null, entries: [], notBeforeMs: 0 };
    this.#waiting.set(patient, waiting);
    return waiting;
  }

  /** Over the bound the oldest data goes first, and anomalies last. */
  #keepBound({ entries }: Waiting): number {
    let dropped = 0;
    for (; entries.length > this.#maxEntriesPerPatient; dropped++) {
      const oldestOrdinary = entries.findIndex((entry) => !entry.anomalous);
      entries.splice(Math.max(0, oldestOrdinary), 1);
    }
    return dropped;
  }
}

function sizeOf({ unanswered, entries }: Waiting): number {
  return entries.length + (unanswered?.entries.length ?? 0);
}

function isEmpty({ entries, profile, health }: Omit<Waiting, 'notBeforeMs'>): boolean {
  return entries.length === 0 && profile === undefined && health === undefined;
}
