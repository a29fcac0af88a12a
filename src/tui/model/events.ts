import { type AnomalyEvent, groupEvents } from '../../core/events/anomaly-events.ts';
import { freshLimitSeconds } from '../../core/freshness.ts';
import type { Sample } from '../../core/sample.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { Effect } from './message.ts';
import type { Model } from './model.ts';

const PAGE_SAMPLES = 500;
/** More are asked for when fewer events are left below the cursor. */
const MARGIN_EVENTS = 30;
/** With fewer left below the cursor none are let go of: they would soon be asked for again. */
const SPARE_EVENTS = 2 * MARGIN_EVENTS;
const LONGEST = 20_000;

interface Grouped {
  readonly limitSeconds: number;
  readonly older: readonly Sample[];
  readonly events: readonly AnomalyEvent[];
}
const groupedOf = new WeakMap<readonly Sample[], Grouped>();
const NONE: readonly Sample[] = [];

/** A patient's events, newest first. Grouped once for each list that was read, not once for each frame. */
export function listEvents(
  snapshot: TimedSnapshot | null,
  limitSeconds: number,
  older: readonly Sample[] = NONE,
): readonly AnomalyEvent[] {
  if (!snapshot?.anomalies) return [];
  const known = groupedOf.get(snapshot.anomalies);
  if (known?.limitSeconds === limitSeconds && known.older === older) return known.events;
  const samples = older.length === 0 ? snapshot.anomalies : [...older, ...snapshot.anomalies];
  const events = groupEvents(snapshot.patient, samples, limitSeconds).reverse();
  groupedOf.set(snapshot.anomalies, { limitSeconds, older, events });
  return events;
}

/** The events of the selected patient that are known, newest first. */
export function selectedEvents(model: Model): readonly AnomalyEvent[] {
  const snapshot = model.selected === null ? null : (model.snapshots.get(model.selected) ?? null);
  return listEvents(snapshot, freshLimitSeconds(snapshot?.health), olderSamples(model));
}

export function olderSamples({ older, selected }: Model): readonly Sample[] {
  return older?.patient === selected && older !== null ? older.samples : NONE;
}

/** Asks for older anomalies when the cursor comes near to the end of what is known. */
export function askForOlder(model: Model): { readonly model: Model; readonly effects: readonly Effect[] } {
  const { selected, mode } = model;
  const snapshot = selected === null ? undefined : model.snapshots.get(selected);
  const nothing = { model, effects: [] };
  if (selected === null || !snapshot?.anomalies || (mode !== 'patient' && mode !== 'event')) return nothing;
  const older = model.older?.patient === selected ? model.older : null;
  const held = (older?.samples.length ?? 0) + snapshot.anomalies.length;
  if (
    older?.isAll ||
    older?.isReading ||
    held >= LONGEST ||
    snapshot.anomaliesStored <= snapshot.anomalies.length
  )
    return nothing;
  if (selectedEvents(model).length - model.anomalyCursor > MARGIN_EVENTS) return nothing;
  const before = (older?.samples ?? NONE)[0] ?? snapshot.anomalies[0];
  const atSeconds = before?.atSeconds ?? snapshot.oldestAtSeconds ?? snapshot.nowSeconds;
  return {
    model: {
      ...model,
      older: { patient: selected, samples: older?.samples ?? NONE, isAll: false, isReading: true },
    },
    effects: [
      {
        kind: 'readSamples',
        purpose: 'older',
        patient: selected,
        list: 'anomalies',
        atSeconds,
        before: PAGE_SAMPLES,
        from: 0,
      },
    ],
  };
}

export function takeOlder(
  model: Model,
  answer: Extract<Effect, { kind: 'readSamples' }>,
  samples: readonly Sample[],
): Model {
  const { older } = model;
  if (older?.patient !== answer.patient) return model;
  // Only what is surely older: of equal instants, those held are kept.
  const fresh = samples.filter(({ atSeconds }) => atSeconds < answer.atSeconds);
  return {
    ...model,
    older: {
      ...older,
      samples: fresh.length === 0 ? older.samples : [...fresh, ...older.samples],
      isReading: false,
      isAll: samples.length < answer.before,
    },
  };
}

/**
 * Anomalies whose samples are no longer retained join the older ones, so that the log has no hole. Where nobody looks that
 * far back, the oldest go, which can be asked for again: a screen that is on for weeks holds no more of them.
 */
export function keepLeaving(model: Model, before: TimedSnapshot | undefined, after: TimedSnapshot): Model {
  const { older } = model;
  if (older?.patient !== after.patient || !after.anomalies) return model;
  // From the ward nobody followed what left meanwhile: there may be a hole, so they are asked for again.
  if (!before?.anomalies) return { ...model, older: null };
  const oldest = after.anomalies[0]?.atSeconds ?? after.oldestAtSeconds ?? Number.NEGATIVE_INFINITY;
  const leaving = before.anomalies.filter(({ atSeconds }) => atSeconds < oldest);
  if (leaving.length === 0) return model;
  const joined = { ...model, older: { ...older, samples: [...older.samples, ...leaving] } };
  // An answer that is under way is of what is older than the oldest now.
  if (older.isReading) return joined;
  const shortened = keepNewest(joined, PAGE_SAMPLES);
  const isEnough = selectedEvents(shortened).length - model.anomalyCursor > SPARE_EVENTS;
  return isEnough ? shortened : keepNewest(joined, LONGEST);
}

function keepNewest(model: Model, count: number): Model {
  const { older } = model;
  if (older === null || older.samples.length <= count) return model;
  return { ...model, older: { ...older, samples: older.samples.slice(-count), isAll: false } };
}
