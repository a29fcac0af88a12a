import { eventToJson, formatInstant, groupEvents } from './events/anomaly-events.ts';
import { assessFreshness, freshLimitSeconds } from './freshness.ts';
import { computeFigures } from './gait/gait-figures.ts';
import type { Interval } from './gait/interval.ts';
import { measureSampling, type Sampling } from './gait/sampling.ts';
import { nameSensor } from './insole/insole.ts';
import type { PatientSnapshot } from './patient-snapshot.ts';
import { findFlagSource } from './sample.ts';

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
  const figures = state === 'live' ? computeFigures(snapshot.samples, snapshot.insole) : null;
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
        label: nameSensor(snapshot.insole, reading.id),
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
      meanStrideSeconds: figures.meanStrideSeconds && round(figures.meanStrideSeconds, 2),
      stanceShare: figures.stanceShare && {
        left: round(figures.stanceShare.left, 3),
        right: round(figures.stanceShare.right, 3),
      },
      doubleSupportShare: figures.doubleSupportShare === null ? null : round(figures.doubleSupportShare, 3),
      flaggedShare: figures.flaggedShare === null ? null : round(figures.flaggedShare, 3),
      withoutSensors: figures.withoutSensors,
    },
    intervals: figures && {
      cadence: roundInterval(figures.intervals.cadence, 1),
      strideSeconds: roundInterval(figures.intervals.strideSeconds, 3),
      loadLeft: roundInterval(figures.intervals.loadLeft, 3),
      loadLeftOfSensors: roundInterval(figures.intervals.loadLeftOfSensors, 3),
      symmetryIndexPercent: roundInterval(figures.intervals.symmetryIndexPercent, 1),
      stanceLeft: roundInterval(figures.intervals.stanceLeft, 3),
      stanceRight: roundInterval(figures.intervals.stanceRight, 3),
      doubleSupport: roundInterval(figures.intervals.doubleSupport, 3),
    },
    sampling: state === 'live' ? samplingToJson(measureSampling(snapshot.samples)) : null,
    insole: snapshot.insole.name,
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

function roundInterval(interval: Interval | null, places: number): Interval | null {
  return interval && [round(interval[0], places), round(interval[1], places)];
}

function round(figure: number, places: number): number {
  return Number(figure.toFixed(places));
}
