import type { PatientId } from '../../core/patient.ts';
import { getTimerDelayMs } from '../../core/time/timer-delay.ts';
import { isOfOtherApi } from '../../store/lease-value.ts';
import {
  type Lease,
  type NewEntry,
  type PatientWrite,
  StoreUnavailable,
  type StoreWriter,
  type WriteOutcome,
} from '../../store/store.ts';
import { Backlog, type QueueAddition } from './backlog.ts';

/** Whether writes are answered: of all patients, of some while a server of a cluster is down, or of none. */
export type StoreState = 'answers' | 'degraded' | 'down';

/** Why entries were dropped: too many wait, another cacher holds the lease, or the queue was closed before the write. */
export type DropReason = 'full' | 'not-holder' | 'closed';

/** What a write queue needs, and what it calls when something happens. */
export interface WriteQueueOptions {
  readonly store: StoreWriter;
  /** Sent with every write, which renews it; without one no leases are taken. */
  readonly lease?: Lease;
  /** How near in time another cacher's sample has to be to stand for one of this cacher. */
  readonly sameWithinMs: number;
  /** How many entries of a patient may wait, not counting those of a write that is not answered. */
  readonly maxEntriesPerPatient: number;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  /** The store holds these entries. */
  readonly onStored: (patient: PatientId, entries: readonly NewEntry[]) => void;
  /** The store answered a write after this time. */
  readonly onAnswered: (latencyMs: number) => void;
  /** Entries are not kept any longer. */
  readonly onDropped: (patient: PatientId, entries: number, reason: DropReason) => void;
  /**
   * The state changed, or another reason for it has lasted for a while. The reason says why the store is down, wholly or in part; null when it
   * answers.
   */
  readonly onStoreChange: (state: StoreState, reason: string | null) => void;
  /** The store refuses the writes of a patient, for a new reason; or accepts them again, with null. */
  readonly onRefusal: (patient: PatientId, reason: string | null) => void;
  /** Another cacher holds the patient's lease. */
  readonly onNotHolder: (patient: PatientId) => void;
  /** Called with an unexpected error; the queue goes on. */
  readonly onBug: (error: unknown) => void;
}

/** How long an entry waits for others, so that one write carries those of several patients. */
const BATCH_DELAY_MS = 20;
const DOWN_RETRY_MS = 250;
const REFUSED_RETRY_MS = 1000;
/** A new reason is reported when it has lasted for this time: while a server restarts, reasons come and go. */
const LASTING_REASON_MS = 5000;

/**
 * Takes samples from the cacher to the store. One write is under way at a time; what is added meanwhile goes into the
 * next.
 *
 * A write without an answer may have been carried out. It is sent again unchanged until it is answered; the store
 * recognizes it by its last entry. A patient whose writes are refused waits alone, and delays no other.
 */
export class WriteQueue {
  readonly #options: WriteQueueOptions;
  readonly #backlog: Backlog;
  /** What was sent last, until it is answered. */
  #unanswered: readonly PatientWrite[] = [];
  #isWriting = false;
  #timer: { readonly handle: NodeJS.Timeout; readonly dueMs: number } | null = null;
  #pausedUntilMs = 0;
  #storeState: StoreState = 'answers';
  /** Why the store is down, as it was reported last. */
  #reportedReason: string | null = null;
  /** A reason that differs from the reported one, and since when, monotonic ms. */
  #newReason: { readonly reason: string; readonly sinceMs: number } | null = null;
  /** Maps patients whose server of a cluster is unreachable to the reason. */
  readonly #unreachable = new Map<PatientId, string>();
  /** Maps patients whose writes are refused to the reason. */
  readonly #refused = new Map<PatientId, string>();
  /** Counts of what another cacher stored that are under way. */
  readonly #counting = new Set<Promise<void>>();
  #onDrained: (() => void) | null = null;
  #onProgress: (() => void) | null = null;
  #isClosed = false;

  constructor(options: WriteQueueOptions) {
    this.#options = options;
    this.#backlog = new Backlog(options.maxEntriesPerPatient);
  }

  /** Queues an entry for writing; health and profile replace those that wait. */
  add(patient: PatientId, addition: QueueAddition): void {
    if (this.#isClosed) {
      this.#drop(patient, addition.entry ? 1 : 0, 'closed');
      return;
    }
    this.#drop(patient, this.#backlog.add(patient, addition), 'full');
    this.#schedule(this.#options.nowMs() + BATCH_DELAY_MS);
  }

