import { eventToJson, groupEvents } from '../../core/events/anomaly-events.ts';
import { freshLimitSeconds } from '../../core/freshness.ts';
import { memoize } from '../../core/memoize.ts';
import type { Sample } from '../../core/sample.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import { type PatientUpdate, pickToldFields } from '../../reader/told-fields.ts';
import { hasSameAnomalies } from './is-news.ts';

/** Events of the retention that are told; those before them are counted. */
const MAX_EVENTS = 200;

/**
 * Writes what a client of one patient is to know beyond what it was sent: the samples since, and all where that is not known.
 *
 * @param sent the snapshot whose samples the client has; null at first
 */
export function writePatientUpdate(snapshot: TimedSnapshot, sent: TimedSnapshot | null): string {
  const added = sent && sent.insole === snapshot.insole ? listAdded(snapshot.samples, sent.samples) : null;
  return JSON.stringify({
    ...pickToldFields(snapshot),
    delaySeconds: snapshot.delaySeconds ?? null,
    isComplete: added === null,
    ...(added === null && { insole: snapshot.insole }),
    samples: added ?? snapshot.samples,
    ...((sent === null || added === null || !hasSameAnomalies(sent, snapshot)) && listEvents(snapshot)),
  } satisfies PatientUpdate<ReturnType<typeof eventToJson>>);
}

const listEvents = memoize(({ patient, anomalies, health }: TimedSnapshot) => {
  const events = anomalies && groupEvents(patient, anomalies, freshLimitSeconds(health));
  return { eventCount: events?.length ?? null, events: events?.slice(-MAX_EVENTS).map(eventToJson) ?? null };
});

/** The samples behind the newest one that was sent: a follower hands on the very ones it had. Null where that one is gone. */
function listAdded(samples: readonly Sample[], sent: readonly Sample[]): readonly Sample[] | null {
  const last = sent.at(-1);
  if (last === undefined) return sent.length === samples.length ? [] : null;
  const at = samples.lastIndexOf(last);
  return at < 0 ? null : samples.slice(at + 1);
}
