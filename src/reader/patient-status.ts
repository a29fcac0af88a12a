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

/**
 * What may be said of a patient at the instant of the frame. `unread`: the store was not asked yet. `replay`: now is an
 * instant of a recording, of which `isLive` tells whether it has samples there; `then`: the same of an instant of the
 * history, while `nowSeconds` goes on.
 */
export interface PatientStatus {
  readonly state: PatientState | 'unread' | 'replay' | 'historical';
  readonly isLive: boolean;
  readonly ageSeconds: number | null;
  /** The store's clock, Unix seconds. */
  readonly nowSeconds: number | null;
  readonly newest: Sample | null;
  readonly intervalMs: number;
  readonly limitSeconds: number;
  /** The cacher's clock minus the store's; instants of samples are on the cacher's. */
  readonly clockOffsetSeconds: number;
}

export function assessPatient(
  snapshot: TimedSnapshot | null,
  nowMs: number,
  isReplay = false,
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

/** Whether what is shown is of another time than now, though in full colours. */
export function isOfAnotherTime({ state }: PatientStatus): boolean {
  return state === 'replay' || state === 'historical';
}

/** The age of an instant of the cacher's clock. */
export function computeAge(atSeconds: number, now: PatientStatus): number | null {
  return now.nowSeconds === null ? null : now.nowSeconds - atSeconds + now.clockOffsetSeconds;
}

/** A reading of the newest sample, or null where there is none. */
export function findReading(now: PatientStatus, sensorId: number) {
  return now.newest?.sensors.find((reading) => reading.id === sensorId) ?? null;
}

/**
 * `cacher clock 3.2 s ahead`, when the cacher's clock is off by more than what is tolerated: as it measured itself or,
 * where it did not, as a newest sample from the future shows.
 */
export function describeClockError(now: PatientStatus): string | null {
  const offset = now.clockOffsetSeconds;
  if (Math.abs(offset) > CLOCK_TOLERANCE_SECONDS) {
    return `cacher clock ${formatSpan(Math.abs(offset))} ${offset > 0 ? 'ahead' : 'behind'}`;
  }
  const age = now.newest && computeAge(now.newest.atSeconds, now);
  if (age === null || age >= -CLOCK_TOLERANCE_SECONDS) return null;
  return `clock of the samples ${formatSpan(-age)} ahead`;
}

/** How the newest sample is flagged, where one mark has to do for all its readings; nothing unless it is of now. */
export function markNow({ isLive, newest }: Pick<PatientStatus, 'isLive' | 'newest'>): FlagMark {
  return isLive && newest !== null ? markReadings(newest.sensors) : '';
}
