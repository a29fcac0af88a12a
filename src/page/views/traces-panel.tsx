import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { formatReading, type InsoleSensor, type Side, selectSensors } from '../../core/insole/insole.ts';
import { markReading } from '../../core/sample.ts';
import { formatClockTime } from '../../core/time/clock-time.ts';
import { findReading, type PatientStatus } from '../../reader/patient-status.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import { toSeries } from '../trace-series.ts';
import { zoneOffsetMinutes } from '../zone.ts';

const SECONDS = 15;
/** Lines that can be told apart on a dark and on a light page, also by people who confuse red and green. */
const STROKES = ['#4c9be8', '#e69f00', '#3cb99a', '#cc79a7', '#c9b458', '#8f8ff0', '#d55e00', '#999999'];

/** The readings of one foot over the last seconds, on one fixed scale; a gap stays a gap. */
export function TracesPanel({
  side,
  snapshot,
  status,
}: {
  readonly side: Side;
  readonly snapshot: TimedSnapshot;
  readonly status: PatientStatus;
}) {
  const { insole } = snapshot;
  const sensors = selectSensors(insole, side);
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const sensorKey = sensors.map(({ id }) => id).join();
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const created = new uPlot(makeOptions(element, sensors, [insole.lowest, insole.highest]), [[0]], element);
    plot.current = created;
    const resize = new ResizeObserver(() => created.setSize(sizeOf(element)));
    resize.observe(element);
    return () => {
      resize.disconnect();
      created.destroy();
      plot.current = null;
    };
  }, [sensorKey, insole.lowest, insole.highest]);
  useEffect(() => {
    const end = status.newest?.atSeconds ?? 0;
    const data = toSeries(
      snapshot.samples,
      sensors.map(({ id }) => id),
      end - SECONDS,
      status.limitSeconds,
    );
    plot.current?.setData(data, false);
    plot.current?.setScale('x', { min: end - SECONDS, max: end });
  }, [snapshot.samples, sensorKey, status.newest]);
  return (
    <div class="trace">
      <h2>
        {side === 'left' ? 'Left' : 'Right'}
        <span class="quiet">
          {' '}
          {formatReading(insole, insole.lowest)}–{formatReading(insole, insole.highest)}
          {insole.unit === '' ? '' : ` ${insole.unit}`}, last {SECONDS} s
        </span>
      </h2>
      <ul class="legend">
        {sensors.map((sensor, index) => {
          const reading = findReading(status, sensor.id);
          return (
            <li key={sensor.id}>
              <svg width="14" height="4" aria-hidden="true">
                <rect width="14" height="3" fill={STROKES[index % STROKES.length] ?? ''} />
              </svg>{' '}
              {sensor.label}{' '}
              <b>
                {reading === null
                  ? '–'
                  : `${markReading(reading)} ${formatReading(insole, reading.value)}`.trim()}
              </b>
            </li>
          );
        })}
      </ul>
      <div ref={place} class="plot" role="img" aria-label={`Traces of the ${side} foot`} />
    </div>
  );
}

function makeOptions(
  element: HTMLElement,
  sensors: readonly InsoleSensor[],
  range: readonly [number, number],
): uPlot.Options {
  const quiet = getComputedStyle(document.documentElement).getPropertyValue('--quiet').trim() || '#888';
  const grid = { stroke: `${quiet}44`, width: 1 };
  return {
    ...sizeOf(element),
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, y: { range: [range[0], range[1]] } },
    axes: [
      {
        stroke: quiet,
        grid,
        space: 80,
        values: (_, ticks) => ticks.map((tick) => formatClockTime(tick, zoneOffsetMinutes())),
      },
      { stroke: quiet, grid, size: 46, space: 30 },
    ],
    series: [
      {},
      ...sensors.map(({ label }, index) => ({
        label,
        stroke: STROKES[index % STROKES.length] ?? '#888',
        width: 1.5,
        spanGaps: false,
        points: { show: false },
      })),
    ],
  };
}

function sizeOf({ clientWidth: width, clientHeight: height }: HTMLElement): {
  width: number;
  height: number;
} {
  return { width, height };
}
