import type { FootPhase } from '../../../core/gait/foot-phase.ts';
import { FULL_SCALE } from '../../../core/insole/full-scale.ts';
import {
  type InsoleSensor,
  listSides,
  placeOnPicture,
  SIDES,
  type Side,
  selectSensors,
} from '../../../core/insole/insole.ts';
import { findReading } from '../../../reader/patient-status.ts';
import { readGroup } from '../../../reader/read-group.ts';
import { cutLine, lineWidth } from '../../frame/fit-line.ts';
import type { Line, Span } from '../../frame/frame.ts';
import { makeThinMarkColour } from '../../frame/ramp-step.ts';
import { computeLiveFigures } from '../live-figures.ts';
import { countReadingCells } from '../reading-text.ts';
import type { ViewContext } from '../view-context.ts';
import { groupSensors, LABEL_COLUMNS } from './sensor-groups.ts';
import { writeGroupReading, writeReading } from './traces-panel.ts';

/** The phase with the longest name. */
const WIDEST_PHASE: FootPhase = 'forefoot';
const BAR_COLUMNS = 4;
/** The width of `right · forefoot`. */
const MIN_PHASE_COLUMNS = 16;
/** More sensors a foot are listed, rather than laid out as they lie. */
const MAX_PLACED = 3;
/** A reading of four digits with its mark, a bar, and a space before each. */
const USUAL_ITEM_COLUMNS = 12;
const EIGHTHS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/**
 * The readings at their sensors' places, each with a short bar: the numbers style, and small panels. Of more than three a foot,
 * or of two in a row, they are listed from the toes to the heel, or by regions where not all fit.
 */
export function drawPressureNumbers(context: ViewContext, columns: number, rows: number): Line[] {
  const half = Math.floor(columns / 2);
  const lines: Line[] = Array.from({ length: rows }, () => []);
  const { insole } = context;
  const itemColumns = countReadingCells(insole) + BAR_COLUMNS + 2;
  const findRow = (sensor: InsoleSensor) =>
    Math.min(rows - 1, Math.floor((placeOnPicture(sensor).yPercent / 100) * rows));
  const isPlaced = SIDES.every((side) => {
    const taken = selectSensors(insole, side).map(findRow);
    return taken.length <= MAX_PLACED && new Set(taken).size === taken.length;
  });
  const isWide = itemColumns > half && itemColumns > USUAL_ITEM_COLUMNS;
  if (!isPlaced || isWide)
    return [writeHeading(context, half, columns), ...listReadings(context, columns, rows)];
  for (const sensor of SIDES.flatMap((side) => selectSensors(insole, side))) {
    const row = findRow(sensor);
    const start = chooseStart(sensor, columns, half, itemColumns);
    const line = lines[row] ?? [];
    const used = line.reduce((width, span) => width + span.text.length, 0);
    const item = [
      { text: ' ' },
      writeReading(context, sensor.id),
      { text: ' ' },
      drawBar(context, findReading(context.status, sensor.id)?.value ?? insole.lowest),
    ];
    lines[row] = [...line, { text: ' '.repeat(Math.max(0, start - used)) }, ...item];
  }
  return [writeHeading(context, half, columns), ...lines];
}

/** A line for each sensor of a foot, or for each region where there are more than `rows`: label, reading, and a bar. */
function listReadings(context: ViewContext, columns: number, rows: number): Line[] {
  const { insole, status, glyphs } = context;
  const half = Math.floor(columns / 2);
  const [left = [], right = []] = SIDES.map((side) =>
    groupSensors(insole, side, rows).map((group): Line => {
      const value = readGroup(status, insole, group);
      const label = { text: ` ${group.label.padEnd(LABEL_COLUMNS)} `, foreground: 'dim' as const };
      const mean = value === null ? insole.lowest : value.value / group.ids.length;
      return [
        label,
        writeGroupReading(context, group, value, glyphs.dash),
        { text: ' ' },
        drawBar(context, mean),
      ];
    }),
  );
  return Array.from({ length: Math.max(left.length, right.length) }, (_, row) => {
    const first = fitLine(left[row] ?? [], half);
    return cutLine([...first, ...(right[row] ?? [])], columns, '');
  });
}

/** Cuts or pads a line to a width. */
function fitLine(line: Line, columns: number): Line {
  const cut = cutLine(line, columns, '');
  return [...cut, { text: ' '.repeat(Math.max(0, columns - lineWidth(cut))) }];
}

/** The heading of the feet: each foot's side over its middle, and which part of it bears load now. */
export function writeHeading(context: ViewContext, footColumns: number, columns: number): Line {
  const phase = footColumns >= MIN_PHASE_COLUMNS ? computeLiveFigures(context)?.phase : null;
  const sides = listSides(context.insole);
  const write = (side: Side) =>
    sides.length === 1 && !sides.includes(side)
      ? ''
      : writeSide(side, phase?.[side], context.glyphs.separator);
  const [left, right] = [write('left'), write('right')];
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
function chooseStart(sensor: InsoleSensor, columns: number, half: number, itemColumns: number): number {
  const { xPercent } = placeOnPicture(sensor);
  const first = sensor.side === 'left' ? 0 : columns - half;
  const wanted = Math.round((xPercent / 100) * columns - itemColumns / 2);
  return Math.max(first, Math.min(first + half - itemColumns, wanted));
}

function drawBar({ status, unicode, scale }: ViewContext, reading: number): Span {
  const value = Math.max(0, Math.min(FULL_SCALE, scale(reading)));
  const foreground = status.isLive ? makeThinMarkColour(value) : 'dim';
  const filled = (value / FULL_SCALE) * BAR_COLUMNS;
  const whole = unicode ? Math.floor(filled) : Math.round(filled);
  const part = unicode ? (EIGHTHS[Math.floor((filled - whole) * 8) - 1] ?? '') : '';
  const bar = (unicode ? '█' : '#').repeat(whole) + part;
  return { text: bar.padEnd(BAR_COLUMNS, unicode ? ' ' : '-'), foreground };
}