  /** How many entries are not known to be stored. */
  get size(): number {
    const unanswered = this.#unanswered.reduce((sum, write) => sum + write.entries.length, 0);
    return this.#backlog.sizes.reduce((sum, [, entries]) => sum + entries, unanswered);
  }

  /** How many of them are of patients whose writes are refused, or whose server of a cluster is unreachable. */
  get blockedSize(): number {
    const isBlocked = (patient: PatientId) => this.#refused.has(patient) || this.#unreachable.has(patient);
    return this.#backlog.sizes.reduce(
      (sum, [patient, entries]) => (isBlocked(patient) ? sum + entries : sum),
      0,
    );
  }

  /** How many patients have writes that the store refuses, or a server of a cluster that is unreachable. */
  get blockedPatients(): number {
    return this.#refused.size + this.#unreachable.size;
  }

  /** Whether anything of the patient is not known to be stored. */
  isPending(patient: PatientId): boolean {
    return this.#backlog.has(patient) || this.#unanswered.some((write) => write.patient === patient);
  }

  /** Waits until all is stored, or for `limitMs` without any progress; then drops the rest, and takes no more. */
  async close(limitMs: number): Promise<void> {
    if (this.#unanswered.length > 0 || !this.#backlog.isEmpty) {
      this.#schedule(this.#options.nowMs());
      await new Promise<void>((resolve) => {
        let limit = setTimeout(resolve, limitMs);
        this.#onProgress = () => {
          clearTimeout(limit);
          limit = setTimeout(resolve, limitMs);
        };
        this.#onDrained = () => {
          clearTimeout(limit);
          resolve();
        };
      });
    }
    this.#isClosed = true;
    await Promise.all(this.#counting);
    if (this.#timer) clearTimeout(this.#timer.handle);
    for (const write of this.#unanswered) this.#drop(write.patient, write.entries.length, 'closed');
    for (const [patient, entries] of this.#backlog.sizes) this.#drop(patient, entries, 'closed');
  }

  #drop(patient: PatientId, entries: number, reason: DropReason): void {
    if (entries > 0) this.#options.onDropped(patient, entries, reason);
  }

  /** Starts the next write by this time, but not during a write, nor during a pause while the store is down. */
  #schedule(byMs: number): void {
    if (this.#isClosed || this.#isWriting) return;
    const dueMs = Math.max(byMs, this.#pausedUntilMs);
    if (this.#timer) {
      if (this.#timer.dueMs <= dueMs) return;
      clearTimeout(this.#timer.handle);
    }
    const send = () => {
      this.#timer = null;
      this.#send().catch(this.#options.onBug);
    };
    this.#timer = { handle: setTimeout(send, getTimerDelayMs(dueMs, this.#options.nowMs())), dueMs };
  }

  async #send(): Promise<void> {
    if (this.#unanswered.length === 0) this.#unanswered = this.#backlog.takeReady(this.#options.nowMs());
    if (this.#unanswered.length === 0) return this.#scheduleNext();
    const writes = this.#unanswered;
    this.#isWriting = true;
    const sentMs = this.#options.nowMs();
    const answer = await this.#write(writes);
    this.#isWriting = false;
    if (this.#isClosed) return;
    if (answer.kind === 'unanswered') {
      if (answer.downReason !== null) this.#noteDown(answer.downReason);
      this.#pausedUntilMs = this.#options.nowMs() + DOWN_RETRY_MS;
      return this.#schedule(this.#pausedUntilMs);
    }
    this.#options.onAnswered(this.#options.nowMs() - sentMs);
    if (answer.outcomes.some((outcome) => outcome.kind === 'stored' && outcome.entries > 0))
      this.#onProgress?.();
    this.#unanswered = [];
    this.#noteUnreachable(answer.outcomes);
    for (const [index, write] of writes.entries()) this.#settle(write, answer.outcomes[index]);
    this.#scheduleNext();
  }

  async #write(
    writes: readonly PatientWrite[],
  ): Promise<
    | { readonly kind: 'answered'; readonly outcomes: readonly WriteOutcome[] }
    | { readonly kind: 'unanswered'; readonly downReason: string | null }
  > {
    try {
      return { kind: 'answered', outcomes: await this.#options.store.write(writes, this.#options.lease) };
    } catch (error) {
      if (error instanceof StoreUnavailable) return { kind: 'unanswered', downReason: error.message };
      this.#options.onBug(error);
      return { kind: 'unanswered', downReason: null };
    }
  }

  /** Schedules the next write for what waits, if anything does. */
  #scheduleNext(): void {
    if (this.#backlog.isEmpty) this.#onDrained?.();
    else this.#schedule(Math.max(this.#options.nowMs() + BATCH_DELAY_MS, this.#backlog.readyAtMs));
  }

  #settle(write: PatientWrite, outcome: WriteOutcome | undefined): void {
    const { patient, entries } = write;
    if (outcome?.kind === 'not-holder') {
      // The lease holder stores the patient's samples; these would be out of order among them.
      this.#leave(patient, [...entries, ...this.#backlog.discard(patient)]);
      this.#refused.delete(patient);
      this.#options.onNotHolder(patient);
      return;
    }
    if (outcome?.kind === 'unreachable') {
      this.#backlog.retryUnchanged(write, this.#options.nowMs() + DOWN_RETRY_MS);
      return;
    }
    if (outcome?.kind === 'refused') {
      if (this.#refused.get(patient) !== outcome.reason) this.#options.onRefusal(patient, outcome.reason);
      this.#refused.set(patient, outcome.reason);
      this.#drop(patient, this.#backlog.requeue(write, this.#options.nowMs() + REFUSED_RETRY_MS), 'full');
      return;
    }
    if (entries.length > 0) this.#options.onStored(patient, entries);
    if (this.#refused.delete(patient)) this.#options.onRefusal(patient, null);
  }

  /** Counts as dropped what neither this cacher nor the one that holds the lease stored. */
  #leave(patient: PatientId, entries: readonly NewEntry[]): void {
    if (entries.length === 0) return;
    const counting = this.#countStoredElsewhere(patient, entries)
      .catch((error: unknown) => {
        if (!(error instanceof StoreUnavailable)) this.#options.onBug(error);
        return 0;
      })
      .then((stored) => {
        this.#drop(patient, entries.length - stored, 'not-holder');
        this.#counting.delete(counting);
      });
    this.#counting.add(counting);
  }

  async #countStoredElsewhere(patient: PatientId, entries: readonly NewEntry[]): Promise<number> {
    const { store, lease, sameWithinMs } = this.#options;
    const held = (await store.holders([patient])).get(patient);
    // Those are samples of somebody else.
    if (held && lease !== undefined && isOfOtherApi(held, lease)) return 0;
    const timestamps = entries.map(({ timestamp }) => timestamp);
    return store.countStored(patient, timestamps, sameWithinMs / 1000);
  }

  #noteDown(reason: string): void {
    this.#unreachable.clear();
    this.#changeStore('down', reason);
  }

  /** An unreachable server is one change of state, however many patients it serves and writes it fails. */
  #noteUnreachable(outcomes: readonly WriteOutcome[]): void {
    for (const outcome of outcomes) {
      if (outcome.kind === 'unreachable') this.#unreachable.set(outcome.patient, outcome.reason);
      else this.#unreachable.delete(outcome.patient);
    }
    const [reason] = this.#unreachable.values();
    if (reason === undefined) this.#changeStore('answers', null);
    // After 'down', a write that met only unreachable servers does not show that any other answers again.
    else if (this.#storeState === 'answers' || outcomes.some(({ kind }) => kind !== 'unreachable')) {
      this.#changeStore('degraded', reason);
    }
  }

  /** Reports another state at once, and another reason for the same state only when it lasts. */
  #changeStore(state: StoreState, reason: string | null): void {
    if (this.#storeState === state && !this.#isLasting(reason)) return;
    this.#storeState = state;
    this.#reportedReason = reason;
    this.#newReason = null;
    this.#options.onStoreChange(state, reason);
  }

  /** Notes the current reason, and returns whether it is a new one that has lasted long enough to be reported. */
  #isLasting(reason: string | null): boolean {
    const nowMs = this.#options.nowMs();
    if (reason === null || reason === this.#reportedReason) this.#newReason = null;
    else if (this.#newReason?.reason !== reason) this.#newReason = { reason, sinceMs: nowMs };
    return this.#newReason !== null && nowMs - this.#newReason.sinceMs >= LASTING_REASON_MS;
  }
}
