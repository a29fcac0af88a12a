import type { FootPhase } from '../../../core/gait/foot-phase.ts';
import { type InsoleSensor, placeOnPicture, type Side } from '../../../core/insole/insole.ts';
import { MAX_READING, SENSORS } from '../../../core/sensors.ts';
import { findReading } from '../../../reader/patient-status.ts';
import type { Line, Span } from '../../frame/frame.ts';
import { makeThinMarkColour } from '../../frame/ramp-step.ts';
import { computeLiveFigures } from '../live-figures.ts';
import { READING_COLUMNS } from '../reading-text.ts';
import type { ViewContext } from '../view-context.ts';
import { writeReading } from './traces-panel.ts';

/** The phase with the longest name. */
const WIDEST_PHASE: FootPhase = 'forefoot';
const BAR_COLUMNS = 4;
/** A reading and its bar, with a space before each. */
const ITEM_COLUMNS = READING_COLUMNS + BAR_COLUMNS + 2;
/** The width of `right · forefoot`. */
const MIN_PHASE_COLUMNS = 16;
const EIGHTHS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/** The six readings at their sensors' places, each with a short bar: the numbers style, and small panels. */
export function drawPressureNumbers(context: ViewContext, columns: number, rows: number): Line[] {
  const half = Math.floor(columns / 2);
  const lines: Line[] = Array.from({ length: rows }, () => []);
  for (const sensor of SENSORS) {
    const row = Math.min(rows - 1, Math.floor((placeOnPicture(sensor).yPercent / 100) * rows));
    const start = chooseStart(sensor, columns, half);
    const line = lines[row] ?? [];
    const used = line.reduce((width, span) => width + span.text.length, 0);
    const item = [
      { text: ' ' },
      writeReading(context.status, sensor.id, context.glyphs.dash),
      { text: ' ' },
      drawBar(context, sensor.id),
    ];
    lines[row] = [...line, { text: ' '.repeat(Math.max(0, start - used)) }, ...item];
  }
  return [writeHeading(context, half, columns), ...lines];
}

/** The heading of the feet: each foot's side over its middle, and which part of it bears load now. */
export function writeHeading(context: ViewContext, footColumns: number, columns: number): Line {
  const phase = footColumns >= MIN_PHASE_COLUMNS ? computeLiveFigures(context)?.phase : null;
  const left = writeSide('left', phase?.left, context.glyphs.separator);
  const right = writeSide('right', phase?.right, context.glyphs.separator);
  const before = ' '.repeat(Math.max(0, Math.floor((footColumns - left.length) / 2)));
  const after = ' '.repeat(Math.max(0, Math.floor((footColumns - right.length) / 2)));
  const used = before.length + left.length + right.length + after.length;
  return [
    { text: `${before}${left}${' '.repeat(Math.max(1, columns - used))}${right}${after}`, foreground: 'dim' },
  ];
}

function writeSide(side: Side, phase: FootPhase | null | undefined, separator: string): string {
  // Phases are padded to one width, so that the side's name stays in place.
  return phase ? `${side} ${separator} ${phase.padEnd(WIDEST_PHASE.length)}` : side;
}

/** The first column of a sensor's reading and bar, kept within its own foot's half. */
function chooseStart(sensor: InsoleSensor, columns: number, half: number): number {
  const { xPercent } = placeOnPicture(sensor);
  const first = sensor.side === 'left' ? 0 : columns - half;
  const wanted = Math.round((xPercent / 100) * columns - ITEM_COLUMNS / 2);
  return Math.max(first, Math.min(first + half - ITEM_COLUMNS, wanted));
}

function drawBar({ status, unicode }: ViewContext, sensorId: number): Span {
  const value = findReading(status, sensorId)?.value ?? 0;
  const foreground = status.isLive ? makeThinMarkColour(value) : 'dim';
  const filled = (value / MAX_READING) * BAR_COLUMNS;
  const whole = unicode ? Math.floor(filled) : Math.round(filled);
  const part = unicode ? (EIGHTHS[Math.floor((filled - whole) * 8) - 1] ?? '') : '';
  const bar = (unicode ? '█' : '#').repeat(whole) + part;
  return { text: bar.padEnd(BAR_COLUMNS, unicode ? ' ' : '-'), foreground };
}
