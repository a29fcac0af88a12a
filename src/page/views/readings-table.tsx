import { useEffect, useRef } from 'preact/hooks';
import { formatReading, type Insole, scaleReading } from '../../core/insole/insole.ts';
import { markReading, type Sample, type SensorReading } from '../../core/sample.ts';
import { findStep, RAMP } from '../../drawing/palette.ts';

const TOP_LEVEL = 1023;
/** So many rows are seen at once. */
const MANY_SENSORS = 16;
/** From this step of the ramp on, dark ink is read better than light. */
const DARK_INK_FROM = 6;

/** The readings of all sensors as numbers, a column a sample, each on the colour that it has under the foot. */
export function ReadingsTable({
  samples,
  insole,
  flagged,
  atSeconds,
}: {
  readonly samples: readonly Sample[];
  readonly insole: Insole;
  /** The sensors that the event flagged: of many they are the first. */
  readonly flagged: readonly number[];
  /** From when seconds are counted. */
  readonly atSeconds: number;
}) {
  const sensors =
    insole.sensors.length <= MANY_SENSORS
      ? insole.sensors
      : insole.sensors.toSorted((a, b) => Number(flagged.includes(b.id)) - Number(flagged.includes(a.id)));
  const place = useRef<HTMLElement>(null);
  const hasSamples = samples.length > 0;
  // What it is about is in the middle, where not all fits.
  useEffect(() => {
    const begins = place.current?.querySelector<HTMLElement>('.begins');
    if (place.current && begins) place.current.scrollLeft = begins.offsetLeft - place.current.clientWidth / 2;
  }, [atSeconds, hasSamples]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the window is scrolled by keys.
    <section ref={place} class="panel readings" aria-label="Readings" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">s</th>
            {samples.map((sample) => (
              <th
                key={sample.atSeconds}
                scope="col"
                class={sample.atSeconds === atSeconds ? 'number begins' : 'number'}
              >
                {formatOffset(sample.atSeconds - atSeconds)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sensors.map(({ id, label }) => (
            <tr key={id}>
              <th scope="row">{label}</th>
              {samples.map(({ atSeconds: at, sensors }) => (
                <ReadingCell key={at} reading={sensors.find((each) => each.id === id)} insole={insole} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ReadingCell({
  reading,
  insole,
}: {
  readonly reading: SensorReading | undefined;
  readonly insole: Insole;
}) {
  if (reading === undefined) return <td class="number quiet">–</td>;
  const step = findStep(scaleReading(insole, reading.value) * TOP_LEVEL);
  const text = `${markReading(reading)}${formatReading(insole, reading.value)}`;
  if (reading.anomaly) return <td class="number flagged">{text}</td>;
  return <td class={`number ramp-${step} ${step >= DARK_INK_FROM ? 'dark-ink' : 'light-ink'}`}>{text}</td>;
}

function formatOffset(seconds: number): string {
  const rounded = Math.round(seconds * 10) / 10;
  return rounded === 0 ? '0' : `${rounded > 0 ? '+' : '−'}${Math.abs(rounded).toFixed(1)}`;
}

/** The colours of the cells, as a style sheet: the page's policy allows no styles on elements. */
export const READINGS_STYLE = RAMP.map((colour, step) => `.ramp-${step} { background: ${colour}; }`).join(
  '\n',
);
