import type { PatientId } from '../../core/patient.ts';
import { isOfOtherApi } from '../../store/lease-value.ts';
import type { HeldLease, Lease, StoreWriter } from '../../store/store.ts';
import type { Log } from '../log.ts';
import { createStoreErrorHandler } from '../store-error-handler.ts';

/** What standing by needs of the cacher. */
export interface StandbyOptions {
  readonly store: StoreWriter;
  /** The lease that this cacher takes. */
  readonly lease: Lease;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  readonly log: Log;
  /** This cacher has taken the patient's lease, and may poll it at once. */
  readonly onTakeover: (patient: PatientId) => void;
  readonly onBug: (error: unknown) => void;
}

/** How often the leases of other cachers are checked; with the lease's duration, the longest that a takeover takes. */
const CHECK_INTERVAL_MS = 400;

/** What is wrong when the cacher that polls a patient has another API. */
export const OTHER_API_MESSAGE =
  'a cacher of another API polls patients with these numbers, who are other people: this one stores nothing of them';
/** What to do about it. */
export const OTHER_API_ADVICE =
  'give each API a redis.keyPrefix of its own, or both cachers the same api.baseUrl if it is one API';

/** Marks a patient whose server did not answer at the last check. */
const UNREACHABLE = Number.POSITIVE_INFINITY;

/** The patients that another cacher polls. Their leases are checked until that cacher is gone, and then taken over. */
export class Standby {
  readonly #options: StandbyOptions;
  readonly #onStoreError: (error: unknown) => void;
  /** Maps each patient of another cacher to the earliest instant of a takeover, monotonic ms. */
  readonly #takeoverFromMs = new Map<PatientId, number>();
  readonly #timer: NodeJS.Timeout;
  #isChecking = false;
  readonly #followed = new Set<PatientId>();
  /** Patients whose first check has not been answered. */
  readonly #unresolved = new Set<PatientId>();
  /** Patients whose holder is known to poll another API than this cacher. */
  readonly #ofOtherApi = new Set<PatientId>();
  /** How many patients went to another cacher since the last log line about it. */
  #unloggedYields = 0;

  constructor(options: StandbyOptions) {
    this.#options = options;
    this.#onStoreError = createStoreErrorHandler(options.onBug);
    this.#timer = setInterval(() => void this.#checkAgain(), CHECK_INTERVAL_MS);
  }

  /** Whether another cacher polls the patient. */
  has(patient: PatientId): boolean {
    return this.#takeoverFromMs.has(patient);
  }

  /** How many patients are left to a cacher of another API: theirs are other people. */
  get ofOtherApi(): number {
    return this.#ofOtherApi.size;
  }

  /**
   * Takes the leases of new patients, or finds out who holds them, before their first polls. Waits `limitMs` at most: when
   * the store is down, this cacher polls all of them, and their samples wait.
   */
  async claim(patients: readonly PatientId[], limitMs: number): Promise<void> {
    for (const patient of patients) this.#followed.add(patient);
    for (const patient of patients) this.#unresolved.add(patient);
    const resolve = () => {
      for (const patient of patients) this.#unresolved.delete(patient);
    };
    const timer = setTimeout(resolve, limitMs);
    await this.#check(patients);
    clearTimeout(timer);
    resolve();
  }

  /** Whether the first check of the patient has ended: it is known who polls it, or the store did not answer in time. */
  isResolved(patient: PatientId): boolean {
    return !this.#unresolved.has(patient);
  }

