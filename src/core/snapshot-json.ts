import { eventToJson, formatInstant, groupEvents } from './events/anomaly-events.ts';
import { assessFreshness, freshLimitSeconds } from './freshness.ts';
import { computeFigures } from './gait/gait-figures.ts';
import { measureSampling, type Sampling } from './gait/sampling.ts';
import type { PatientSnapshot } from './patient-snapshot.ts';
import { findFlagSource } from './sample.ts';
import { labelSensor } from './sensors.ts';

/**
 * The `footwatch.snapshot/1` object that scripts read. A figure that is not known is null, never 0; a patient who is not
 * live has neither load nor gait.
 */
export function snapshotToJson(snapshot: PatientSnapshot) {
  const { patient, profile, health } = snapshot;
  const newest = snapshot.samples.at(-1) ?? null;
  const { state, ageSeconds } = snapshot.isReplay
    ? ({ state: 'stale', ageSeconds: null } as const)
    : assessFreshness({ ...snapshot, newestAtSeconds: newest?.atSeconds ?? null });
  const figures = state === 'live' ? computeFigures(snapshot.samples) : null;
  const limitSeconds = freshLimitSeconds(health);
  // Anomalies are read from the oldest retained sample on: without one they are not known, unless there are none.
  const isCounted = snapshot.known && (snapshot.oldestAtSeconds !== null || snapshot.anomaliesStored === 0);
  const anomalies = isCounted ? snapshot.anomalies : null;
  const events = anomalies && groupEvents(patient, anomalies, limitSeconds);
  const lastEvent = events?.at(-1);
  return {
    schema: 'footwatch.snapshot/1',
    patient,
    firstname: profile?.firstname ?? null,
    lastname: profile?.lastname ?? null,
    birthdate: profile?.birthdate ?? null,
    disabled: profile?.disabled ?? null,
    trace: { id: profile?.traceId ?? null, name: profile?.traceName ?? null },
    state,
    at: newest && formatInstant(newest.atSeconds),
    ageSeconds: ageSeconds === null ? null : Number(ageSeconds.toFixed(3)),
    samples: snapshot.known ? snapshot.retained : null,
    sensors:
      newest?.sensors.map((reading) => ({
        id: reading.id,
        label: labelSensor(reading.id),
        value: reading.value,
        anomaly: reading.anomaly,
        source: findFlagSource(reading),
      })) ?? null,
    load: figures?.load ? { left: round(figures.load.left, 3), right: round(figures.load.right, 3) } : null,
    gait: figures && {
      state: figures.state,
      reason: figures.reason,
      cadence: figures.cadence && round(figures.cadence, 1),
      strideSeconds: figures.strideSeconds && round(figures.strideSeconds, 2),
    },
    sampling: state === 'live' ? samplingToJson(measureSampling(snapshot.samples)) : null,
    anomalies: {
      since: snapshot.oldestAtSeconds === null ? null : formatInstant(snapshot.oldestAtSeconds),
      events: events?.length ?? null,
      samples: anomalies?.length ?? null,
      last: lastEvent ? eventToJson(lastEvent) : null,
      stored: snapshot.known ? snapshot.anomaliesStored : null,
    },
  };
}

function samplingToJson({ framesPerSecond, isAtLeast, lostShare }: Sampling) {
  return {
    framesPerSecond: framesPerSecond && round(framesPerSecond, 1),
    atLeast: isAtLeast,
    lostShare: lostShare === null ? null : round(lostShare, 2),
  };
}

function round(figure: number, places: number): number {
  return Number(figure.toFixed(places));
}
