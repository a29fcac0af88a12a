import type { Side } from '../../../core/insole/insole.ts';
import { memoizeLatest } from '../../../core/memoize.ts';
import { pickFoot, type StrideCurves } from '../../../core/stride-curve/stride-curves.ts';
import { BRAILLE_COLUMNS, BRAILLE_DOTS, BRAILLE_ROWS, makeBraille } from '../../frame/braille.ts';
import { joinSpans } from '../../frame/draw-curve.ts';
import { centreLine } from '../../frame/fit-line.ts';
import type { Line, Span } from '../../frame/frame.ts';
import { FOOT_LENGTH_TO_WIDTH } from '../../model/layout.ts';
import type { ViewContext } from '../view-context.ts';
import { shapeFeet } from './foot-shape.ts';

/** Smaller feet show no path. */
const MIN_ROWS = 8;
/** The curves keep most of the panel. */
const MAX_SHARE = 0.32;
const GAP_COLUMNS = 2;
const HEADINGS = ['centre of pressure', 'pressure path', 'path'];
/** Between two points of a curve the path is drawn in so many steps. */
const STEPS = 8;

/** How large the feet are that the path is drawn on, in cells. */
export interface PathSize {
  /** Of both feet and the gap between them. */
  readonly columns: number;
  readonly footColumns: number;
  readonly rows: number;
}

/** Sizes the feet for a panel of the mean stride; null where there is no room for them beside the curves. */
export function fitPath(columns: number, rows: number): PathSize | null {
  const byHeight = Math.round((2 * (rows - 1)) / FOOT_LENGTH_TO_WIDTH);
  const byWidth = Math.floor((columns * MAX_SHARE - GAP_COLUMNS) / 2);
  const footColumns = Math.min(byHeight, byWidth);
  const footRows = Math.min(rows - 1, Math.round((footColumns * FOOT_LENGTH_TO_WIDTH) / 2));
  return footRows < MIN_ROWS ? null : { columns: 2 * footColumns + GAP_COLUMNS, footColumns, rows: footRows };
}

const shapeFeetOnce = memoizeLatest(shapeFeet);

/** The mean path of the centre of pressure under each foot, on the shapes of the feet, with a heading. */
export function drawPressurePath(
  context: ViewContext,
  curves: StrideCurves,
  size: PathSize,
  rows: number,
): Line[] {
  const { glyphs, unicode } = context;
  const shape = shapeFeetOnce(size.footColumns, GAP_COLUMNS, size.rows);
  const patterns = new Map<number, number>();
  for (const side of ['left', 'right'] as const) {
    for (const [x, y] of tracePath(curves, side)) {
      const [column, row] = [Math.floor(x * size.columns), Math.floor(y * size.rows)];
      const dotRow = BRAILLE_DOTS[Math.floor((y * size.rows - row) * BRAILLE_ROWS)];
      const bit = dotRow?.[Math.floor((x * size.columns - column) * BRAILLE_COLUMNS)] ?? 0;
      const cell = row * size.columns + column;
      patterns.set(cell, (patterns.get(cell) ?? 0) | bit);
    }
  }
  const lines = Array.from(
    { length: size.rows },
    (_, row): Line =>
      joinSpans(
        Array.from({ length: size.columns }, (_, column): Span => {
          const pattern = patterns.get(row * size.columns + column);
          if (pattern !== undefined) {
            const text = unicode ? makeBraille(pattern) : glyphs.centre;
            return { text, foreground: 'bright' };
          }
          const pixel = 2 * row * size.columns + column;
          const isFoot = [pixel, pixel + size.columns].some((at) => (shape.footIndices[at] ?? -1) >= 0);
          return { text: isFoot ? glyphs.blank : ' ', foreground: 'dim' };
        }),
      ),
  );
  const words = HEADINGS.find((each) => each.length <= size.columns) ?? '';
  const heading = centreLine([{ text: words, foreground: 'dim' }], size.columns, '');
  const above = Math.max(0, Math.floor((rows - 1 - size.rows) / 2));
  return [heading, ...new Array<Line>(above).fill([]), ...lines];
}

/** Places on the path, as shares of the picture of both feet. */
function tracePath(curves: StrideCurves, side: Side): (readonly [x: number, y: number])[] {
  const path = pickFoot(curves, side)?.path ?? [];
  return path.flatMap((place, point) => {
    const next = path[(point + 1) % path.length] ?? place;
    if (place === null || next === null) return [];
    return Array.from({ length: STEPS }, (_, step) => {
      const share = step / STEPS;
      const mix = (a: number, b: number) => Math.min(0.999, Math.max(0, (a * (1 - share) + b * share) / 100));
      return [mix(place.xPercent, next.xPercent), mix(place.yPercent, next.yPercent)] as const;
    });
  });
}
