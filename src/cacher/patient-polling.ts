import { RECORD_INTERVAL_MS } from '../core/freshness.ts';
import {
  DOWN_AFTER_FAILURES,
  type Health,
  type PatientId,
  type PollState,
  type Profile,
} from '../core/patient.ts';
import { createDetector, type Detector } from '../core/rules/detector.ts';
import type { RuleName } from '../core/rules/rule.ts';

/** How often a profile that does not change is written, so that a store that lost its data tells who it is again. */
const PROFILE_INTERVAL_MS = 10_000;

/** A clock that goes back by less than that was not set. */
const TREMBLE_MS = 100;

/** What the cacher remembers of one patient between polls. */
export class PatientPolling {
  readonly patient: PatientId;
  polls = 0;
  /** Turns that were left to another cacher. */
  skippedTurns = 0;
  failures = 0;
  #failuresInRow = 0;
  #lastOkAtSeconds: number | null = null;
  #lastError: string | null = null;
  #latencyMs: number | null = null;
  #lastStampMs = Number.NEGATIVE_INFINITY;
  readonly #rules: readonly RuleName[];
  #judge: Detector;
  #judgedTrace: string | null = null;
  #queuedProfile = '';
  #profileDueAtMs = 0;
  #recordsDueAtMs = 0;
  isPolling = false;
  /** The monotonic instant at which something of the patient was queued last, and with it its lease renewed. */
  queuedAtMs = Number.NEGATIVE_INFINITY;
  /** Until this monotonic instant the patient is left alone, because its polls keep failing. */
  restUntilMs = 0;
  /** Who it is, as the API told last. */
  profile: Profile | null = null;

  constructor(patient: PatientId, rules: readonly RuleName[] = []) {
    this.patient = patient;
    this.#rules = rules;
    this.#judge = createDetector(rules);
  }

  /** What the rules for anomalies remember of one walk. Another walk is judged by itself: nobody walks like another. */
  selectDetector(traceName: string | null): Detector {
    if (traceName !== this.#judgedTrace) {
      this.#judge = createDetector(this.#rules);
      this.#judgedTrace = traceName;
    }
    return this.#judge;
  }

  get failuresInRow(): number {
    return this.#failuresInRow;
  }

  get state(): PollState {
    if (this.#failuresInRow === 0) return 'up';
    return this.#failuresInRow < DOWN_AFTER_FAILURES ? 'failing' : 'down';
  }

  /** Takes note of how a poll ended: null is success. Returns the state before and after. */
  recordPoll(
    error: string | null,
    latencyMs: number,
    wallMs: number,
  ): { before: PollState; after: PollState } {
    const before = this.state;
    this.polls++;
    this.#latencyMs = latencyMs;
    this.#lastError = error;
    if (error === null) {
      this.#failuresInRow = 0;
      this.#lastOkAtSeconds = wallMs / 1000;
    } else {
      this.failures++;
      this.#failuresInRow++;
    }
    return { before, after: this.state };
  }

  /**
   * The instant of a sample as the store takes it. Two samples never share one, or the store could not tell them apart: a
   * clock that stands, or trembles, is gone ahead of; one that steps back is followed.
   */
  nextTimestamp(wallMs: number): string {
    const behindMs = this.#lastStampMs - wallMs;
    const stampMs = behindMs >= 0 && behindMs < TREMBLE_MS ? this.#lastStampMs + 1 : wallMs;
    this.#lastStampMs = stampMs;
    return (stampMs / 1000).toFixed(3);
  }

  /** Whether the records should be written again at this monotonic instant, and takes it that they are. */
  takeRecordsDue(nowMs: number): boolean {
    if (nowMs < this.#recordsDueAtMs) return false;
    this.#recordsDueAtMs = nowMs + RECORD_INTERVAL_MS;
    return true;
  }

  /** The profile when it differs from the one taken last, or that was long ago at this monotonic instant. */
  takeProfileDue(nowMs: number): Profile | null {
    const text = JSON.stringify(this.profile);
    if (text === this.#queuedProfile && nowMs < this.#profileDueAtMs) return null;
    this.#queuedProfile = text;
    this.#profileDueAtMs = nowMs + PROFILE_INTERVAL_MS;
    return this.profile;
  }

  createHealth(at: { wallMs: number; intervalMs: number; clockOffsetMs: number | null }): Health {
    return {
      state: this.state,
      updatedAtSeconds: at.wallMs / 1000,
      lastOkAtSeconds: this.#lastOkAtSeconds,
      lastError: this.#lastError,
      latencyMs: this.#latencyMs,
      intervalMs: at.intervalMs,
      clockOffsetMs: at.clockOffsetMs,
      polls: this.polls,
      failures: this.failures,
    };
  }
}
