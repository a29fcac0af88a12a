import { FULL_SCALE } from '../../core/insole/full-scale.ts';
import { BRAILLE_COLUMNS, BRAILLE_DOTS, BRAILLE_ROWS, makeBraille } from './braille.ts';
import type { Colour, Line, Span } from './frame.ts';
import { makeThinMarkColour } from './ramp-step.ts';

/** A curve over one cycle, with the band in which it lies. */
export interface DrawnCurve {
  /** At even parts of the cycle, from its start on. */
  readonly mean: readonly number[];
  readonly halfWidths: readonly number[];
  /** What the top of the plot and the highest colour of the ramp stand for. */
  readonly highest: number;
}

/** A band that reaches so many dots to either side is set off from the mean by its texture. */
const MIN_TEXTURED_DOTS = 2;

/** What a dot belongs to. */
const NOTHING = 0;
const BAND = 1;
const MEAN = 2;

/**
 * Draws a curve into `rows` lines of exactly `widthCells` cells, from 0 at the bottom: the mean as a line in the ramp's colours, and its
 * band as dots around it, or as the thickness of the line where it is too narrow for that.
 */
export function drawCurve(curve: DrawnCurve, widthCells: number, rows: number, unicode: boolean): Line[] {
  const [across, down] = unicode ? [BRAILLE_COLUMNS, BRAILLE_ROWS] : [1, 1];
  const dots = plotDots(curve, widthCells * across, rows * down, unicode);
  return Array.from({ length: rows }, (_, row) =>
    joinSpans(
      Array.from({ length: widthCells }, (_, column): Span => {
        const cell = Array.from({ length: down }, (_, y) =>
          Array.from({ length: across }, (_, x) => dots[row * down + y]?.[column * across + x] ?? NOTHING),
        );
        const strongest = Math.max(...cell.flat());
        const text = unicode ? drawDots(cell) : (' .*'[strongest] ?? ' ');
        return {
          text,
          foreground: strongest === MEAN ? chooseColour(curve, (column + 0.5) / widthCells) : 'dim',
        };
      }),
    ),
  );
}

function plotDots(curve: DrawnCurve, width: number, height: number, canThicken: boolean): number[][] {
  const dots = Array.from({ length: height }, () => new Array<number>(width).fill(NOTHING));
  const findRow = (value: number) =>
    Math.max(0, Math.min(height - 1, Math.round((1 - value / curve.highest) * (height - 1))));
  for (let x = 0; x < width; x++) {
    const at = (part: number) => lookUp(curve.mean, part / width);
    const half = lookUp(curve.halfWidths, (x + 0.5) / width);
    const mean = at(x + 0.5);
    const [top, bottom] = [findRow(mean + half), findRow(mean - half)];
    const isTextured = (half / curve.highest) * height >= MIN_TEXTURED_DOTS;
    for (let y = top; y <= bottom; y++) {
      const row = dots[y];
      if (row && (!isTextured || (x + y) % 2 === 0)) row[x] = canThicken && !isTextured ? MEAN : BAND;
    }
    // The line has no gaps where it is steep.
    const [from, to] = [findRow(at(x)), findRow(at(x + 1))];
    for (let y = Math.min(from, to); y <= Math.max(from, to); y++) {
      const row = dots[y];
      if (row) row[x] = MEAN;
    }
  }
  return dots;
}

/** Interpolates around the cycle. */
function lookUp(values: readonly number[], phase: number): number {
  const at = (phase - Math.floor(phase)) * values.length;
  const index = Math.floor(at) % values.length;
  const share = at - Math.floor(at);
  return (values[index] ?? 0) * (1 - share) + (values[(index + 1) % values.length] ?? 0) * share;
}

function chooseColour(curve: DrawnCurve, phase: number): Colour {
  return makeThinMarkColour((lookUp(curve.mean, phase) / curve.highest) * FULL_SCALE);
}

function drawDots(cell: readonly (readonly number[])[]): string {
  let dots = 0;
  cell.forEach((row, y) => {
    row.forEach((dot, x) => {
      if (dot !== NOTHING) dots |= BRAILLE_DOTS[y]?.[x] ?? 0;
    });
  });
  return makeBraille(dots);
}

/** Joins neighbours of one foreground; a blank joins any. */
export function joinSpans(cells: readonly Span[]): Span[] {
  const spans: Span[] = [];
  for (const cell of cells) {
    const last = spans.at(-1);
    if (last && (cell.text === ' ' || last.foreground === cell.foreground))
      spans[spans.length - 1] = { ...last, text: last.text + cell.text };
    else spans.push(cell);
  }
  return spans;
}
