import type { PatientId } from '../core/patient.ts';
import { type Lease, StoreUnavailable, type StoreWriter } from '../store/store.ts';
import type { Log } from './log.ts';

export interface StandbyOptions {
  readonly store: StoreWriter;
  readonly lease: Lease;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  readonly log: Log;
  /** Nobody else polls the patient any more: it is this cacher's turn, at once. */
  readonly onTakeover: (patient: PatientId) => void;
  readonly onBug: (error: unknown) => void;
}

/** How often those of another cacher are asked for. With the lease's time, how long a takeover lasts at most. */
const ASK_MS = 400;

/** The patients that another cacher polls. They are asked for again and again, until that one is gone. */
export class Standby {
  readonly #options: StandbyOptions;
  readonly #others = new Set<PatientId>();
  readonly #timer: NodeJS.Timeout;
  #isAsking = false;
  #mayBegin = false;
  #askAgainAtMs = 0;
  #toTell = 0;

  constructor(options: StandbyOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#ask([...this.#others]), ASK_MS);
  }

  get size(): number {
    return this.#others.size;
  }

  has(patient: PatientId): boolean {
    return this.#others.has(patient);
  }

  /**
   * Asks who may be polled, before the first polls, but no longer than for `atMostMs`. While the store is away, all may:
   * their samples wait.
   */
  async begin(patients: readonly PatientId[], atMostMs: number): Promise<void> {
    const limit = setTimeout(() => {
      this.#mayBegin = true;
    }, atMostMs);
    await this.#ask(patients);
    clearTimeout(limit);
    this.#mayBegin = true;
  }

  /** Whether it is known, as far as it can be, who may be polled. */
  get mayBegin(): boolean {
    return this.#mayBegin;
  }

  /** Another cacher has the patient's lease. */
  stepBack(patient: PatientId): void {
    if (this.#others.has(patient)) return;
    this.#others.add(patient);
    if (this.#toTell++ === 0) queueMicrotask(() => this.#tell());
  }

  /** From now on none but these are asked for. */
  follow(patients: readonly PatientId[]): void {
    const wanted = new Set(patients);
    for (const patient of this.#others) if (!wanted.has(patient)) this.#others.delete(patient);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #ask(patients: readonly PatientId[]): Promise<void> {
    const { store, lease, nowMs, onTakeover, onBug, log } = this.#options;
    if (this.#isAsking || patients.length === 0 || nowMs() < this.#askAgainAtMs) return;
    this.#isAsking = true;
    try {
      const ours = new Set(await store.acquire(patients, lease));
      const taken = patients.filter((patient) => ours.has(patient) && this.#others.delete(patient));
      if (taken.length > 0) log.warn({ patients: taken.length }, 'no other cacher polls them, taking over');
      for (const patient of taken) onTakeover(patient);
      for (const patient of patients) if (!ours.has(patient)) this.stepBack(patient);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) onBug(error);
      // The other cacher has samples that waited for the store as well: it comes first.
      this.#askAgainAtMs = nowMs() + lease.ttlMs;
    } finally {
      this.#isAsking = false;
    }
  }

  #tell(): void {
    this.#options.log.info({ patients: this.#toTell }, 'another cacher polls them, standing by');
    this.#toTell = 0;
  }
}
