import { MAX_READING, SENSORS, type SensorPlace } from '../core/sensors.ts';
import type { Line, Span } from './frame.ts';
import { readingOf } from './patient-now.ts';
import { rampInk, rampStep } from './ramp-step.ts';
import { writeReading } from './traces-panel.ts';
import type { ViewContext } from './view-context.ts';

const READING_COLUMNS = 6;
const BAR_COLUMNS = 4;
const ITEM_COLUMNS = READING_COLUMNS + BAR_COLUMNS;
const EIGHTHS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/** The six readings at their sensors' places, each with a short bar: what can be shown without painting. */
export function drawPressureNumbers(context: ViewContext, columns: number, rows: number): Line[] {
  const half = Math.floor(columns / 2);
  const lines: Line[] = Array.from({ length: rows }, () => []);
  for (const sensor of SENSORS) {
    const row = Math.min(rows - 1, Math.floor((sensor.yPercent / 100) * rows));
    const start = startOf(sensor, columns, half);
    const line = lines[row] ?? [];
    const used = line.reduce((width, span) => width + span.text.length, 0);
    const item = [...writeReading(context.now, sensor.id, context.glyphs.dash), drawBar(context, sensor.id)];
    lines[row] = [...line, { text: ' '.repeat(Math.max(0, start - used)) }, ...item];
  }
  return [writeHeading(half, columns), ...lines];
}

/** Names the feet, each over the middle of its columns. */
export function writeHeading(footColumns: number, columns: number): Line {
  const left = ' '.repeat(Math.max(0, Math.floor((footColumns - 4) / 2)));
  const right = ' '.repeat(Math.max(0, Math.floor((footColumns - 5) / 2)));
  const between = ' '.repeat(Math.max(1, columns - left.length - right.length - 9));
  return [{ text: `${left}left${between}right${right}`, ink: 'dim' }];
}

/** Within its own foot's half, so that the feet never meet. */
function startOf({ side, xPercent }: SensorPlace, columns: number, half: number): number {
  const first = side === 'left' ? 0 : columns - half;
  const wanted = Math.round((xPercent / 100) * columns - ITEM_COLUMNS / 2);
  return Math.max(first, Math.min(first + half - ITEM_COLUMNS, wanted));
}

function drawBar({ now, unicode }: ViewContext, sensorId: number): Span {
  const value = readingOf(now, sensorId)?.value ?? 0;
  const ink = now.isLive ? rampInk(Math.max(3, rampStep(value))) : 'dim';
  const filled = (value / MAX_READING) * BAR_COLUMNS;
  const whole = unicode ? Math.floor(filled) : Math.round(filled);
  const part = unicode ? (EIGHTHS[Math.floor((filled - whole) * 8) - 1] ?? '') : '';
  const bar = (unicode ? '█' : '#').repeat(whole) + part;
  return { text: bar.padEnd(BAR_COLUMNS, unicode ? ' ' : '-'), ink };
}
