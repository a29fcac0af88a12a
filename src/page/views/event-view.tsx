import { useEffect, useMemo, useState } from 'preact/hooks';
import { nameSensors, nameSource } from '../../core/events/event-words.ts';
import { freshLimitSeconds } from '../../core/freshness.ts';
import { type GroupedSensors, groupSensors } from '../../core/insole/group-sensors.ts';
import { findSensor, formatReading, type Insole, listSides } from '../../core/insole/insole.ts';
import { type Sample, SIMULATED_SOURCE } from '../../core/sample.ts';
import {
  formatClockTime,
  formatLocalDate,
  formatPreciseClockTime,
  formatSpan,
} from '../../core/time/clock-time.ts';
import { zoneOffsetMinutes } from '../../reader/local-zone.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { PageAction } from '../keys/page-keys.ts';
import type { EventJson } from '../live/messages.ts';
import type { Route } from '../route.ts';
import { fetchSamples } from '../time/retained.ts';
import { makeTraceData } from '../traces/trace-data.ts';
import { TracePlot } from '../traces/trace-plot.tsx';
import { useSwipe } from '../traces/use-swipe.ts';
import { writeName } from '../words.ts';
import { ActionButton } from './action-button.tsx';
import { ReadingsTable } from './readings-table.tsx';
import { RouteLink } from './route-link.tsx';

/** Half of what is shown, before the event's beginning and after it. */
const HALF_SECONDS = 5;
/** What is read on either side, so that it can be moved. */
const READ_SECONDS = 60;
/** So far an event can be moved either way: what is read around it, and not beyond. */
export const MAX_SHIFT_SECONDS = READ_SECONDS - HALF_SECONDS;
/** How often what is still to come is read. */
const REREAD_SECONDS = 2;
const MAX_LANES = 16;

/** One anomaly event: the ten seconds around its beginning as traces, and the numbers below. */
export function EventView({
  route,
  events,
  snapshot,
  isPrivate,
  shiftSeconds,
  onShift,
  act,
  go,
}: {
  readonly route: Extract<Route, { view: 'event' }>;
  readonly events: readonly EventJson[] | null;
  readonly snapshot: TimedSnapshot | null;
  readonly isPrivate: boolean;
  /** How far what is shown is moved from the event's beginning. */
  readonly shiftSeconds: number;
  readonly onShift: (shiftSeconds: number) => void;
  readonly act: (action: PageAction) => void;
  readonly go: (route: Route) => void;
}) {
  const { patient, atSeconds } = route;
  const samples = useSamplesAround(route, snapshot?.samples.at(-1)?.atSeconds ?? null);
  const event = events?.find(({ start }) => Math.abs(Date.parse(start) / 1000 - atSeconds) < 0.002);
  const place = events === null || event === undefined ? -1 : events.indexOf(event);
  const offset = zoneOffsetMinutes();
  const insole = snapshot?.insole ?? null;
  return (
    <main class="event">
      <header class="head">
        <nav aria-label="Patients">
          <RouteLink to={{ view: 'patient', patient, atSeconds: null }} go={go}>
            ‹ patient
          </RouteLink>
        </nav>
        <h1>
          <span class="id">{patient}</span> <bdi>{writeName(snapshot?.profile ?? null, isPrivate)}</bdi>
          <span class="title"> anomaly at {formatPreciseClockTime(atSeconds, offset).slice(0, 10)}</span>
        </h1>
        {event && insole && <EventWords event={event} insole={insole} />}
        <span class="choices">
          <ActionButton action="olderEvent" act={act} words="older" isDisabled={place <= 0} />
          <ActionButton
            action="newerEvent"
            act={act}
            words="newer"
            isDisabled={place < 0 || place >= (events?.length ?? 0) - 1}
          />
          <RouteLink to={{ view: 'patient', patient, atSeconds }} go={go}>
            the feet at that instant
          </RouteLink>
        </span>
      </header>
      {samples === null || insole === null ? (
        <p class="notice">Reading …</p>
      ) : samples.samples.length === 0 ? (
        <p class="notice">The store has no sample of that time any longer.</p>
      ) : (
        <>
          {!samples.isRetained && (
            <p class="warn">
              Older than what is retained ({formatLocalDate(atSeconds, offset)}): only flagged samples are
              kept for ever.
            </p>
          )}
          <EventTraces
            samples={samples.samples}
            insole={insole}
            flagged={event?.sensors ?? []}
            atSeconds={atSeconds}
            shiftSeconds={shiftSeconds}
            limitSeconds={freshLimitSeconds(snapshot?.health)}
            onShift={onShift}
          />
          <ReadingsTable
            samples={samples.samples.filter(
              (sample) => Math.abs(sample.atSeconds - atSeconds - shiftSeconds) <= HALF_SECONDS,
            )}
            insole={insole}
            flagged={event?.sensors ?? []}
            atSeconds={atSeconds}
          />
          <fieldset class="time" aria-label="Time">
            <ActionButton action="earlier" act={act} words="earlier" />
            <ActionButton action="later" act={act} words="later" />
            <ActionButton action="mark" act={act} words="mark" />
            <ActionButton action="keep" act={act} words="keep" />
            <span class="quiet">
              seconds from {formatClockTime(atSeconds, offset)} · ! flagged · ~ simulated · – no reading
            </span>
          </fieldset>
        </>
      )}
    </main>
  );
}

