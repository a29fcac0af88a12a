import { RECORD_INTERVAL_MS } from '../core/freshness.ts';
import { SIX } from '../core/insole/built-in-insoles.ts';
import type { Insole } from '../core/insole/insole.ts';
import {
  DOWN_AFTER_FAILURES,
  type Health,
  type PatientId,
  type PollState,
  type Profile,
} from '../core/patient.ts';
import { RepeatedBodies } from '../core/repeated-bodies.ts';
import { createDetector, type Detector } from '../core/rules/detector.ts';
import type { RuleName } from '../core/rules/rule.ts';
import { formatSeconds } from '../core/time/format-seconds.ts';
import { makeRising } from './make-rising.ts';

/** How often an unchanged profile is written again, for a store that lost its data. */
const PROFILE_INTERVAL_MS = 10_000;

/** A clock that goes back by less than this is taken for inexact; by more, for one that was set. */
const CLOCK_JITTER_MS = 100;

/** What the cacher remembers of one patient from poll to poll. */
export class PatientPolling {
  readonly patient: PatientId;
  /** Decodes what the API answers for the patient. */
  readonly bodies: RepeatedBodies;
  /** What the patient wears, and the ids of its sensors. */
  readonly insole: Insole;
  readonly sensorIds: readonly number[];
  /** Polls that ended, failed ones included. */
  polls = 0;
  /** Turns that were left to another cacher. */
  skippedTurns = 0;
  /** Whether a poll is under way. */
  isPolling = false;
  /** When something of the patient was queued last, and its lease with it renewed, monotonic ms. */
  queuedAtMs = Number.NEGATIVE_INFINITY;
  /** Until when the patient is not polled because its polls fail, monotonic ms. */
  pausedUntilMs = 0;
  /** The profile that the API sent last. */
  profile: Profile | null = null;
  #failures = 0;
  #failuresInRow = 0;
  /** Unix ms; not a number before the first success: a number in place of null would be allocated anew for each poll. */
  #lastOkAtMs = Number.NaN;
  #lastError: string | null = null;
  #latencyMs: number | null = null;
  #lastTimestampMs = Number.NEGATIVE_INFINITY;
  #newestRefused = Number.NEGATIVE_INFINITY;
  readonly #rules: readonly RuleName[];
  #detector: Detector;
  #detectorTrace: string | null = null;
  #queuedProfile: Profile | null = null;
  #profileDueAtMs = 0;
  #healthDueAtMs = 0;

  /**
   * @param rules the anomaly rules that check every sample of the patient
   * @param insole what the patient wears
   */
  constructor(patient: PatientId, rules: readonly RuleName[] = [], insole: Insole = SIX) {
    this.patient = patient;
    this.insole = insole;
    this.sensorIds = insole.sensors.map(({ id }) => id);
    this.bodies = new RepeatedBodies(insole);
    this.#rules = rules;
    this.#detector = createDetector(rules, insole);
  }

  /** Heeds the profile that the API sent with a sample. */
  noteProfile(profile: Profile): void {
    this.profile = this.insole === SIX ? profile : { ...profile, insole: this.insole };
  }

  /** Returns the anomaly detector of a walk; a new one when the walk changes, as what it learned is about one walk. */
  selectDetector(traceName: string | null): Detector {
    if (traceName !== this.#detectorTrace) {
      this.#detector = createDetector(this.#rules, this.insole);
      this.#detectorTrace = traceName;
    }
    return this.#detector;
  }

  /** How many polls have failed since the last success. */
  get failuresInRow(): number {
    return this.#failuresInRow;
  }

  /** How polling goes at this moment. */
  get state(): PollState {
    if (this.#failuresInRow === 0) return 'up';
    return this.#failuresInRow < DOWN_AFTER_FAILURES ? 'failing' : 'down';
  }

  /**
   * Records how a poll ended.
   *
   * @param error null for success
   * @returns the state before and after
   */
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
      this.#lastOkAtMs = wallMs;
    } else {
      this.#failures++;
      this.#failuresInRow++;
    }
    return { before, after: this.state };
  }

  /**
   * Returns the timestamp of a sample as the store takes it: Unix seconds with three decimals. Two samples never share
   * one, or the store could not tell them apart: while the clock stands still or jitters, a millisecond is added.
   */
  nextTimestamp(wallMs: number): string {
    const behindMs = this.#lastTimestampMs - wallMs;
    const timestampMs = behindMs >= 0 && behindMs < CLOCK_JITTER_MS ? this.#lastTimestampMs + 1 : wallMs;
    this.#lastTimestampMs = timestampMs;
    return formatSeconds(timestampMs);
  }

  /**
   * Returns the timestamps of samples that came together, which rise strictly, also from the sample before on; unless the clock was
   * set back since.
   *
   * @param instantsMs when they were taken, by the cacher's clock: in their order, and at the time of receipt at the latest
   */
  nextTimestamps(instantsMs: readonly number[], receivedMs: number): readonly string[] {
    const wasSetBack = this.#lastTimestampMs - receivedMs >= CLOCK_JITTER_MS;
    const rising = makeRising(instantsMs, wasSetBack ? null : this.#lastTimestampMs, receivedMs);
    this.#lastTimestampMs = rising.at(-1) ?? this.#lastTimestampMs;
    return rising.map(formatSeconds);
  }

  /** Counts those of frames that could not be read which did not come before, by their own times or numbers. */
  countNewRefusals(owns: readonly (number | null)[]): number {
    const fresh = owns.filter((own) => own === null || own > this.#newestRefused);
    for (const own of fresh) this.#newestRefused = Math.max(this.#newestRefused, own ?? this.#newestRefused);
    return fresh.length;
  }

  /** Heeds the timestamp of a sample that an earlier cacher stored, Unix milliseconds. */
  noteStored(timestampMs: number): void {
    this.#lastTimestampMs = Math.max(this.#lastTimestampMs, timestampMs);
  }

  /** Whether the health record has to be written again; if so, the next one is due an interval later. */
  takeHealthDue(nowMs: number): boolean {
    if (nowMs < this.#healthDueAtMs) return false;
    this.#healthDueAtMs = nowMs + RECORD_INTERVAL_MS;
    return true;
  }

  /** Returns the profile when it has to be written: when it changed, or was last written ten seconds ago; else null. */
  takeProfileDue(nowMs: number): Profile | null {
    if (isSameProfile(this.profile, this.#queuedProfile) && nowMs < this.#profileDueAtMs) return null;
    this.#queuedProfile = this.profile;
    this.#profileDueAtMs = nowMs + PROFILE_INTERVAL_MS;
    return this.profile;
  }

  /** Returns the health record of this moment. */
  createHealth(at: { wallMs: number; intervalMs: number; clockOffsetMs: number | null }): Health {
    return {
      state: this.state,
      updatedAtSeconds: at.wallMs / 1000,
      lastOkAtSeconds: Number.isNaN(this.#lastOkAtMs) ? null : this.#lastOkAtMs / 1000,
      lastError: this.#lastError,
      latencyMs: this.#latencyMs,
      intervalMs: at.intervalMs,
      clockOffsetMs: at.clockOffsetMs,
      polls: this.polls,
      failures: this.#failures,
    };
  }
}

function isSameProfile(one: Profile | null, other: Profile | null): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  for (const name in one) {
    if (one[name as keyof Profile] !== other[name as keyof Profile]) return false;
  }
  return true;
}
