import { eventToJson, formatInstant, groupEvents } from './events/anomaly-events.ts';
import { ASSUMED_INTERVAL_MS, assessFreshness, freshLimitSeconds } from './freshness.ts';
import { computeFigures } from './gait/gait-figures.ts';
import type { Health, PatientId, Profile } from './patient.ts';
import { flagSource, type Sample } from './sample.ts';
import { labelSensor } from './sensors.ts';

/** What a snapshot is made of: a reading of the store, and the anomalies of the retention. */
export interface SnapshotFacts {
  readonly patient: PatientId;
  readonly known: boolean;
  /** Played from a recording: never live, however young it looks. */
  readonly isReplay?: boolean;
  readonly nowSeconds: number;
  /** Newest samples, oldest first; enough of them for the figures' window. */
  readonly samples: readonly Sample[];
  readonly retained: number;
  readonly oldestAtSeconds: number | null;
  readonly anomaliesStored: number;
  readonly profile: Profile | null;
  readonly health: Health | null;
  /** Samples of the anomaly list since the start of the retained history, oldest first; null when they were not read. */
  readonly anomalies: readonly Sample[] | null;
}

/** The `footwatch.snapshot/1` object. What is not known is null, and what is not live has no load and no gait. */
export function makeSnapshot(facts: SnapshotFacts) {
  const { patient, profile, health } = facts;
  const newest = facts.samples.at(-1) ?? null;
  const { state, ageSeconds } = facts.isReplay
    ? ({ state: 'stale', ageSeconds: null } as const)
    : assessFreshness({ ...facts, newestAtSeconds: newest?.atSeconds ?? null });
  const figures = state === 'live' ? computeFigures(facts.samples) : null;
  const limitSeconds = freshLimitSeconds(health?.intervalMs ?? ASSUMED_INTERVAL_MS);
  // Where no history is retained that has a beginning, the list cannot be read from there on.
  const isCounted = facts.known && (facts.oldestAtSeconds !== null || facts.anomaliesStored === 0);
  const anomalies = isCounted ? facts.anomalies : null;
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
    samples: facts.known ? facts.retained : null,
    sensors:
      newest?.sensors.map((reading) => ({
        id: reading.id,
        label: labelSensor(reading.id),
        value: reading.value,
        anomaly: reading.anomaly,
        source: flagSource(reading),
      })) ?? null,
    load: figures?.load ? { left: round(figures.load.left, 3), right: round(figures.load.right, 3) } : null,
    gait: figures && {
      state: figures.state,
      cadence: figures.cadence && round(figures.cadence, 1),
      strideSeconds: figures.strideSeconds && round(figures.strideSeconds, 2),
    },
    anomalies: {
      since: facts.oldestAtSeconds === null ? null : formatInstant(facts.oldestAtSeconds),
      events: events?.length ?? null,
      samples: anomalies?.length ?? null,
      last: lastEvent ? eventToJson(lastEvent) : null,
      stored: facts.known ? facts.anomaliesStored : null,
    },
  };
}

function round(figure: number, places: number): number {
  return Number(figure.toFixed(places));
}
