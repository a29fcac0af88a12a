import type { Insole, InsoleSensor } from '../../../core/insole/insole.ts';
import { nameKey } from '../../../core/keys/key-name.ts';
import type { Sample } from '../../../core/sample.ts';
import { cellWidth } from '../../frame/cell-width.ts';
import { centreLine } from '../../frame/fit-line.ts';
import type { Line, Span } from '../../frame/frame.ts';
import { findRampStep, makeRampColour } from '../../frame/ramp-step.ts';
import { countEventCells, type EventWindow } from '../../model/event-window.ts';
import { formatReading } from '../reading-text.ts';
import type { ViewContext } from '../view-context.ts';

/** What the table has beside a row for each sensor. */
const OTHER_ROWS = 3;
/** So many sensors are never left out: rather the remark under them is. */
const ALWAYS_SHOWN = 6;

/** The height of a table of so many sensors, without gaps between its rows. */
export function countTableRows(sensors: number): number {
  return sensors + OTHER_ROWS;
}

/** The sensors that the rows of a table have room for: all, or those that the event flagged, and then as many others; in the order of the insole. */
export function chooseEventSensors(
  { sensors }: Insole,
  flagged: readonly number[],
  rows: number,
): readonly InsoleSensor[] {
  const room = Math.max(1, rows - OTHER_ROWS);
  if (sensors.length <= Math.max(room, ALWAYS_SHOWN)) return sensors;
  const first = sensors.filter(({ id }) => flagged.includes(id));
  const shown = new Set(
    [...first, ...sensors].filter((sensor, at, all) => all.indexOf(sensor) === at).slice(0, room),
  );
  return sensors.filter((sensor) => shown.has(sensor));
}

/** A table of readings with a column for each poll and a row for each sensor, on the ramp's colours. */
export function drawEventTable(
  context: ViewContext,
  window: EventWindow,
  {
    sensors,
    columns,
    labelColumns,
    rows,
  }: { readonly sensors: readonly InsoleSensor[] } & Readonly<
    Record<'columns' | 'labelColumns' | 'rows', number>
  >,
): Line[] {
  const cellColumns = countEventCells(context.insole);
  const shown = window.columns.slice(window.first, window.first + window.count);
  const header: Line = [
    { text: ' '.repeat(labelColumns + 1) },
    ...shown.map(({ offsetSeconds }) => ({
      text: `${offsetSeconds > 0 ? '+' : ''}${offsetSeconds.toFixed(1)}`
        .padStart(cellColumns - 1)
        .padEnd(cellColumns),
      foreground: offsetSeconds === 0 ? ('bright' as const) : ('dim' as const),
    })),
  ];
  const rowGap = rows >= countTableRows(sensors.length) + sensors.length ? [[]] : [];
  return [
    header,
    ...sensors.flatMap((sensor): Line[] => [
      [
        ...writeSensorLabel(sensor, labelColumns),
        ...shown.flatMap(({ sample }) => writeReadingCell(context, sample, sensor.id)),
      ],
      ...rowGap,
    ]),
    [],
    centreLine(writeRemark(context, window, sensors.length), columns, context.glyphs.ellipsis),
  ];
}

/** The label of a row of the table or of a trace, in `labelColumns` cells and one before them. */
export function writeSensorLabel({ label, region }: InsoleSensor, labelColumns: number): Line {
  const room = Math.max(0, labelColumns - cellWidth(label));
  return [
    { text: ` ${label}`, foreground: 'bright' },
    {
      text: ` ${region}`.slice(0, Math.max(0, room - 2)).padEnd(room),
      foreground: 'dim',
    },
  ];
}

function writeRemark(
  { glyphs, unicode, snapshot, insole }: ViewContext,
  window: EventWindow,
  shown: number,
): Line {
  if (!window.isRetained) {
    const retained = `older than the ${snapshot?.retained ?? 0} samples retained`;
    return [{ text: `${retained}: only flagged samples are kept for ever`, foreground: 'warn' }];
  }
  const [earlier, later] = ['left', 'right'].map((key) => nameKey(key, unicode));
  const legend =
    window.count < window.columns.length ? `${earlier} ${later} for more seconds` : 'seconds from its start';
  const left = shown < insole.sensors.length ? `${shown} of ${insole.sensors.length} sensors   ` : '';
  return [
    { text: `${left}${legend}   ! flagged   ~ simulated   ${glyphs.gap} no sample`, foreground: 'dim' },
  ];
}

function writeReadingCell(
  { insole, scale, glyphs }: ViewContext,
  sample: Sample | null,
  sensorId: number,
): Span[] {
  const reading = sample?.sensors.find(({ id }) => id === sensorId);
  if (!reading) return [{ text: `${formatReading(null, glyphs.gap, insole)} `, foreground: 'dim' }];
  const text = formatReading(reading, glyphs.gap, insole);
  if (reading.anomaly) return [{ text, foreground: 'alarm' }, { text: ' ' }];
  const background = makeRampColour(findRampStep(scale(reading.value)));
  return [{ text: ' ' }, { text: `${text.slice(1)} `, foreground: 'onRamp', background }];
}
