import { FULL_SCALE } from '../../core/insole/full-scale.ts';
import { BRAILLE_DOTS, BRAILLE_ROWS, makeBraille } from './braille.ts';
import type { Colour, Line, Span, Trace, TracesBlock } from './frame.ts';
import { chooseGlyphs } from './glyphs.ts';
import { makeThinMarkColour } from './ramp-step.ts';

/** How traces are drawn, beside what they show. */
export interface TraceStyle extends Pick<TracesBlock, 'newestColumn' | 'motion' | 'isOld'> {
  /** Whether Braille can be shown; otherwise traces are drawn in ASCII. */
  readonly unicode: boolean;
}

/** Two neighbouring dot columns of a trace, which share a cell and therefore a colour. */
interface CellPair {
  readonly left: number | null;
  readonly right: number | null;
  readonly isFlagged: boolean;
  /** `~` when all of the pair's flags are simulated. */
  readonly mark: '!' | '~';
  /** Whether this is the first of a run of flagged cells. */
  readonly startsRun: boolean;
}

/** The blank cell between the newest and the oldest of a sweep: without even the dot of a missing sample. */
const SWEEP_GAP: CellPair = { left: null, right: null, isFlagged: false, mark: '!', startsRun: false };

/** The bits of the Braille dots in a cell's columns, from the bottom up. */
const LEFT_DOTS = BRAILLE_DOTS.map(([left]) => left).reverse();
const RIGHT_DOTS = BRAILLE_DOTS.map(([, right]) => right).reverse();
const ASCII_LEVELS = '_-=+*%@#';

/**
 * Draws a trace in `widthCells` cells, without its gutter: bars from the bottom on the fixed scale of 0 to 1023, the
 * newest in the last cell, or where the sweep has come to. Each reading has at least its lowest dot and a missing one
 * has none; a cell without any reading is part of a dotted line. A flagged cell has the role `alarm` and a `!` (`~`
 * when it was simulated) in the top row, or in a trace of one row at the start of its run.
 *
 * @returns `trace.rows` lines of exactly `widthCells` cells
 */
export function drawTrace(
  trace: Pick<Trace, 'columns' | 'flagged' | 'simulated' | 'rows'>,
  widthCells: number,
  style: TraceStyle,
): Line[] {
  const inOrder = pairColumns(trace, widthCells, style.newestColumn);
  const pairs = style.motion === 'sweep' ? arrangeSweep(inOrder, style.newestColumn) : inOrder;
  const draw = style.unicode ? drawBraille : drawAscii;
  return Array.from({ length: trace.rows }, (_, row) =>
    joinCells(pairs.map((pair) => drawCell(pair, row, trace.rows, style, draw))),
  );
}

type DrawBars = (pair: CellPair, row: number, rows: number) => string;

function drawCell(pair: CellPair, row: number, rows: number, style: TraceStyle, draw: DrawBars) {
  if (pair === SWEEP_GAP) return { text: ' ', foreground: 'dim' as Colour };
  if (pair.left === null && pair.right === null) {
    const text = row === rows - 1 ? chooseGlyphs(style.unicode).gap : ' ';
    return { text, foreground: 'dim' as Colour };
  }
  const hasMark = pair.isFlagged && row === 0 && (rows > 1 || pair.startsRun);
  return {
    text: hasMark ? pair.mark : draw(pair, row, rows),
    foreground: style.isOld ? 'dim' : chooseColour(pair),
  };
}

function chooseColour({ left, right, isFlagged }: CellPair): Colour {
  if (isFlagged) return 'alarm';
  return makeThinMarkColour(Math.max(left ?? 0, right ?? 0));
}

function drawBraille({ left, right }: CellPair, row: number, rows: number): string {
  // The top row of dots stays free, so that a full bar does not touch the trace above.
  const dots = rows === 1 ? BRAILLE_ROWS : rows * BRAILLE_ROWS - 1;
  const below = (rows - 1 - row) * BRAILLE_ROWS;
  return makeBraille(
    makeDotPattern(LEFT_DOTS, countBarDots(left, dots) - below) |
      makeDotPattern(RIGHT_DOTS, countBarDots(right, dots) - below),
  );
}

function countBarDots(reading: number | null, dots: number): number {
  if (reading === null) return 0;
  return 1 + Math.round((Math.min(reading, FULL_SCALE) / FULL_SCALE) * (dots - 1));
}

function makeDotPattern(dots: readonly number[], height: number): number {
  let pattern = 0;
  for (let dot = 0; dot < Math.min(height, BRAILLE_ROWS); dot++) pattern |= dots[dot] ?? 0;
  return pattern;
}

function drawAscii({ left, right }: CellPair, row: number, rows: number): string {
  const reading = Math.min(FULL_SCALE, Math.max(left ?? 0, right ?? 0));
  const height = (reading / FULL_SCALE) * rows - (rows - 1 - row);
  if (height <= 0) return row === rows - 1 ? '_' : ' ';
  const level = Math.min(ASCII_LEVELS.length - 1, Math.floor(height * ASCII_LEVELS.length));
  return level === 0 && row < rows - 1 ? ' ' : (ASCII_LEVELS[level] ?? '#');
}

/**
 * Pairs columns into cells. A column with an even number is always a left one, so that a cell keeps its two columns.
 */
function pairColumns(
  { columns, flagged, simulated = [] }: Pick<Trace, 'columns' | 'flagged' | 'simulated'>,
  widthCells: number,
  newestColumn: number,
): CellPair[] {
  const pairs: CellPair[] = [];
  const isHalf = newestColumn % 2 === 0;
  const start = columns.length - 2 * widthCells + (isHalf ? 1 : 0);
  for (let cell = 0; cell < widthCells; cell++) {
    const at = start + 2 * cell;
    const isReal = (column: number) => flagged[column] === true && simulated[column] !== true;
    const isFlagged = flagged[at] === true || flagged[at + 1] === true;
    const mark = isReal(at) || isReal(at + 1) ? '!' : '~';
    const startsRun = isFlagged && !pairs.at(-1)?.isFlagged;
    pairs.push({ left: columns[at] ?? null, right: columns[at + 1] ?? null, isFlagged, mark, startsRun });
  }
  return pairs;
}

/** Arranges cells as a sweep: each keeps its place, and the newest takes that of the oldest. */
function arrangeSweep(pairs: readonly CellPair[], newestColumn: number): CellPair[] {
  const placed: CellPair[] = [];
  const oldestCell = Math.floor(newestColumn / 2) - (pairs.length - 1);
  for (const [age, pair] of pairs.entries()) {
    const place = (((oldestCell + age) % pairs.length) + pairs.length) % pairs.length;
    placed[place] = age === 0 ? SWEEP_GAP : pair;
  }
  return placed;
}

/** Joins neighbours of one foreground into spans; a blank cell joins any foreground but the alarm's. */
function joinCells(cells: readonly { readonly text: string; readonly foreground: Colour }[]): Line {
  const line: Span[] = [];
  let text = '';
  let foreground: Colour = 'dim';
  for (const cell of cells) {
    const isJoined = cell.text === ' ' && cell.foreground !== 'alarm' && foreground !== 'alarm';
    if (!isJoined && cell.foreground !== foreground) {
      if (text !== '') line.push({ text, foreground });
      text = '';
      foreground = cell.foreground;
    }
    text += cell.text;
  }
  return text === '' ? line : [...line, { text, foreground }];
}