function EventWords({ event, insole }: { readonly event: EventJson; readonly insole: Insole }) {
  return (
    <p>
      <b>{nameSensors(insole, event.sensors)}</b> {event.sources.map(describeSource).join(', ')},{' '}
      {event.samples === 1 ? 'once' : `${event.samples} samples in ${formatSpan(event.durationSeconds)}`},
      peak <b>{formatReading(insole, event.peak)}</b>
      {insole.unit === '' ? '' : ` ${insole.unit}`}
    </p>
  );
}

function describeSource(source: string): string {
  return source === SIMULATED_SOURCE ? source : `flagged by ${nameSource(source)}`;
}

function EventTraces({
  samples,
  insole,
  flagged,
  atSeconds,
  shiftSeconds,
  limitSeconds,
  onShift,
}: {
  readonly samples: readonly Sample[];
  readonly insole: Insole;
  readonly flagged: readonly number[];
  readonly atSeconds: number;
  readonly shiftSeconds: number;
  readonly limitSeconds: number;
  readonly onShift: (shiftSeconds: number) => void;
}) {
  const groups = useMemo(() => chooseLanes(insole, flagged), [insole, flagged.join()]);
  const [fromSeconds, untilSeconds] = [shiftSeconds - HALF_SECONDS, shiftSeconds + HALF_SECONDS];
  const data = useMemo(
    () =>
      makeTraceData(
        samples.map((sample) => ({ ...sample, atSeconds: sample.atSeconds - atSeconds })),
        insole,
        groups,
        { fromSeconds, untilSeconds, gapSeconds: limitSeconds, isSwept: false },
      ),
    [samples, insole, groups, atSeconds, shiftSeconds, limitSeconds],
  );
  const swipe = useSwipe(2 * HALF_SECONDS, shiftSeconds, onShift);
  return (
    <section
      class="panel event-traces"
      aria-label="Ten seconds as traces"
      style={{ '--lanes': groups.length }}
      {...swipe}
    >
      <div class="foot-traces">
        <ul class="lanes with-axis dense">
          {groups.map(({ label, place, ids }) => (
            <li key={ids.join()}>
              <span class="lane-name">
                <b>{label}</b> <span class="quiet">{place}</span>
              </span>
            </li>
          ))}
        </ul>
        <TracePlot
          label="Traces of all sensors around the beginning of the event"
          data={data}
          range={[fromSeconds, untilSeconds]}
          lines={[0]}
          hasAxis
          writeTick={(x) => (x === 0 ? '0 s' : `${x > 0 ? '+' : '−'}${Math.abs(x)} s`)}
        />
      </div>
    </section>
  );
}

/** The sensors of both feet, summed by region where there are many; those that the event flagged are then the first, each by itself. */
function chooseLanes(insole: Insole, flagged: readonly number[]): readonly GroupedSensors[] {
  const groups = listSides(insole).flatMap((side) => groupSensors(insole, side, MAX_LANES / 2));
  if (groups.every(({ ids }) => ids.length === 1)) return groups;
  const single = flagged.slice(0, MAX_LANES / 2).flatMap((id) => {
    const sensor = findSensor(insole, id);
    return sensor === null ? [] : [{ label: sensor.label, place: sensor.region, ids: [id] }];
  });
  return [...single, ...groups.filter(({ ids }) => ids.length > 1 || !flagged.includes(ids[0] ?? -1))];
}

/**
 * The samples around an event; where they are no longer retained, the flagged ones. Null until they are read. Of an event that has only
 * begun they are read again, until all of what is shown of it has come.
 */
function useSamplesAround(
  { patient, atSeconds }: Extract<Route, { view: 'event' }>,
  newestSeconds: number | null,
) {
  const [read, setRead] = useState<{ samples: readonly Sample[]; isRetained: boolean } | null>(null);
  useEffect(() => setRead(null), [patient, atSeconds]);
  const isComing = newestSeconds !== null && newestSeconds < atSeconds + READ_SECONDS;
  const version = isComing ? Math.floor(newestSeconds / REREAD_SECONDS) : null;
  useEffect(() => {
    let isCurrent = true;
    const span = {
      patient,
      sinceSeconds: atSeconds - READ_SECONDS,
      untilSeconds: atSeconds + READ_SECONDS,
    };
    const ask = async () => {
      const samples = await fetchSamples(span);
      const isRetained = samples?.some((sample) => Math.abs(sample.atSeconds - atSeconds) < 0.002) ?? false;
      const known = isRetained ? samples : await fetchSamples({ ...span, list: 'anomalies' });
      if (isCurrent) setRead({ samples: known ?? [], isRetained });
    };
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [patient, atSeconds, version]);
  return read;
}
