import type { AnomalyEvent } from '../core/events/anomaly-events.ts';
import {
  assessFreshness,
  CLOCK_TOLERANCE_SECONDS,
  clockOffsetSeconds,
  freshLimitSeconds,
  type PatientState,
  pollIntervalMs,
} from '../core/freshness.ts';
import { type FlagMark, markReadings, type Sample } from '../core/sample.ts';
import { formatSpan } from '../core/time/clock-time.ts';
import { storeNowSeconds, type TimedSnapshot } from './timed-snapshot.ts';

/** What may be said of a patient at an instant: now, or an earlier one that is shown in place of now. */
export interface PatientStatus {
  /** `unread`: not read yet; `replay`: an instant of a recording; `historical`: an instant of the retained history. */
  readonly state: PatientState | 'unread' | 'replay' | 'historical';
  /** Whether the newest sample is of the instant shown, be it now or not. */
  readonly isLive: boolean;
  /** Age of the newest sample; when `historical`, of the instant shown. Null when it is not known. */
  readonly ageSeconds: number | null;
  /** The store's clock now, Unix seconds; null before the store was read. */
  readonly nowSeconds: number | null;
  /** The newest sample at the instant shown. */
  readonly newest: Sample | null;
  /** How often the patient is polled. */
  readonly intervalMs: number;
  /** How old the newest sample of a live patient may be. */
  readonly limitSeconds: number;
  /** The cacher's clock minus the store's. Samples carry instants of the cacher's clock. */
  readonly clockOffsetSeconds: number;
}

/**
 * Says what is known of a patient now.
 *
 * @param snapshot null when none was read yet
 * @param nowMs the reader's monotonic clock
 */
export function assessPatient(
  snapshot: TimedSnapshot | null,
  nowMs: number,
  isReplay = snapshot?.isReplay ?? false,
): PatientStatus {
  const shared = {
    intervalMs: pollIntervalMs(snapshot?.health),
    limitSeconds: freshLimitSeconds(snapshot?.health),
    clockOffsetSeconds: clockOffsetSeconds(snapshot?.health),
  };
  if (!snapshot) {
    return { ...shared, state: 'unread', isLive: false, ageSeconds: null, nowSeconds: null, newest: null };
  }
  const nowSeconds = storeNowSeconds(snapshot, nowMs);
  const newest = snapshot.samples.at(-1) ?? null;
  const { state, ageSeconds } = assessFreshness({
    known: snapshot.known,
    nowSeconds,
    newestAtSeconds: newest?.atSeconds ?? null,
    health: snapshot.health,
  });
  const isLive = state === 'live';
  return { ...shared, state: isReplay ? 'replay' : state, isLive, ageSeconds, nowSeconds, newest };
}

/** Whether an earlier instant is shown in place of now. */
export function isOfAnotherTime({ state }: PatientStatus): boolean {
  return state === 'replay' || state === 'historical';
}

/** How long ago an instant of the cacher's clock was, seconds; null before the store was read. */
export function computeAge(atSeconds: number, status: PatientStatus): number | null {
  return status.nowSeconds === null ? null : status.nowSeconds - atSeconds + status.clockOffsetSeconds;
}

/** Whether an event goes on now; never so for an instant of the history. */
export function isGoingOn({ endSeconds }: AnomalyEvent, status: PatientStatus): boolean {
  const age = computeAge(endSeconds, status);
  return status.isLive && status.state !== 'historical' && age !== null && age <= status.limitSeconds;
}

/** The newest sample's reading of a sensor, or null when it has none. */
export function findReading(status: PatientStatus, sensorId: number) {
  return status.newest?.sensors.find((reading) => reading.id === sensorId) ?? null;
}

/**
 * Describes a clock that is off by more than is tolerated: `cacher clock 3.2 s ahead` when the cacher measured it, or
 * `clock of the samples 3.2 s ahead` when only a sample from the future shows it. Null when no clock is off.
 */
export function describeClockError(status: PatientStatus): string | null {
  const offset = status.clockOffsetSeconds;
  if (Math.abs(offset) > CLOCK_TOLERANCE_SECONDS) {
    return `cacher clock ${formatSpan(Math.abs(offset))} ${offset > 0 ? 'ahead' : 'behind'}`;
  }
  const age = status.newest && computeAge(status.newest.atSeconds, status);
  if (age === null || age >= -CLOCK_TOLERANCE_SECONDS) return null;
  return `clock of the samples ${formatSpan(-age)} ahead`;
}

/** One mark for all flags of the newest sample; none when the sample is not of the instant shown. */
export function markNow({ isLive, newest }: Pick<PatientStatus, 'isLive' | 'newest'>): FlagMark {
  return isLive && newest !== null ? markReadings(newest.sensors) : '';
}