  /** Leaves a patient to another cacher, which holds its lease. */
  yieldTo(patient: PatientId): void {
    if (this.#takeoverFromMs.has(patient) || !this.#followed.has(patient)) return;
    this.#takeoverFromMs.set(patient, 0);
    if (this.#unloggedYields++ === 0) queueMicrotask(() => this.#logYields());
  }

  /** Forgets every patient that is not among those given; new ones are added by `claim`. */
  follow(patients: readonly PatientId[]): void {
    const wanted = new Set(patients);
    for (const patient of this.#followed) if (!wanted.has(patient)) this.#followed.delete(patient);
    for (const patient of this.#takeoverFromMs.keys())
      if (!wanted.has(patient)) this.#takeoverFromMs.delete(patient);
    for (const patient of this.#ofOtherApi) if (!wanted.has(patient)) this.#ofOtherApi.delete(patient);
  }

  /** Ends the checks. */
  stop(): void {
    clearInterval(this.#timer);
  }

  async #checkAgain(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    await this.#check([...this.#takeoverFromMs.keys()]);
    this.#isChecking = false;
  }

  async #check(patients: readonly PatientId[]): Promise<void> {
    const { store, lease, onTakeover, log } = this.#options;
    if (patients.length === 0) return;
    try {
      const holders = await store.holders(patients);
      this.#noteReachable(patients, holders);
      const free = patients.filter((patient) => this.#canTake(patient, holders.get(patient)));
      const ours = new Set(free.length === 0 ? [] : await store.acquire(free, lease));
      const taken = free.filter((patient) => ours.has(patient) && this.#takeoverFromMs.delete(patient));
      // Patients that stopped being followed during the check.
      const departed = free.filter((patient) => ours.has(patient) && !this.#followed.has(patient));
      if (departed.length > 0) await store.release(departed, lease.holder);
      if (taken.length > 0)
        log.warn({ patients: taken.length }, 'no other cacher polls these patients, taking over');
      for (const patient of taken) onTakeover(patient);
      // Patients without an answer stay this cacher's, unless another is known to poll them: their samples wait.
      for (const patient of holders.keys()) if (!ours.has(patient)) this.yieldTo(patient);
      this.#noteApis(holders, ours);
    } catch (error) {
      this.#onStoreError(error);
      this.#noteReachable(patients, new Map());
    }
  }

  /**
   * Delays the takeover of patients whose server is reachable again. Their leases may have expired only because nobody
   * could renew them; the holder has samples that wait, and gets the time of a lease to come back first.
   */
  #noteReachable(patients: readonly PatientId[], holders: ReadonlyMap<PatientId, HeldLease | null>): void {
    const { nowMs, lease } = this.#options;
    for (const patient of patients) {
      const fromMs = this.#takeoverFromMs.get(patient);
      if (fromMs === undefined) continue;
      if (!holders.has(patient)) this.#takeoverFromMs.set(patient, UNREACHABLE);
      else if (fromMs === UNREACHABLE) this.#takeoverFromMs.set(patient, nowMs() + lease.ttlMs);
    }
  }

  #canTake(patient: PatientId, held: HeldLease | null | undefined): boolean {
    const { nowMs, lease } = this.#options;
    const isFree = held === null || held?.holder === lease.holder;
    return isFree && nowMs() >= (this.#takeoverFromMs.get(patient) ?? 0);
  }

  /** Notes whose holders poll another API. Of the first one the log tells, and again only when there was none meanwhile. */
  #noteApis(holders: ReadonlyMap<PatientId, HeldLease | null>, ours: ReadonlySet<PatientId>): void {
    const { lease, log } = this.#options;
    const before = this.#ofOtherApi.size;
    for (const [patient, held] of holders) {
      if (!held || ours.has(patient) || !this.#takeoverFromMs.has(patient)) this.#ofOtherApi.delete(patient);
      else if (isOfOtherApi(held, lease)) this.#ofOtherApi.add(patient);
      else this.#ofOtherApi.delete(patient);
    }
    if (before > 0 || this.#ofOtherApi.size === 0) return;
    log.error({ patients: this.#ofOtherApi.size }, `${OTHER_API_MESSAGE}; ${OTHER_API_ADVICE}`);
  }

  #logYields(): void {
    this.#options.log.info(
      { patients: this.#unloggedYields },
      'another cacher polls these patients, standing by',
    );
    this.#unloggedYields = 0;
  }
}
