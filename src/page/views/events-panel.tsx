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
import type { OpenedWalk } from '../time/travel.ts';
import { Panel, type PanelFrame } from './panel.tsx';
import { RouteLink } from './route-link.tsx';

/** From this age on the time of day alone could be taken for today's or yesterday's. */
const DATED_AGE_SECONDS = 20 * 3600;

/** What was wrong: the anomaly events that are known, newest first. */
export const EventsPanel = drawOnChange(function EventsPanel({
  patient,
  walk,
  insole,
  events,
  anomaliesStored,
  status,
  pastSeconds,
  onOlder,
  onTravel,
  go,
  frame,
}: {
  readonly patient: PatientId;
  /** The kept walk whose events these are; null where they are of the patient. */
  readonly walk: OpenedWalk | null;
  readonly insole: Insole;
  /** The oldest first; null until they are read. */
  readonly events: readonly EventJson[] | null;
  readonly anomaliesStored: number;
  readonly status: PatientStatus;
  /** The instant of the past that is shown, Unix seconds: events after it are grey. */
  readonly pastSeconds: number | null;
  /** Reads events of before; null while it reads, or where there are none. */
  readonly onOlder: (() => void) | null;
  /** Goes to an instant of the walk. */
  readonly onTravel: (atSeconds: number) => void;
  readonly go: (route: Route) => void;
  readonly frame: PanelFrame;
}) {
  const count = events?.length ?? 0;
  const samples = walk ? (events ?? []).reduce((sum, event) => sum + event.samples, 0) : anomaliesStored;
  return (
    <Panel
      frame={frame}
      name="events"
      title="Anomalies"
      note={`${count === 1 ? '1 event' : `${count} events`} · ${samples} ${samples === 1 ? 'sample' : 'samples'}${walk ? '' : ' stored'}`}
      isOld={false}
    >
      {count > 0 && (
        <table class="list">
          <thead>
            <tr>
              <th scope="col">when</th>
              <th scope="col" class="number">
                {walk ? 'into' : 'ago'}
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
                walk={walk}
                insole={insole}
                status={status}
                pastSeconds={pastSeconds}
                onTravel={onTravel}
                go={go}
              />
            ))}
          </tbody>
        </table>
      )}
      {events !== null && count === 0 && (
        <p class="quiet">none in {walk ? 'this walk' : 'the retained time'}</p>
      )}
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
  walk,
  insole,
  status,
  pastSeconds,
  onTravel,
  go,
}: {
  readonly event: EventJson;
  readonly patient: PatientId;
  readonly walk: OpenedWalk | null;
  readonly insole: Insole;
  readonly status: PatientStatus;
  readonly pastSeconds: number | null;
  readonly onTravel: (atSeconds: number) => void;
  readonly go: (route: Route) => void;
}) {
  const startSeconds = Date.parse(event.start) / 1000;
  const age = computeAge(Date.parse(event.end) / 1000, status);
  const isGoingOn =
    walk === null &&
    age !== null &&
    age <= status.limitSeconds &&
    status.isLive &&
    status.state !== 'historical';
  const isLater = pastSeconds !== null && startSeconds > pastSeconds;
  const offset = zoneOffsetMinutes();
  const isDated = walk === null && age !== null && age > DATED_AGE_SECONDS;
  const sinceSeconds = walk ? startSeconds - walk.sinceSeconds : age;
  return (
    <tr class={isGoingOn ? 'going-on' : isLater ? 'quiet' : undefined}>
      <th scope="row">
        <RouteLink
          to={
            walk
              ? { view: 'walk', patient, id: walk.id, atSeconds: startSeconds }
              : { view: 'event', patient, atSeconds: startSeconds }
          }
          go={walk ? () => onTravel(startSeconds) : go}
          isRow
        >
          <span class="mark" aria-hidden="true">
            {pickStrongestMark(event.sources.map(markSource))}
          </span>{' '}
          {isDated ? `${formatLocalDate(startSeconds, offset).slice(5)} ` : ''}
          {formatClockTime(startSeconds, offset)}
        </RouteLink>
      </th>
      <td class="number">
        {isGoingOn ? 'now' : sinceSeconds === null ? '–' : formatSpan(Math.max(0, sinceSeconds))}
      </td>
      <td class="number wide">{event.samples === 1 ? 'once' : formatSpan(event.durationSeconds)}</td>
      <td>{nameSensors(insole, event.sensors)}</td>
      <td class="quiet">{event.sources.map(nameSource).join(', ')}</td>
      <td class="number wide">{formatReading(insole, event.peak)}</td>
    </tr>
  );
}
