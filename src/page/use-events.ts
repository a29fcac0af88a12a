import { useEffect, useRef, useState } from 'preact/hooks';
import type { PatientId } from '../core/patient.ts';
import type { TimedSnapshot } from '../reader/timed-snapshot.ts';
import type { EventJson } from './live/messages.ts';
import { writeInstant } from './time/retained.ts';

const FIRST_SECONDS = 3600;

/** The anomaly events of a patient, the oldest first: those of the retention, and older ones as far as somebody asked for them. */
export interface KnownEvents {
  /** Null until they are read. */
  readonly events: readonly EventJson[] | null;
  /** Asks for older ones; null where there are none, or while they are read. */
  readonly askOlder: (() => void) | null;
}

/**
 * Joins the events that the server tells with the older ones that are asked for: of an hour more, four, sixteen, and so on.
 *
 * @param neededSeconds when an event began that is shown, Unix seconds: it is asked for if need be
 */
export function useEvents(
  patient: PatientId | null,
  recent: readonly EventJson[] | null,
  snapshot: TimedSnapshot | null,
  neededSeconds: number | null,
): KnownEvents {
  const [older, setOlder] = useState<readonly EventJson[]>([]);
  const [seconds, setSeconds] = useState(FIRST_SECONDS);
  const [isReading, setReading] = useState(false);
  useEffect(() => {
    setOlder([]);
    setSeconds(FIRST_SECONDS);
  }, [patient]);
  const events = recent && joinEvents(older, recent);
  const told = events?.reduce((sum, { samples }) => sum + samples, 0) ?? 0;
  const isAll = snapshot === null || told >= snapshot.anomaliesStored;
  const oldest = snapshot?.oldestAtSeconds ?? null;
  const ask = (sinceSeconds: number) => {
    setReading(true);
    void fetch(`api/patients/${patient}/events?since=${writeInstant(Math.max(0, sinceSeconds))}`)
      .then((response) => (response.ok ? response.json() : []))
      .catch(() => [])
      .then((read: readonly EventJson[]) => {
        setReading(false);
        setSeconds(4 * seconds);
        setOlder(read);
      });
  };
  const canAsk = patient !== null && oldest !== null && recent !== null && !isAll && !isReading;
  const isMissing =
    neededSeconds !== null &&
    events !== null &&
    (events[0] === undefined || Date.parse(events[0].start) / 1000 > neededSeconds + 0.002);
  const asked = useRef<number | null>(null);
  useEffect(() => {
    // Once: there may be no such event.
    if (!canAsk || !isMissing || neededSeconds === null || asked.current === neededSeconds) return;
    asked.current = neededSeconds;
    ask(neededSeconds - FIRST_SECONDS);
  }, [canAsk && isMissing, neededSeconds]);
  return { events, askOlder: canAsk ? () => ask(oldest - seconds) : null };
}

/** Older events before those that are known; an event that both tell is told by the second, which knows its end. */
function joinEvents(older: readonly EventJson[], recent: readonly EventJson[]): readonly EventJson[] {
  const first = recent[0]?.start;
  return first === undefined ? older : [...older.filter(({ start }) => start < first), ...recent];
}
