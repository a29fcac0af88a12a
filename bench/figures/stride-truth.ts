import { ROWS_PER_SECOND, STRAIGHT_SHARE } from '../recorded-walk.ts';
import type { ForceWalk } from './force-walk.ts';

/** A time from one strike of the left foot to its next, in rows. */
type Stride = readonly [from: number, to: number];

/** The straight strides of a stretch of a walk, as the force tells them. */
export interface TrueStrides {
  readonly rows: ForceWalk['rows'];
  readonly strides: readonly Stride[];
  /** Mean share of the stride in which each foot is on the ground. */
  readonly contact: { readonly left: number; readonly right: number };
}

/** Finds the strides of a stretch, without those of turns and pauses. */
export function findTrueStrides(walk: ForceWalk, fromSeconds: number, toSeconds: number): TrueStrides {
  const [left, right] = walk.feet;
  const strikes = left.strikes.filter(
    (row) => row >= fromSeconds * ROWS_PER_SECOND && row <= toSeconds * ROWS_PER_SECOND,
  );
  const all = strikes
    .slice(1)
    .map((to, index): Stride => [strikes[index] ?? 0, to])
    .filter(([from, to]) => to - from <= 2.5 * ROWS_PER_SECOND);
  const median = all.map(([from, to]) => to - from).sort((a, b) => a - b)[all.length >> 1] ?? Number.NaN;
  const strides = all.filter(([from, to]) => Math.abs((to - from) / median - 1) <= STRAIGHT_SHARE);
  const share = (isInContact: readonly boolean[]) =>
    strides.reduce(
      (sum, [from, to]) => sum + isInContact.slice(from, to).filter(Boolean).length / (to - from),
      0,
    ) / strides.length;
  return {
    rows: walk.rows,
    strides,
    contact: { left: share(left.isInContact), right: share(right.isInContact) },
  };
}

/** Computes the mean of some sensors' sum at so many even parts of the strides. */
export function computeTrueCurve(
  { rows, strides }: TrueStrides,
  sensors: readonly number[],
  points: number,
): readonly number[] {
  const read = (row: number) => sensors.reduce((sum, id) => sum + (rows[row]?.[id] ?? 0), 0);
  return Array.from({ length: points }, (_, point) => {
    const readings = strides.map(([from, to]) => {
      const at = from + ((to - from) * point) / points;
      const row = Math.floor(at);
      return read(row) * (1 - at + row) + read(Math.min(rows.length - 1, row + 1)) * (at - row);
    });
    return readings.reduce((sum, reading) => sum + reading, 0) / readings.length;
  });
}
