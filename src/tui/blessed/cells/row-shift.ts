/**
 * A part of a row whose cells, from `start` up to but not including `end`, show what stood `by` cells further right.
 */
export interface RowShift {
  readonly start: number;
  readonly end: number;
  readonly by: number;
}

/** Moving takes four escape sequences, so fewer cells than this are cheaper to write. */
const MIN_CELLS = 8;
const MAX_STEPS = 3;

/**
 * Finds the first part of a row, from the cell `from` on, that only moved to the left by one to three cells.
 *
 * @param isSame whether the new cell in column `now` equals the old cell in column `before`
 * @returns null when no part is worth moving
 */
export function findShift(
  columns: number,
  from: number,
  isSame: (now: number, before: number) => boolean,
): RowShift | null {
  for (let by = 1; by <= MAX_STEPS; by++) {
    const shift = findShiftBy(by, columns, from, isSame);
    if (shift) return shift;
  }
  return null;
}

function findShiftBy(
  by: number,
  columns: number,
  from: number,
  isSame: (now: number, before: number) => boolean,
): RowShift | null {
  let start = -1;
  let end = -1;
  let moved = 0;
  for (let at = from; at <= columns - by; at++) {
    const fits = at < columns - by && isSame(at, at + by);
    if (fits && !isSame(at, at)) {
      if (start < 0) start = at;
      end = at + 1;
      moved++;
    }
    if (fits) continue;
    if (moved >= MIN_CELLS) return { start, end, by };
    start = -1;
    moved = 0;
  }
  return null;
}
