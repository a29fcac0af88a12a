import { ROWS_PER_SECOND, STRAIGHT_SHARE } from '../recorded-walk.ts';
import type { ForceWalk } from './force-walk.ts';

/** What the force says of a stretch of a walk. Shares are of the time walked in it; NaN when nobody walked. */
export interface WindowTruth {
  /** Mean time from a strike of a foot to its next, over the strides within 15 % of their median. */
  readonly straightStrideSeconds: number;
  /** The same over all strides. */
  readonly meanStrideSeconds: number;
  /** Share of the force of both feet that is under the left. */
  readonly loadLeft: number;
  /** Share of the readings' sum, above the floor of each sensor, that is the left foot's. */
  readonly loadLeftOfSensors: number;
  readonly stanceLeft: number;
  readonly stanceRight: number;
  readonly doubleSupport: number;
  /** Of both feet. */
  readonly steps: number;
  readonly walkedSeconds: number;
}

/** Judges what the figures of a window should be. */
export function judgeWindow(walk: ForceWalk, fromSeconds: number, toSeconds: number): WindowTruth {
  const from = Math.max(0, Math.ceil(fromSeconds * ROWS_PER_SECOND));
  const to = Math.min(walk.rows.length, Math.floor(toSeconds * ROWS_PER_SECOND));
  const [left, right] = walk.feet;
  const strides = walk.feet.flatMap(({ strikes }) => findStrides(strikes, from, to));
  const median = strides.toSorted((a, b) => a - b)[strides.length >> 1] ?? Number.NaN;
  const straight = strides.filter((rows) => Math.abs(rows / median - 1) <= STRAIGHT_SHARE);
  const floors = findFloors(walk, from, to);
  const sums = { rows: 0, left: 0, right: 0, both: 0, forceLeft: 0, force: 0, readingLeft: 0, reading: 0 };
  for (let row = from; row < to; row++) {
    if (!walk.isWalked[row]) continue;
    sums.rows += 1;
    if (left.isInContact[row]) sums.left += 1;
    if (right.isInContact[row]) sums.right += 1;
    if (left.isInContact[row] && right.isInContact[row]) sums.both += 1;
    sums.forceLeft += left.force[row] ?? 0;
    sums.force += (left.force[row] ?? 0) + (right.force[row] ?? 0);
    floors.forEach((floor, id) => {
      const load = Math.max(0, (walk.rows[row]?.[id] ?? 0) - floor);
      sums.reading += load;
      if (id < floors.length / 2) sums.readingLeft += load;
    });
  }
  return {
    straightStrideSeconds: computeMean(straight) / ROWS_PER_SECOND,
    meanStrideSeconds: computeMean(strides) / ROWS_PER_SECOND,
    loadLeft: sums.forceLeft / sums.force,
    loadLeftOfSensors: sums.readingLeft / sums.reading,
    stanceLeft: sums.left / sums.rows,
    stanceRight: sums.right / sums.rows,
    doubleSupport: sums.both / sums.rows,
    steps: walk.feet.reduce(
      (steps, { strikes }) => steps + strikes.filter((row) => row >= from && row < to).length,
      0,
    ),
    walkedSeconds: sums.rows / ROWS_PER_SECOND,
  };
}

/** Whether somebody walked all the time from one instant to another. */
export function isWalkedThroughout({ isWalked }: ForceWalk, fromSeconds: number, toSeconds: number): boolean {
  return isWalked
    .slice(Math.floor(fromSeconds * ROWS_PER_SECOND), Math.floor(toSeconds * ROWS_PER_SECOND))
    .every((walked) => walked);
}

/** The strides of a foot that lie in a window, in rows; a stop is no stride. */
function findStrides(strikes: readonly number[], from: number, to: number): number[] {
  return strikes.flatMap((strike, index) => {
    const next = strikes[index + 1] ?? Number.POSITIVE_INFINITY;
    return strike >= from && next <= to && next - strike <= 2.5 * ROWS_PER_SECOND ? [next - strike] : [];
  });
}

function findFloors({ rows }: ForceWalk, from: number, to: number): number[] {
  return Array.from({ length: rows[0]?.length ?? 0 }, (_, id) => {
    const readings = rows.slice(from, to).map((row) => row[id] ?? 0);
    return readings.sort((a, b) => a - b)[Math.floor(0.04 * readings.length)] ?? 0;
  });
}

function computeMean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
