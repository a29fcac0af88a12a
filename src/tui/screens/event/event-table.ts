import type { InsoleSensor } from '../../../core/insole/insole.ts';
import type { Sample } from '../../../core/sample.ts';
import { SENSORS } from '../../../core/sensors.ts';
import { centreLine } from '../../frame/fit-line.ts';
import type { Line, Span } from '../../frame/frame.ts';
import { findRampStep, makeRampColour } from '../../frame/ramp-step.ts';
import { EVENT_CELL_COLUMNS, type EventWindow } from '../../model/event-window.ts';
import { nameKey } from '../../model/key-name.ts';
import { formatReading } from '../reading-text.ts';
import type { ViewContext } from '../view-context.ts';

/** The height of the table, without gaps between its rows. */
export const TABLE_ROWS = SENSORS.length + 3;
/** The height of the table with a gap under each row. */
const AIRY_TABLE_ROWS = TABLE_ROWS + SENSORS.length;

/** A table of readings with a column for each poll and a row for each sensor, on the ramp's colours. */
export function drawEventTable(
  context: ViewContext,
  window: EventWindow,
  { columns, labelColumns, rows }: Readonly<Record<'columns' | 'labelColumns' | 'rows', number>>,
): Line[] {
  const { glyphs } = context;
  const shown = window.columns.slice(window.first, window.first + window.count);
  const header: Line = [
    { text: ' '.repeat(labelColumns + 1) },
    ...shown.map(({ offsetSeconds }) => ({
      text: `${offsetSeconds > 0 ? '+' : ''}${offsetSeconds.toFixed(1)}`
        .padStart(EVENT_CELL_COLUMNS - 1)
        .padEnd(EVENT_CELL_COLUMNS),
      foreground: offsetSeconds === 0 ? ('bright' as const) : ('dim' as const),
    })),
  ];
  const rowGap = rows >= AIRY_TABLE_ROWS ? [[]] : [];
  return [
    header,
    ...SENSORS.flatMap((sensor): Line[] => [
      [
        ...writeSensorLabel(sensor, labelColumns),
        ...shown.flatMap(({ sample }) => writeReadingCell(sample, sensor.id, glyphs.gap)),
      ],
      ...rowGap,
    ]),
    [],
    centreLine(writeRemark(context, window), columns, glyphs.ellipsis),
  ];
}

/** The label of a row of the table or of a trace, in `labelColumns` cells and one before them. */
export function writeSensorLabel({ label, region }: InsoleSensor, labelColumns: number): Line {
  return [
    { text: ` ${label}`, foreground: 'bright' },
    {
      text: ` ${region}`.slice(0, Math.max(0, labelColumns - 4)).padEnd(labelColumns - 2),
      foreground: 'dim',
    },
  ];
}

function writeRemark({ glyphs, unicode, snapshot }: ViewContext, window: EventWindow): Line {
  if (!window.isRetained) {
    const retained = `older than the ${snapshot?.retained ?? 0} samples retained`;
    return [{ text: `${retained}: only flagged samples are kept for ever`, foreground: 'warn' }];
  }
  const [earlier, later] = ['left', 'right'].map((key) => nameKey(key, unicode));
  const legend =
    window.count < window.columns.length ? `${earlier} ${later} for more seconds` : 'seconds from its start';
  return [{ text: `${legend}   ! flagged   ~ simulated   ${glyphs.gap} no sample`, foreground: 'dim' }];
}

function writeReadingCell(sample: Sample | null, sensorId: number, gap: string): Span[] {
  const reading = sample?.sensors.find(({ id }) => id === sensorId);
  if (!reading) return [{ text: `${formatReading(null, gap)} `, foreground: 'dim' }];
  const text = formatReading(reading, gap);
  if (reading.anomaly) return [{ text, foreground: 'alarm' }, { text: ' ' }];
  const background = makeRampColour(findRampStep(reading.value));
  return [{ text: ' ' }, { text: `${text.slice(1)} `, foreground: 'onRamp', background }];
}
