import type { ReadingWindow } from './sample-window.ts';
import { findRange } from './sensor-range.ts';

/** What a sensor bears, on average, while the patient walks. */
export interface UsualLoad {
  /** What it reads when unloaded. */
  readonly floor: number;
  /** The mean of its readings above that. */
  readonly load: number;
}

/** Walking is told by the movement within so long, which holds a stride. */
const STRETCH_SECONDS = 2;
/** The patient walks where the difference of the feet moves by this share of its range. */
const MOVING_SHARE = 0.4;
/** So much of the walking before a fault tells what a sensor usually bears: at least, and at most. */
const MIN_STRETCHES = 6;
const MAX_STRETCHES = 45;
/** With fewer readings in a stretch it shows no movement. */
const MIN_READINGS = 3;

/**
 * Finds the readings of stretches of 2 s in which the patient walked, newest stretch first.
 *
 * @param difference of the feet, one value for each instant
 */
export function findWalkedStretches(
  times: Float64Array,
  difference: Float64Array,
): readonly (readonly number[])[] {
  const stretches = new Map<number, number[]>();
  const newestSeconds = times.at(-1) ?? 0;
  times.forEach((atSeconds, index) => {
    const stretch = Math.floor((newestSeconds - atSeconds) / STRETCH_SECONDS);
    const indices = stretches.get(stretch);
    if (indices === undefined) stretches.set(stretch, [index]);
    else indices.push(index);
  });
  const { low, high } = findRange(difference);
  const isMoving = (indices: readonly number[]) => {
    const values = indices.map((index) => difference[index] ?? 0);
    const moved = Math.max(...values) - Math.min(...values);
    return values.length >= MIN_READINGS && moved > 0 && moved >= MOVING_SHARE * (high - low);
  };
  return [...stretches]
    .sort(([a], [b]) => a - b)
    .flatMap(([, indices]) => (isMoving(indices) ? [indices] : []));
}

/**
 * Measures what a sensor bears while the patient walks, from the newest stretches of walking in which its readings are right.
 *
 * @param isWrong whether each of its readings is wrong
 * @returns null with less than 12 s of that
 */
export function measureUsualLoad(
  readings: ReadingWindow['readings'][number],
  isWrong: Uint8Array,
  stretches: readonly (readonly number[])[],
): UsualLoad | null {
  const right = stretches.filter((indices) => indices.every((index) => isWrong[index] === 0));
  if (right.length < MIN_STRETCHES) return null;
  const values = Float64Array.from(right.slice(0, MAX_STRETCHES).flat(), (index) => readings[index] ?? 0);
  const range = findRange(values);
  const floor = range.isInformative ? range.low : 0;
  return { floor, load: values.reduce((sum, value) => sum + Math.max(0, value - floor), 0) / values.length };
}
