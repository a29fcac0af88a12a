import type { PatientId } from '../../core/patient.ts';
import { type Lease, StoreUnavailable, type StoreWriter } from '../../store/store.ts';
import type { Log } from '../log.ts';

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

/** Of a patient whose server did not answer when it was asked last. */
const UNREACHED = Number.POSITIVE_INFINITY;

/** The patients that another cacher polls. They are asked for again and again, until that one is gone. */
export class Standby {
  readonly #options: StandbyOptions;
  /** And the monotonic instant from which on each may be taken over. */
  readonly #others = new Map<PatientId, number>();
  readonly #timer: NodeJS.Timeout;
  #isAsking = false;
  readonly #followed = new Set<PatientId>();
  /** Of whom the first answer is awaited. */
  readonly #unasked = new Set<PatientId>();
  #toTell = 0;

  constructor(options: StandbyOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#askAgain(), ASK_MS);
  }

  get size(): number {
    return this.#others.size;
  }

  has(patient: PatientId): boolean {
    return this.#others.has(patient);
  }

  /**
   * Asks who may be polled, before their first polls, but no longer than for `atMostMs`. While the store is away, all may:
   * their samples wait.
   */
  async claim(patients: readonly PatientId[], atMostMs: number): Promise<void> {
    for (const patient of patients) this.#followed.add(patient);
    for (const patient of patients) this.#unasked.add(patient);
    const end = () => {
      for (const patient of patients) this.#unasked.delete(patient);
    };
    const limit = setTimeout(end, atMostMs);
    await this.#ask(patients);
    clearTimeout(limit);
    end();
  }

  /** Whether it is known of the patient, as far as it can be, who may poll it. */
  isResolved(patient: PatientId): boolean {
    return !this.#unasked.has(patient);
  }

  /** Another cacher has the patient's lease. */
  yieldTo(patient: PatientId): void {
    if (this.#others.has(patient) || !this.#followed.has(patient)) return;
    this.#others.set(patient, 0);
    if (this.#toTell++ === 0) queueMicrotask(() => this.#tell());
  }

  /** From now on none but these are asked for. */
  follow(patients: readonly PatientId[]): void {
    const wanted = new Set(patients);
    for (const patient of this.#followed) if (!wanted.has(patient)) this.#followed.delete(patient);
    for (const patient of this.#others.keys()) if (!wanted.has(patient)) this.#others.delete(patient);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #askAgain(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    await this.#ask([...this.#others.keys()]);
    this.#isAsking = false;
  }

  async #ask(patients: readonly PatientId[]): Promise<void> {
    const { store, lease, onTakeover, onBug, log } = this.#options;
    if (patients.length === 0) return;
    try {
      const holders = await store.holders(patients);
      this.#noteReached(patients, holders);
      const free = patients.filter((patient) => this.#mayTake(patient, holders.get(patient)));
      const ours = new Set(free.length === 0 ? [] : await store.acquire(free, lease));
      const taken = free.filter((patient) => ours.has(patient) && this.#others.delete(patient));
      // Who left while it was asked for.
      const left = free.filter((patient) => ours.has(patient) && !this.#followed.has(patient));
      if (left.length > 0) await store.release(left, lease.holder);
      if (taken.length > 0) log.warn({ patients: taken.length }, 'no other cacher polls them, taking over');
      for (const patient of taken) onTakeover(patient);
      // Whose server is away may be polled, when it is not known to be another's: its samples wait.
      for (const patient of holders.keys()) if (!ours.has(patient)) this.yieldTo(patient);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) onBug(error);
      this.#noteReached(patients, new Map());
    }
  }

  /**
   * The lease of a patient that could not be asked for may have run out because the store was away. Its holder has
   * samples that waited, and comes first.
   */
  #noteReached(patients: readonly PatientId[], holders: ReadonlyMap<PatientId, string | null>): void {
    const { nowMs, lease } = this.#options;
    for (const patient of patients) {
      const fromMs = this.#others.get(patient);
      if (fromMs === undefined) continue;
      if (!holders.has(patient)) this.#others.set(patient, UNREACHED);
      else if (fromMs === UNREACHED) this.#others.set(patient, nowMs() + lease.ttlMs);
    }
  }

  #mayTake(patient: PatientId, holder: string | null | undefined): boolean {
    const { nowMs, lease } = this.#options;
    const isFree = holder === null || holder === lease.holder;
    return isFree && nowMs() >= (this.#others.get(patient) ?? 0);
  }

  #tell(): void {
    this.#options.log.info({ patients: this.#toTell }, 'another cacher polls them, standing by');
    this.#toTell = 0;
  }
}
