import type { PatientId } from '../../core/patient.ts';
import {
  type Lease,
  type NewEntry,
  type PatientWrite,
  StoreUnavailable,
  type StoreWriter,
  type WriteOutcome,
} from '../../store/store.ts';
import { Backlog, type QueueAddition } from './backlog.ts';

/** Whether writes are answered: of all patients, of some while a server of a cluster is away, or of none. */
export type StoreState = 'answers' | 'degraded' | 'down';

/** Over the bound; another cacher has the lease; or the end came before the store did. */
export type DropReason = 'full' | 'not-holder' | 'closed';

export interface WriteQueueOptions {
  readonly store: StoreWriter;
  /** Goes with every write. */
  readonly lease?: Lease;
  /** Most entries kept of one patient while the store is away or refuses, beside those of an unanswered write. */
  readonly maxEntriesPerPatient: number;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  readonly onStored: (patient: PatientId, entries: readonly NewEntry[]) => void;
  /** The store answered a write after this time. */
  readonly onAnswered: (latencyMs: number) => void;
  readonly onDropped: (patient: PatientId, entries: number, reason: DropReason) => void;
  /** Why it is away; null when it answers. Once per change, and again when it has been another reason for a while. */
  readonly onStoreChange: (state: StoreState, reason: string | null) => void;
  /** The store refuses a patient's writes, why; or, with null, takes them again. Once per change. */
  readonly onRefusal: (patient: PatientId, reason: string | null) => void;
  /** Another cacher has the patient's lease. */
  readonly onNotHolder: (patient: PatientId) => void;
  /** A bug. */
  readonly onBug: (error: unknown) => void;
}

/** How long entries wait for company, so that a write carries those of several patients. */
const GATHER_MS = 10;
const AWAY_PAUSE_MS = 250;
const REFUSED_PAUSE_MS = 1000;
/** A reason that stays for so long is not one of a restart. */
const STEADY_MS = 5000;

/**
 * What was fetched, on its way into the store. One write is under way at a time; while it is, the rest gathers.
 *
 * A write that was not answered may have been carried out, so it is repeated unchanged until it is answered: the
 * store tells a repeated write by its last entry. A patient that the store refuses waits by itself.
 */
export class WriteQueue {
  readonly #options: WriteQueueOptions;
  readonly #backlog: Backlog;
  /** Sent and not answered: to be sent again as it is. */
  #unanswered: readonly PatientWrite[] = [];
  #underWay = false;
  #timer: { readonly handle: NodeJS.Timeout; readonly dueMs: number } | null = null;
  #pausedUntilMs = 0;
  #storeState: StoreState = 'answers';
  #toldReason: string | null = null;
  /** Another one, since when of the monotonic clock. */
  #otherReason: { readonly reason: string; readonly sinceMs: number } | null = null;
  /** Patients whose server of a cluster is away, each with why. */
  readonly #unreachable = new Map<PatientId, string>();
  readonly #refusedFor = new Map<PatientId, string>();
  #drained: (() => void) | null = null;
  #progressed: (() => void) | null = null;
  #closed = false;

  constructor(options: WriteQueueOptions) {
    this.#options = options;
    this.#backlog = new Backlog(options.maxEntriesPerPatient);
  }

  /** Takes an entry and the records that go with it; newer records replace older ones. */
  add(patient: PatientId, addition: QueueAddition): void {
    if (this.#closed) {
      this.#drop(patient, addition.entry ? 1 : 0, 'closed');
      return;
    }
    this.#drop(patient, this.#backlog.add(patient, addition), 'full');
    this.#schedule(this.#options.nowMs() + GATHER_MS);
  }

  /** Entries that are not known to be stored. */
  get size(): number {
    const unanswered = this.#unanswered.reduce((sum, write) => sum + write.entries.length, 0);
    return this.#backlog.sizes.reduce((sum, [, entries]) => sum + entries, unanswered);
  }

  /** Patients whose writes the store refuses, or whose server of a cluster is away. */
  get blockedPatients(): number {
    return this.#refusedFor.size + this.#unreachable.size;
  }

  /** Whether anything of the patient is not known to be stored. */
  isPending(patient: PatientId): boolean {
    return this.#backlog.has(patient) || this.#unanswered.some((write) => write.patient === patient);
  }

