import type { Sample } from '../../core/sample.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { SamplesQuery } from './effect.ts';
import { listKnownEvents, listOlderAnomalies } from './events.ts';
import type { Model } from './model.ts';
import { type Transition, transitionTo } from './transition.ts';

const PAGE_SAMPLES = 500;
/** More are requested when fewer events than this are left below the cursor. */
const MARGIN_EVENTS = 30;
/** Samples are dropped only while more events than this stay below the cursor: fewer would soon be requested again. */
const MIN_KEPT_EVENTS = 2 * MARGIN_EVENTS;
const MAX_SAMPLES = 20_000;

/** Requests older anomalies when the cursor comes near the end of the known events. */
export function requestOlderAnomalies(model: Model): Transition {
  const { selected, mode } = model;
  const snapshot = selected === null ? undefined : model.snapshots.get(selected);
  if (selected === null || !snapshot?.anomalies || (mode !== 'patient' && mode !== 'event')) {
    return transitionTo(model);
  }
  const older = model.older?.patient === selected ? model.older : null;
  const samples = listOlderAnomalies(model);
  const isAll = older?.isAll || snapshot.anomaliesStored <= snapshot.anomalies.length;
  const isFull = samples.length + snapshot.anomalies.length >= MAX_SAMPLES;
  if (isAll || isFull || older?.isReading) return transitionTo(model);
  if (listKnownEvents(model).length - model.anomalyCursor > MARGIN_EVENTS) return transitionTo(model);
  const oldest = samples[0] ?? snapshot.anomalies[0];
  return transitionTo(
    { ...model, older: { patient: selected, samples, isAll: false, isReading: true } },
    {
      kind: 'readSamples',
      query: {
        purpose: 'older',
        patient: selected,
        list: 'anomalies',
        atSeconds: oldest?.atSeconds ?? snapshot.oldestAtSeconds ?? snapshot.nowSeconds,
        before: PAGE_SAMPLES,
        from: 0,
      },
    },
  );
}

/** Puts the answer before the older anomalies known so far. */
export function receiveOlderAnomalies(model: Model, query: SamplesQuery, samples: readonly Sample[]): Model {
  const { older } = model;
  if (older?.patient !== query.patient) return model;
  // Samples of the instant itself are known already.
  const fresh = samples.filter(({ atSeconds }) => atSeconds < query.atSeconds);
  return {
    ...model,
    older: {
      ...older,
      samples: fresh.length === 0 ? older.samples : [...fresh, ...older.samples],
      isReading: false,
      isAll: samples.length < query.before,
    },
  };
}

/**
 * Moves the anomalies that expire from the retained samples over to the older ones, so that the log has no hole. As
 * long as the cursor is far from them only the newest page is kept, so that a screen that is on for weeks does not
 * grow; the others can be requested again.
 */
export function keepExpiringAnomalies(
  model: Model,
  before: TimedSnapshot | undefined,
  after: TimedSnapshot,
): Model {
  const { older } = model;
  if (older?.patient !== after.patient || !after.anomalies) return model;
  // While the ward was shown the patient's anomalies were not followed: there may be a hole, so read them again.
  if (!before?.anomalies) return { ...model, older: null };
  const oldestSeconds = after.anomalies[0]?.atSeconds ?? after.oldestAtSeconds ?? Number.NEGATIVE_INFINITY;
  const expiring = before.anomalies.filter(({ atSeconds }) => atSeconds < oldestSeconds);
  if (expiring.length === 0) return model;
  const joined = { ...model, older: { ...older, samples: [...older.samples, ...expiring] } };
  // The pending answer joins on to the oldest sample of today: none may be dropped.
  if (older.isReading) return joined;
  const shortened = keepNewest(joined, PAGE_SAMPLES);
  const isEnough = listKnownEvents(shortened).length - model.anomalyCursor > MIN_KEPT_EVENTS;
  return isEnough ? shortened : keepNewest(joined, MAX_SAMPLES);
}

function keepNewest(model: Model, count: number): Model {
  const { older } = model;
  if (older === null || older.samples.length <= count) return model;
  return { ...model, older: { ...older, samples: older.samples.slice(-count), isAll: false } };
}
