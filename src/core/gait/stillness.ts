import { type ReadingWindow, sliceWindowSince } from './sample-window.ts';
import { findRange, MIN_INFORMATIVE_WIDTH } from './sensor-range.ts';

/** A patient who has been still for this long is standing; the pivot of a turn is shorter. */
const STILL_SECONDS = 3;
/** How much of that has to be seen. */
export const MIN_STILL_SECONDS = 2.5;
/** Standing people sway, but each sensor loses no more than this share of its load. */
const MAX_SWAY_SHARE = 1 / 3;

/** Whether every sensor has been still for the last 3 s: it has kept two thirds of its load, or has moved by less than 64 readings. */
export function isStill(window: ReadingWindow, newestSeconds: number): boolean {
  return sliceWindowSince(window, newestSeconds - STILL_SECONDS).readings.every((readings) => {
    const { low, high } = findRange(readings);
    return high - low < Math.max(MIN_INFORMATIVE_WIDTH, MAX_SWAY_SHARE * high);
  });
}

/** Whether any sensor reads more at the newest sample than an unloaded one does, which is up to 60. */
export function isLoaded({ readings }: ReadingWindow): boolean {
  return readings.some((values) => (values.at(-1) ?? 0) >= MIN_INFORMATIVE_WIDTH);
}
