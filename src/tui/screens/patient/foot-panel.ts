import type { Place } from '../../../core/gait/load.ts';
import { countReadingColumns, type Insole } from '../../../core/insole/insole.ts';
import { memoizeLatest } from '../../../core/memoize.ts';
import { formatClockTime, formatSpan } from '../../../core/time/clock-time.ts';
import { findReading, isOfAnotherTime } from '../../../reader/patient-status.ts';
import { centreLine } from '../../frame/fit-line.ts';
import type { Colour, Line, Rect, Span, TextBlock } from '../../frame/frame.ts';
import { RAMP_STEPS } from '../../frame/frame.ts';
import { makeBorder } from '../../frame/panel-border.ts';
import { findRampStep, makeRampColour } from '../../frame/ramp-step.ts';
import { fitFeet } from '../../model/layout.ts';
import { computeLiveFigures } from '../live-figures.ts';
import { countReadingCells, formatLimit, formatReading } from '../reading-text.ts';
import type { ViewContext } from '../view-context.ts';
import { type FeetShape, type PlacedSensor, shapeFeet } from './foot-shape.ts';
import { drawPressureNumbers, writeHeading } from './pressure-numbers.ts';

/** Narrower feet have no room for the numbers of two sensors beside each other. */
const MIN_FOOT_COLUMNS = 8;
/** How far a number with its mark may reach from its sensor's column. */
const NUMBER_REACH = 4;
/** The mark of a flag, and a space. */
const MARK_COLUMNS = 2;
/** How far a number may be moved aside for another one of its foot. */
const MAX_SHIFT = 3;
const MAX_FOOT_DIGITS = 4;
/** The ramp in ASCII, denser for more load; without letters and the marks of flags. */
const ASCII_RAMP = ':;-=<+*%&#@';
/** Narrower legends explain the colours only. */
const MIN_LEGEND_COLUMNS = 41;

/**
 * The pressure under the feet: two feet with a colour field and the readings, as many as fit, or numbers and bars in small panels.
 */
export function drawFootPanel(context: ViewContext, rect: Rect): TextBlock {
  const columns = rect.width - 2;
  const rows = rect.height - 2;
  const { footColumns, gapColumns, rows: footRows } = fitFeet(columns, rows);
  const isPainted = context.model.feet === 'field' && footColumns >= MIN_FOOT_COLUMNS;
  const lines = isPainted
    ? paintFeet(context, shapeFeetOnce(footColumns, gapColumns, footRows, context.insole), columns)
    : drawPressureNumbers(context, columns, Math.max(5, Math.min(rows - 2, 24)));
  const below = Math.floor(Math.max(0, rows - lines.length - 1) / 2);
  return {
    id: 'pressure',
    kind: 'text',
    rect,
    border: makeBorder(
      { text: writeTitle(context), foreground: context.status.isLive ? 'title' : 'dim' },
      [],
      rect.width,
    ),
    lines: [...blankLines(below), ...lines, drawLegend(context, columns, isPainted)].slice(0, rows),
  };
}

function writeTitle({ status, zoneOffsetMinutes }: ViewContext): string {
  if (isOfAnotherTime(status) && status.newest)
    return `Pressure at ${formatClockTime(status.newest.atSeconds, zoneOffsetMinutes)}`;
  if (status.isLive) return 'Pressure now';
  if (!status.newest) return 'Pressure';
  return status.ageSeconds === null
    ? 'Pressure, age not known'
    : `Pressure ${formatSpan(status.ageSeconds)} ago`;
}

function blankLines(count: number): Line[] {
  return Array.from({ length: count }, () => []);
}

function drawLegend(context: ViewContext, columns: number, isPainted: boolean): Line {
  const { glyphs, unicode, status, insole } = context;
  const unit = insole.unit === '' ? '' : ` ${insole.unit}`;
  const ramp: Line =
    isPainted || unicode ? writeRamp(context) : [{ text: '---- to ####', foreground: 'dim' }];
  const centreSign: Line =
    isPainted && status.isLive && columns >= MIN_LEGEND_COLUMNS
      ? [
          { text: `   ${glyphs.centre}`, foreground: 'bright' },
          { text: ' centre of pressure', foreground: 'dim' },
        ]
      : [];
  const line: Line = [
    { text: `${formatLimit(insole, insole.lowest)} `, foreground: 'dim' },
    ...ramp,
    { text: ` ${formatLimit(insole, insole.highest)}${unit}`, foreground: 'dim' },
    ...centreSign,
  ];
  return centreLine(line, columns, glyphs.ellipsis);
}

