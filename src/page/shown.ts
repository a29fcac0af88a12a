import type { Sample } from '../core/sample.ts';
import { CURVE_SECONDS } from '../core/stride-curve/stride-curves.ts';
import { assessPatient, type PatientStatus } from '../reader/patient-status.ts';
import type { TimedSnapshot } from '../reader/timed-snapshot.ts';

/** The instant of the past that is shown in place of now, and all samples that were retained when it was frozen. */
export interface Past {
  readonly atSeconds: number;
  readonly samples: readonly Sample[];
}

/** What is shown of a patient. */
export interface Shown {
  readonly snapshot: TimedSnapshot | null;
  readonly status: PatientStatus;
}

/**
 * What is known of a patient at the instant that is shown.
 *
 * @param isHeard whether the server is heard: what it said last is of now only then
 */
export function show(
  snapshot: TimedSnapshot | null,
  past: Past | null,
  nowMs: number,
  isHeard: boolean,
): Shown {
  const live = assessPatient(snapshot, nowMs);
  if (past === null || snapshot === null) {
    const isLive = live.isLive && isHeard;
    return { snapshot, status: isLive || !live.isLive ? live : { ...live, isLive: false, state: 'stale' } };
  }
  const end = past.samples.findLastIndex(({ atSeconds }) => atSeconds <= past.atSeconds) + 1;
  const newest = past.samples[end - 1] ?? null;
  const since = past.atSeconds - CURVE_SECONDS;
  const samples = past.samples.slice(0, end).filter(({ atSeconds }) => atSeconds >= since);
  const ageSeconds =
    live.nowSeconds === null ? null : live.nowSeconds - past.atSeconds + live.clockOffsetSeconds;
  const isOfInstant = newest !== null && past.atSeconds - newest.atSeconds <= live.limitSeconds;
  return {
    snapshot: { ...snapshot, samples },
    status: { ...live, state: 'historical', isLive: isOfInstant, ageSeconds, newest },
  };
}

/** The instant of the sample before or after one; the same where there is none. */
export function step({ samples, atSeconds }: Past, by: number): number {
  const at = samples.findLastIndex((sample) => sample.atSeconds <= atSeconds);
  return samples[Math.max(0, Math.min(samples.length - 1, at + by))]?.atSeconds ?? atSeconds;
}
