import { memoizeLatest } from '../../core/memoize.ts';
import type { Sample } from '../../core/sample.ts';
import { CURVE_SECONDS } from '../../core/stride-curve/stride-curves.ts';
import { assessPatient, type PatientStatus } from '../../reader/patient-status.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import { findSample, type Past } from './past.ts';

/** What is shown of a patient. */
export interface Shown {
  readonly snapshot: TimedSnapshot | null;
  readonly status: PatientStatus;
}

/**
 * What is known of a patient at the instant that is shown.
 *
 * @param isHeard whether the server is heard: what it said last is of now only then
 * @param nowMs the page's monotonic clock
 */
export function show(
  snapshot: TimedSnapshot | null,
  past: Pick<Past, 'atSeconds' | 'samples'> | null,
  nowMs: number,
  isHeard: boolean,
): Shown {
  const live = assessPatient(snapshot, nowMs);
  if (past === null || snapshot === null) {
    const isLive = live.isLive && isHeard;
    return { snapshot, status: isLive || !live.isLive ? live : { ...live, isLive: false, state: 'stale' } };
  }
  const samples = sliceTo(past.samples, findSample(past.samples, past.atSeconds) + 1);
  const newest = samples.at(-1) ?? null;
  const ageSeconds =
    live.nowSeconds === null ? null : live.nowSeconds - past.atSeconds + live.clockOffsetSeconds;
  const isOfInstant = newest !== null && past.atSeconds - newest.atSeconds <= live.limitSeconds;
  return {
    snapshot: { ...snapshot, samples },
    status: {
      ...live,
      state: snapshot.isReplay ? 'replay' : 'historical',
      isLive: isOfInstant,
      ageSeconds: ageSeconds === null ? null : Math.max(0, ageSeconds),
      newest,
    },
  };
}

/** The same array as long as it ends with the same sample, so that figures are computed once for each. */
const sliceTo = memoizeLatest((all: readonly Sample[], end: number): readonly Sample[] => {
  const since = (all[end - 1]?.atSeconds ?? 0) - CURVE_SECONDS;
  return all.slice(Math.max(0, findSample(all, since)), end);
});