function writeRamp({ glyphs, unicode, status }: ViewContext): Span[] {
  return Array.from({ length: RAMP_STEPS }, (_, step): Span => {
    if (!status.isLive) return { text: glyphs.blank, foreground: 'dim' };
    if (!unicode) return { text: ASCII_RAMP[step] ?? '@', foreground: makeRampColour(step) };
    return { text: glyphs.full, foreground: makeRampColour(step), background: makeRampColour(step) };
  });
}

/** A shape changes only when the screen is resized, and takes longer to compute than to paint. */
const shapeFeetOnce = memoizeLatest(shapeFeet);

interface Cell {
  readonly text: string;
  readonly foreground?: Colour;
  readonly background?: Colour;
}
const EMPTY: Cell = { text: ' ' };

function paintFeet(context: ViewContext, shape: FeetShape, columns: number): Line[] {
  const steps = computeSteps(context, shape);
  const grid = Array.from({ length: shape.rows }, (_, row) =>
    Array.from({ length: shape.columns }, (_, column) => {
      const upper = steps[2 * row * shape.columns + column] ?? -1;
      const lower = steps[(2 * row + 1) * shape.columns + column] ?? -1;
      return paintCell(context, upper, lower);
    }),
  );
  markCentre(context, shape, grid);
  writeReadings(context, shape, grid);
  const heading = writeHeading(context, shape.footColumns, shape.columns);
  return [heading, ...grid.map(joinCells)].map((line) => centreLine(line, columns, ''));
}

/** Marks the centre of pressure and where it was just before, one row higher where a sensor's number stands. */
function markCentre(context: ViewContext, shape: FeetShape, grid: Cell[][]): void {
  const figures = computeLiveFigures(context);
  const { centre, centreBefore } = context.glyphs;
  for (const place of figures?.previousCentres.toReversed() ?? []) {
    markPlace(shape, grid, place, { text: centreBefore, foreground: 'dim', background: 'bar' });
  }
  markPlace(shape, grid, figures?.centreOfPressure ?? null, {
    text: centre,
    foreground: 'bright',
    background: 'bar',
  });
}

function markPlace(shape: FeetShape, grid: Cell[][], place: Place | null, cell: Cell): void {
  if (place === null) return;
  const row = Math.min(shape.rows - 1, Math.floor((place.yPercent / 100) * shape.rows));
  const column = Math.min(shape.columns - 1, Math.floor((place.xPercent / 100) * shape.columns));
  const isOnNumber = shape.feet.some(({ sensors }) =>
    sensors.some((sensor) => sensor.row === row && Math.abs(sensor.column - column) <= NUMBER_REACH),
  );
  const cells = grid[isOnNumber ? row - 1 : row] ?? [];
  cells[column] = cell;
}

/** The ramp's step of each pixel; -1 beside the feet. */
function computeSteps(
  { status, insole, scale }: ViewContext,
  { footIndices, weights, weightsAPixel, feet }: FeetShape,
): Int8Array {
  const readings = feet.map(({ sensors }) =>
    sensors.map(({ id }) => scale(findReading(status, id)?.value ?? insole.lowest)),
  );
  return footIndices.map((foot, pixel) => {
    if (foot < 0) return -1;
    let sum = 0;
    let at = pixel * weightsAPixel;
    for (const reading of readings[foot] ?? []) sum += reading * (weights[at++] ?? 0);
    return findRampStep(sum);
  });
}

function paintCell({ status, glyphs, unicode }: ViewContext, upper: number, lower: number): Cell {
  if (upper < 0 && lower < 0) return EMPTY;
  if (!status.isLive) return upper >= 0 && lower >= 0 ? { text: glyphs.blank, foreground: 'dim' } : EMPTY;
  if (!unicode) {
    const step = Math.max(upper, lower);
    return { text: ASCII_RAMP[step] ?? '@', foreground: makeRampColour(step) };
  }
  if (lower < 0) return { text: glyphs.upper, foreground: makeRampColour(upper) };
  if (upper < 0) return { text: glyphs.lower, foreground: makeRampColour(lower) };
  if (upper === lower)
    return { text: glyphs.full, foreground: makeRampColour(upper), background: makeRampColour(upper) };
  return { text: glyphs.upper, foreground: makeRampColour(upper), background: makeRampColour(lower) };
}

