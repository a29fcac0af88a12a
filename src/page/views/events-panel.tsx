import { type Insole, nameSensor } from '../../core/insole/insole.ts';
import type { PatientId } from '../../core/patient.ts';
import { formatClockTime, formatSpan } from '../../core/time/clock-time.ts';
import { computeAge, type PatientStatus } from '../../reader/patient-status.ts';
import type { EventJson } from '../live/messages.ts';
import { formatRoute, type Route } from '../route.ts';
import { zoneOffsetMinutes } from '../zone.ts';

const SHOWN = 50;

/** What was wrong: the anomaly events of the retention, newest first. */
export function EventsPanel({
  patient,
  insole,
  events,
  eventCount,
  status,
  go,
}: {
  readonly patient: PatientId;
  readonly insole: Insole;
  readonly events: readonly EventJson[] | null;
  readonly eventCount: number | null;
  readonly status: PatientStatus;
  readonly go: (route: Route) => void;
}) {
  const newest = events === null ? [] : events.slice(-SHOWN).reverse();
  return (
    <section class="panel events" aria-labelledby="events-title">
      <h2 id="events-title">Anomalies{eventCount === null ? '' : `, ${eventCount} in the retained time`}</h2>
      <ol>
        {newest.map((event) => {
          const startSeconds = Date.parse(event.start) / 1000;
          const age = computeAge(Date.parse(event.end) / 1000, status);
          const route: Route = { view: 'event', patient, atSeconds: startSeconds };
          const isSimulated = event.sources.every((source) => source === 'simulated');
          return (
            <li key={event.start}>
              <a
                href={formatRoute(route)}
                onClick={(click) => {
                  if (click.metaKey || click.ctrlKey) return;
                  click.preventDefault();
                  go(route);
                }}
              >
                <span aria-hidden="true">{isSimulated ? '~' : '!'}</span>{' '}
                {formatClockTime(startSeconds, zoneOffsetMinutes())}{' '}
                <span class="quiet">
                  {age === null
                    ? ''
                    : age <= status.limitSeconds && status.isLive && status.state !== 'historical'
                      ? 'still going on'
                      : `${formatSpan(Math.max(0, age))} ago`}
                  {event.samples === 1 ? ', once' : `, for ${formatSpan(event.durationSeconds)}`}
                </span>{' '}
                {event.sensors.map((id) => nameSensor(insole, id)).join(' ')}{' '}
                <span class="quiet">{event.sources.join(', ')}</span>
              </a>
            </li>
          );
        })}
      </ol>
      {events !== null && events.length === 0 && <p class="quiet">none in the retained time</p>}
    </section>
  );
}
