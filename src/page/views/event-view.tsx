import { useEffect, useState } from 'preact/hooks';
import { SIX } from '../../core/insole/built-in-insoles.ts';
import { formatReading, nameSensor } from '../../core/insole/insole.ts';
import { markReading, type Sample } from '../../core/sample.ts';
import { formatPreciseClockTime, formatSpan } from '../../core/time/clock-time.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { EventJson } from '../live/messages.ts';
import { fetchRetained } from '../retained.ts';
import type { Route } from '../route.ts';
import { writeName } from '../words.ts';
import { zoneOffsetMinutes } from '../zone.ts';
import type { SharedProps } from './ward-view.tsx';

/** So much of the walk is shown on both sides of an event's beginning. */
const AROUND_SECONDS = 5;

/** One anomaly event, with the ten seconds around its beginning, sample by sample. */
export function EventView({
  route,
  events,
  snapshot,
  isPrivate,
  go,
}: SharedProps & {
  readonly route: Extract<Route, { view: 'event' }>;
  readonly events: readonly EventJson[] | null;
  readonly snapshot: TimedSnapshot | null;
}) {
  const { patient, atSeconds } = route;
  const [samples, setSamples] = useState<readonly Sample[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void fetchRetained(patient).then((read) => {
      if (isCurrent)
        setSamples(read?.filter((sample) => Math.abs(sample.atSeconds - atSeconds) <= AROUND_SECONDS) ?? []);
    });
    return () => {
      isCurrent = false;
    };
  }, [patient, atSeconds]);
  const insole = snapshot?.insole ?? SIX;
  const event = events?.find(({ start }) => Math.abs(Date.parse(start) / 1000 - atSeconds) < 0.002);
  const back: Route = { view: 'patient', patient, atSeconds: null };
  return (
    <main class="event">
      <header class="head">
        <button type="button" onClick={() => go(back)}>
          ‹ <kbd>Esc</kbd> patient
        </button>
        <h1>
          <span class="id">{patient}</span> <bdi>{writeName(snapshot?.profile ?? null, isPrivate)}</bdi>:
          anomaly at {formatPreciseClockTime(atSeconds, zoneOffsetMinutes())}
        </h1>
        {event && (
          <p>
            {event.sensors.map((id) => nameSensor(insole, id)).join(' ')}, {event.sources.join(', ')},{' '}
            {event.samples === 1
              ? 'once'
              : `${event.samples} samples in ${formatSpan(event.durationSeconds)}`}
            , highest reading {event.peak}
          </p>
        )}
        <button type="button" onClick={() => go({ ...back, atSeconds })}>
          show the feet at that instant
        </button>
      </header>
      {samples === null ? (
        <p>Reading …</p>
      ) : samples.length === 0 ? (
        <p>Its samples are no longer retained.</p>
      ) : (
        <table class="readings">
          <thead>
            <tr>
              <th scope="col">time</th>
              {insole.sensors.map(({ id, label }) => (
                <th key={id} scope="col" class="number">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {samples.map((sample) => (
              <tr key={sample.atSeconds} class={sample.atSeconds === atSeconds ? 'begins' : ''}>
                <th scope="row">{formatPreciseClockTime(sample.atSeconds, zoneOffsetMinutes())}</th>
                {insole.sensors.map(({ id }) => {
                  const reading = sample.sensors.find((each) => each.id === id);
                  return (
                    <td key={id} class={reading?.anomaly ? 'number flagged' : 'number'}>
                      {reading === undefined
                        ? '–'
                        : `${markReading(reading)} ${formatReading(insole, reading.value)}`.trim()}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </main>
  );
}
