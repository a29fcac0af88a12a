import { type AnomalyEvent, groupEvents } from '../../core/events/anomaly-events.ts';
import { freshLimitSeconds } from '../../core/freshness.ts';
import type { Sample } from '../../core/sample.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { Model } from './model.ts';

interface Grouping {
  readonly limitSeconds: number;
  readonly older: readonly Sample[];
  readonly events: readonly AnomalyEvent[];
}
/** The newest grouping of each list of anomalies, so that a list is grouped once rather than for every frame. */
const groupings = new WeakMap<readonly Sample[], Grouping>();
const NONE: readonly Sample[] = [];

/** Groups a patient's anomalies into events, newest first; `older` are anomalies from before those of the snapshot. */
export function listEvents(
  snapshot: TimedSnapshot | null,
  limitSeconds: number,
  older: readonly Sample[] = NONE,
): readonly AnomalyEvent[] {
  if (!snapshot?.anomalies) return [];
  const known = groupings.get(snapshot.anomalies);
  if (known?.limitSeconds === limitSeconds && known.older === older) return known.events;
  const samples = older.length === 0 ? snapshot.anomalies : [...older, ...snapshot.anomalies];
  const events = groupEvents(snapshot.patient, samples, limitSeconds).reverse();
  groupings.set(snapshot.anomalies, { limitSeconds, older, events });
  return events;
}

/** Lists the known events of the selected patient, newest first. */
export function listKnownEvents(model: Model): readonly AnomalyEvent[] {
  const snapshot = model.selected === null ? null : (model.snapshots.get(model.selected) ?? null);
  const limitSeconds = freshLimitSeconds(snapshot?.health);
  return listEvents(snapshot, limitSeconds, listOlderAnomalies(model));
}

/** Lists what was read of the selected patient's anomalies from before those of its snapshot, oldest first. */
export function listOlderAnomalies({ older, selected }: Model): readonly Sample[] {
  return older !== null && older.patient === selected ? older.samples : NONE;
}
