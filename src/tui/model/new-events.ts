import type { AnomalyEvent } from '../../core/events/anomaly-events.ts';
import { freshLimitSeconds } from '../../core/freshness.ts';
import { listEvents } from './events.ts';
import type { Model } from './model.ts';

/**
 * Finds the anomaly events of the selected patient that began between two models, oldest first. Events that were known
 * at the first look at a patient are not new, nor are those of a recording.
 */
export function findNewEvents(before: Model, after: Model): readonly AnomalyEvent[] {
  const { selected, replay } = after;
  if (selected === null || selected !== before.selected || replay !== null) return [];
  const known = before.snapshots.get(selected);
  const read = after.snapshots.get(selected);
  if (!known?.anomalies || !read?.anomalies || known === read) return [];
  const limitSeconds = freshLimitSeconds(read.health);
  const newestSeconds = listEvents(known, limitSeconds)[0]?.startSeconds ?? Number.NEGATIVE_INFINITY;
  return listEvents(read, limitSeconds)
    .filter(({ startSeconds }) => startSeconds > newestSeconds)
    .reverse();
}
