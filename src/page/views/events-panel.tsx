import { nameSensors, nameSource } from '../../core/events/event-words.ts';
import { formatReading, type Insole } from '../../core/insole/insole.ts';
import type { PatientId } from '../../core/patient.ts';
import { markSource, pickStrongestMark } from '../../core/sample.ts';
import { formatClockTime, formatLocalDate, formatSpan } from '../../core/time/clock-time.ts';
import { zoneOffsetMinutes } from '../../reader/local-zone.ts';
import { computeAge, type PatientStatus } from '../../reader/patient-status.ts';
import type { EventJson } from '../live/messages.ts';
import type { Route } from '../route.ts';
import { drawOnChange } from '../stable.ts';
import { Panel, type PanelFrame } from './panel.tsx';
import { RouteLink } from './route-link.tsx';

/** From this age on the time of day alone could be taken for today's or yesterday's. */
const DATED_AGE_SECONDS = 20 * 3600;

/** What was wrong: the anomaly events that are known, newest first. */
export const EventsPanel = drawOnChange(function EventsPanel({
  patient,
  insole,
  events,
  anomaliesStored,
  status,
  pastSeconds,
  onOlder,
  go,
  frame,
}: {
  readonly patient: PatientId;
  readonly insole: Insole;
  /** The oldest first; null until they are read. */
  readonly events: readonly EventJson[] | null;
  readonly anomaliesStored: number;
  readonly status: PatientStatus;
  /** The instant of the past that is shown, Unix seconds: events after it are grey. */
  readonly pastSeconds: number | null;
  /** Reads events of before; null while it reads, or where there are none. */
  readonly onOlder: (() => void) | null;
  readonly go: (route: Route) => void;
  readonly frame: PanelFrame;
}) {
  const count = events?.length ?? 0;
  return (
    <Panel
      frame={frame}
      name="events"
      title="Anomalies"
      note={`${count === 1 ? '1 event' : `${count} events`} · ${anomaliesStored} ${anomaliesStored === 1 ? 'sample' : 'samples'} stored`}
      isOld={false}
    >
      {count > 0 && (
        <table class="list">
          <thead>
            <tr>
              <th scope="col">when</th>
              <th scope="col" class="number">
                ago
              </th>
              <th scope="col" class="number wide">
                lasted
              </th>
              <th scope="col">sensors</th>
              <th scope="col">by</th>
              <th scope="col" class="number wide">
                peak
              </th>
            </tr>
          </thead>
          <tbody>
            {events?.toReversed().map((event) => (
              <EventRow
                key={event.start}
                event={event}
                patient={patient}
                insole={insole}
                status={status}
                pastSeconds={pastSeconds}
                go={go}
              />
            ))}
          </tbody>
        </table>
      )}
      {events !== null && count === 0 && <p class="quiet">none in the retained time</p>}
      {onOlder && (
        <button type="button" onClick={onOlder}>
          older events
        </button>
      )}
    </Panel>
  );
});

function EventRow({
  event,
  patient,
  insole,
  status,
  pastSeconds,
  go,
}: {
  readonly event: EventJson;
  readonly patient: PatientId;
  readonly insole: Insole;
  readonly status: PatientStatus;
  readonly pastSeconds: number | null;
  readonly go: (route: Route) => void;
}) {
  const startSeconds = Date.parse(event.start) / 1000;
  const age = computeAge(Date.parse(event.end) / 1000, status);
  const isGoingOn =
    age !== null && age <= status.limitSeconds && status.isLive && status.state !== 'historical';
  const isLater = pastSeconds !== null && startSeconds > pastSeconds;
  const offset = zoneOffsetMinutes();
  const isDated = age !== null && age > DATED_AGE_SECONDS;
  return (
    <tr class={isGoingOn ? 'going-on' : isLater ? 'quiet' : undefined}>
      <th scope="row">
        <RouteLink to={{ view: 'event', patient, atSeconds: startSeconds }} go={go} isRow>
          <span class="mark" aria-hidden="true">
            {pickStrongestMark(event.sources.map(markSource))}
          </span>{' '}
          {isDated ? `${formatLocalDate(startSeconds, offset).slice(5)} ` : ''}
          {formatClockTime(startSeconds, offset)}
        </RouteLink>
      </th>
      <td class="number">{isGoingOn ? 'now' : age === null ? '–' : formatSpan(Math.max(0, age))}</td>
      <td class="number wide">{event.samples === 1 ? 'once' : formatSpan(event.durationSeconds)}</td>
      <td>{nameSensors(insole, event.sensors)}</td>
      <td class="quiet">{event.sources.map(nameSource).join(', ')}</td>
      <td class="number wide">{formatReading(insole, event.peak)}</td>
    </tr>
  );
}