function writeReadings(context: ViewContext, { feet, columns }: FeetShape, grid: Cell[][]): void {
  const { status } = context;
  const step = countReadingCells(trimDecimals(context.insole)) + 1;
  // Both feet share a row; the last reading needs no cell after it.
  const most = Math.max(1, Math.floor((columns + 1) / (2 * step)));
  const isFlagged = (id: number) => findReading(status, id)?.anomaly === true;
  const all = feet.flatMap(({ sensors }) => chooseNumbered(sensors, most, step, isFlagged));
  for (const [row, cells] of grid.entries()) {
    const sensors = all.filter((sensor) => sensor.row === row);
    const starts = placeReadings(sensors, columns, step);
    for (const [at, { id }] of sensors.entries()) writeOnPatch(context, cells, starts[at] ?? 0, id);
  }
}

/** Without decimals where they would make a reading wider than four digits: there is little room, and the traces have them. */
function trimDecimals(insole: Insole): Insole {
  return countReadingColumns(insole) <= MAX_FOOT_DIGITS ? insole : { ...insole, decimals: 0 };
}

/** So many numbers of a foot are always written: each has a row of its own. */
const ALWAYS_NUMBERED = 3;

/** The sensors of a foot whose numbers fit, those that are flagged before the others. */
function chooseNumbered(
  sensors: readonly PlacedSensor[],
  mostInRow: number,
  step: number,
  isFlagged: (id: number) => boolean,
): readonly PlacedSensor[] {
  if (sensors.length <= ALWAYS_NUMBERED) return sensors;
  const chosen: PlacedSensor[] = [];
  const flagged = sensors.filter(({ id }) => isFlagged(id));
  for (const sensor of new Set([...flagged, ...sensors])) {
    const inRow = chosen.filter(({ row }) => row === sensor.row);
    const isFar = inRow.every(({ column }) => Math.abs(column - sensor.column) >= step - MAX_SHIFT);
    if (isFar && inRow.length < mostInRow) chosen.push(sensor);
  }
  return chosen;
}

/** Writes a reading into a row, its mark and a space before it when it is flagged. */
function writeOnPatch(context: ViewContext, cells: Cell[], start: number, sensorId: number): void {
  const { status, glyphs, unicode, insole, scale } = context;
  const reading = findReading(status, sensorId);
  const text = formatReading(reading, glyphs.dash, trimDecimals(insole));
  const digits = text.slice(MARK_COLUMNS);
  const after = unicode ? '' : ' ';
  const write = (part: string, style: Omit<Cell, 'text'>) => {
    const from = start + text.length - part.trimEnd().length;
    for (const [at, character] of [...part].entries()) {
      // Padding does not reach over the foot's edge.
      if (character !== ' ' || cells[from + at] !== EMPTY) cells[from + at] = { text: character, ...style };
    }
  };
  if (reading?.anomaly) write(text + after, { foreground: status.isLive ? 'alarm' : 'dim' });
  else if (!status.isLive) write(digits.trimStart(), { foreground: 'dim' });
  else if (unicode)
    write(digits, {
      foreground: 'onRamp',
      background: makeRampColour(findRampStep(scale(reading?.value ?? insole.lowest))),
    });
  // Without a background of its own, a number is set off from the field by spaces.
  else write(` ${digits.trimStart()}${after}`, { foreground: 'bright' });
}

/**
 * The first cell of each reading in a row of `columns` cells, around its sensor where there is room.
 *
 * @param step the cells of a reading, and one that stays free after it, so that no mark touches the number before it
 */
export function placeReadings(
  sensors: readonly Pick<PlacedSensor, 'column'>[],
  columns: number,
  step: number,
): number[] {
  const byColumn = [...sensors.keys()].toSorted(
    (a, b) => (sensors[a]?.column ?? 0) - (sensors[b]?.column ?? 0),
  );
  const starts = sensors.map(({ column }) => column - Math.floor((step - 1) / 2));
  let first = 0;
  for (const at of byColumn) {
    starts[at] = Math.max(starts[at] ?? 0, first);
    first = (starts[at] ?? 0) + step;
  }
  let last = columns - step;
  for (const at of byColumn.toReversed()) {
    starts[at] = Math.min(starts[at] ?? 0, last);
    last = (starts[at] ?? 0) - step;
  }
  return starts;
}

function joinCells(cells: readonly Cell[]): Span[] {
  const spans: Span[] = [];
  for (const cell of cells) {
    const last = spans.at(-1);
    if (last && last.foreground === cell.foreground && last.background === cell.background) {
      spans[spans.length - 1] = { ...last, text: last.text + cell.text };
    } else {
      spans.push(cell);
    }
  }
  return spans;
}
