import type { PatientId, PollState } from '../core/patient.ts';
import { BurstLog } from './burst-log.ts';
import type { Log } from './log.ts';
import type { DropReason, StoreState } from './write/write-queue.ts';

/** Reasons of a store that answers and takes no writes; with the next one it may take some. */
const BRIM_REASONS: readonly string[] = ['out of memory', 'too few replicas', 'cannot save to disk'];
/** How often the same that is wrong with a patient's answers is logged. */
const REFUSAL_REPEAT_MS = 60_000;
/** How long a store has to take all writes until it is not at its brim any more. */
const STEADY_MS = 60_000;

/** Turns what happens to polls and writes into log lines: one for each change, however long a state lasts. */
export class CacherLog {
  readonly #log: Log;
  readonly #countWaiting: () => number;
  readonly #downBurst: BurstLog;
  readonly #upBurst: BurstLog;
  readonly #refusalBurst: BurstLog;
  /** What was wrong with a patient's answer last, and when that was logged, monotonic ms. */
  readonly #refusals = new Map<PatientId, { readonly kind: string; readonly atMs: number }>();
  /** Whether dropped samples were reported since the store last accepted writes again. */
  #hasReportedDrops = false;
  /** Why the store takes no writes, if that may come and go many times. */
  #brimReason: string | null = null;
  #steady: NodeJS.Timeout | null = null;

  /** @param countWaiting returns the number of samples that wait for the store */
  constructor(log: Log, countWaiting: () => number) {
    this.#log = log;
    this.#countWaiting = countWaiting;
    this.#downBurst = new BurstLog((fields) =>
      log.warn(fields, 'patient' in fields ? 'patient is down' : 'more patients are down'),
    );
    this.#refusalBurst = new BurstLog((fields) =>
      log.warn(fields, 'patient' in fields ? 'answer refused' : 'answers of more patients refused'),
    );
    this.#upBurst = new BurstLog((fields) =>
      log.info(fields, 'patient' in fields ? 'patient is up again' : 'more patients are up again'),
    );
  }

  /** Logs that the polls of a patient went from one state to another. */
  logPollState(patient: PatientId, before: PollState, after: PollState, error: string | null): void {
    if (after === 'down') this.#downBurst.log({ patient, error });
    else if (before === 'down') this.#upBurst.log({ patient });
    else this.#log.debug({ patient, state: after, error }, 'poll state changed');
  }

  /** Logs what is wrong with an answer: of a patient the same a minute at most once, and of all a few lines a second. */
  logRefused(patient: PatientId, error: string): void {
    const before = this.#refusals.get(patient);
    const nowMs = performance.now();
    // The same in another place, or with another reading, is no news.
    const kind = error.replace(/\d+/g, '0');
    if (before?.kind === kind && nowMs - before.atMs < REFUSAL_REPEAT_MS) return;
    this.#refusals.set(patient, { kind, atMs: nowMs });
    this.#refusalBurst.log({ patient, error });
  }

  /** Logs the first samples that are dropped because the queue is full. */
  logDropped(reason: DropReason): void {
    if (reason !== 'full' || this.#hasReportedDrops) return;
    this.#hasReportedDrops = true;
    this.#log.error({ waiting: this.#countWaiting() }, 'the queue is full, the oldest samples are dropped');
  }

  /**
   * Logs that the store went down, answers in part, or answers again (`reason` is null). A store at its brim takes a write now and
   * then, as cleanup makes room: that is logged once, and its end when it has taken all for a minute.
   */
  logStoreState(state: StoreState, reason: string | null): void {
    if (state === 'answers') {
      if (this.#brimReason === null) this.#logAnswers();
      else this.#steady ??= setTimeout(() => this.#logAnswers(), STEADY_MS);
      return;
    }
    this.#clearSteady();
    if (reason !== null && reason === this.#brimReason) return;
    this.#brimReason = reason !== null && BRIM_REASONS.includes(reason) ? reason : null;
    if (state === 'down') this.#log.warn({ reason }, 'store is down, samples wait');
    else this.#log.warn({ reason }, 'part of the store is down, samples of its patients wait');
  }

  /** Logs that the store refuses the writes of one patient, or accepts them again (`reason` is null). */
  logRefusal(patient: PatientId, reason: string | null): void {
    if (reason !== null) this.#log.error({ patient, reason }, 'store refuses the patient, its samples wait');
    else {
      this.#hasReportedDrops = false;
      this.#log.info({ patient }, 'store accepts the patient again');
    }
  }

  /** Logs that the turns are late, and what helps. */
  logBehind(intervalMs: number, advice: string): void {
    this.#log.warn({ intervalMs, advice }, 'the interval is not held, turns begin late');
  }

  /** Logs at once what is still being counted, as the cacher ends. */
  flush(): void {
    this.#clearSteady();
    this.#downBurst.flush();
    this.#upBurst.flush();
    this.#refusalBurst.flush();
  }

  #logAnswers(): void {
    this.#clearSteady();
    this.#brimReason = null;
    this.#hasReportedDrops = false;
    this.#log.info({ waiting: this.#countWaiting() }, 'store answers again');
  }

  #clearSteady(): void {
    if (this.#steady !== null) clearTimeout(this.#steady);
    this.#steady = null;
  }
}