  /** Waits until all is stored, or nothing was for `limitMs`; then counts what is left as dropped and takes no more. */
  async close(limitMs: number): Promise<void> {
    if (this.#unanswered.length > 0 || !this.#backlog.isEmpty) {
      this.#schedule(this.#options.nowMs());
      await new Promise<void>((resolve) => {
        let limit = setTimeout(resolve, limitMs);
        this.#progressed = () => {
          clearTimeout(limit);
          limit = setTimeout(resolve, limitMs);
        };
        this.#drained = () => {
          clearTimeout(limit);
          resolve();
        };
      });
    }
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer.handle);
    for (const write of this.#unanswered) this.#drop(write.patient, write.entries.length, 'closed');
    for (const [patient, entries] of this.#backlog.sizes) this.#drop(patient, entries, 'closed');
  }

  #drop(patient: PatientId, entries: number, reason: DropReason): void {
    if (entries > 0) this.#options.onDropped(patient, entries, reason);
  }

  /** Sees to it that the next write begins by then; but never while one is under way, nor while the store is away. */
  #schedule(byMs: number): void {
    if (this.#closed || this.#underWay) return;
    const dueMs = Math.max(byMs, this.#pausedUntilMs);
    if (this.#timer) {
      if (this.#timer.dueMs <= dueMs) return;
      clearTimeout(this.#timer.handle);
    }
    const begin = () => {
      this.#timer = null;
      this.#send().catch(this.#options.onBug);
    };
    this.#timer = { handle: setTimeout(begin, dueMs - this.#options.nowMs()), dueMs };
  }

  async #send(): Promise<void> {
    if (this.#unanswered.length === 0) this.#unanswered = this.#backlog.takeReady(this.#options.nowMs());
    if (this.#unanswered.length === 0) return this.#rest();
    const writes = this.#unanswered;
    this.#underWay = true;
    const sentMs = this.#options.nowMs();
    const answer = await this.#write(writes);
    this.#underWay = false;
    if (this.#closed) return;
    if (answer.kind === 'unanswered') {
      if (answer.awayFor !== null) this.#noteAllAway(answer.awayFor);
      this.#pausedUntilMs = this.#options.nowMs() + AWAY_PAUSE_MS;
      return this.#schedule(this.#pausedUntilMs);
    }
    this.#options.onAnswered(this.#options.nowMs() - sentMs);
    if (answer.outcomes.some((outcome) => outcome.kind === 'stored' && outcome.entries > 0))
      this.#progressed?.();
    this.#unanswered = [];
    this.#noteOrphans(answer.outcomes);
    for (const [index, write] of writes.entries()) this.#settle(write, answer.outcomes[index]);
    this.#rest();
  }

  async #write(
    writes: readonly PatientWrite[],
  ): Promise<
    | { readonly kind: 'answered'; readonly outcomes: readonly WriteOutcome[] }
    | { readonly kind: 'unanswered'; readonly awayFor: string | null }
  > {
    try {
      return { kind: 'answered', outcomes: await this.#options.store.write(writes, this.#options.lease) };
    } catch (error) {
      if (error instanceof StoreUnavailable) return { kind: 'unanswered', awayFor: error.message };
      this.#options.onBug(error);
      return { kind: 'unanswered', awayFor: null };
    }
  }

  /** After a write: goes on with what gathered meanwhile, waits for what is held, or is done. */
  #rest(): void {
    if (this.#backlog.isEmpty) this.#drained?.();
    else this.#schedule(Math.max(this.#options.nowMs() + GATHER_MS, this.#backlog.readyAtMs));
  }

  #settle(write: PatientWrite, outcome: WriteOutcome | undefined): void {
    const { patient, entries } = write;
    if (outcome?.kind === 'not-holder') {
      // Whoever has the lease stores the patient's samples; these would stand between them, out of order.
      this.#drop(patient, entries.length + this.#backlog.discard(patient), 'not-holder');
      this.#refusedFor.delete(patient);
      this.#options.onNotHolder(patient);
      return;
    }
    if (outcome?.kind === 'unreachable') {
      this.#backlog.retryUnchanged(write, this.#options.nowMs() + AWAY_PAUSE_MS);
      return;
    }
    if (outcome?.kind === 'refused') {
      if (this.#refusedFor.get(patient) !== outcome.reason) this.#options.onRefusal(patient, outcome.reason);
      this.#refusedFor.set(patient, outcome.reason);
      this.#drop(patient, this.#backlog.requeue(write, this.#options.nowMs() + REFUSED_PAUSE_MS), 'full');
      return;
    }
    if (entries.length > 0) this.#options.onStored(patient, entries);
    if (this.#refusedFor.delete(patient)) this.#options.onRefusal(patient, null);
  }

  #noteAllAway(reason: string): void {
    this.#unreachable.clear();
    this.#changeStore('down', reason);
  }

  /** One server that is away is one change, however many patients it holds, and in however many writes they come. */
  #noteOrphans(outcomes: readonly WriteOutcome[]): void {
    for (const outcome of outcomes) {
      if (outcome.kind === 'unreachable') this.#unreachable.set(outcome.patient, outcome.reason);
      else this.#unreachable.delete(outcome.patient);
    }
    const [reason] = this.#unreachable.values();
    if (reason === undefined) this.#changeStore('answers', null);
    // Who waits for one server tells nothing of the others: only who is served does.
    else if (this.#storeState === 'answers' || outcomes.some(({ kind }) => kind !== 'unreachable')) {
      this.#changeStore('degraded', reason);
    }
  }

  /** Another reason for being away is no change, while a server restarts they come and go; unless it stays. */
  #changeStore(state: StoreState, reason: string | null): void {
    if (this.#storeState === state && !this.#hasStayed(reason)) return;
    this.#storeState = state;
    this.#toldReason = reason;
    this.#otherReason = null;
    this.#options.onStoreChange(state, reason);
  }

  /** Takes note of why the store is away still; whether it has been another reason than was told for long enough. */
  #hasStayed(reason: string | null): boolean {
    const nowMs = this.#options.nowMs();
    if (reason === null || reason === this.#toldReason) this.#otherReason = null;
    else if (this.#otherReason?.reason !== reason) this.#otherReason = { reason, sinceMs: nowMs };
    return this.#otherReason !== null && nowMs - this.#otherReason.sinceMs >= STEADY_MS;
  }
}
