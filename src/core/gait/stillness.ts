import type { Side } from '../sensors.ts';
import { type ReadingWindow, sliceWindowSince, sumFoot } from './sample-window.ts';
import { findRange, MIN_INFORMATIVE_WIDTH } from './sensor-range.ts';

/** A patient who has been still for this long is standing; the pivot of a turn is shorter. */
const STILL_SECONDS = 3;
/** How much of that has to be seen. */
export const MIN_STILL_SECONDS = 2.5;
/** A sensor is still as long as it moves by less than this share of its range. */
const MAX_STILL_SHARE = 0.3;
/** A foot that sways is on the ground as long as its load changes by less than this share of its highest. */
const MAX_SWAY_SHARE = 0.5;

/**
 * Whether both feet have been still for the last 3 s. A foot is still when each of its sensors has moved by less than 64 readings or
 * by less than 30 % of its range, and also while it sways without being relieved of half of its load.
 */
export function isStill(window: ReadingWindow, newestSeconds: number): boolean {
  const last = sliceWindowSince(window, newestSeconds - STILL_SECONDS);
  return isFootStill(window, last, 'left') && isFootStill(window, last, 'right');
}

function isFootStill(window: ReadingWindow, last: ReadingWindow, side: Side): boolean {
  const load = findRange(sumFoot(last, side));
  if (load.high - load.low < MAX_SWAY_SHARE * load.high) return true;
  return window.readings.every((readings, at) => {
    if (window.sensors[at]?.side !== side) return true;
    const range = findRange(readings);
    const newest = findRange(last.readings[at] ?? new Float64Array());
    const limit = Math.max(MIN_INFORMATIVE_WIDTH, MAX_STILL_SHARE * (range.high - range.low));
    return newest.high - newest.low < limit;
  });
}

/** Whether any sensor reads more at the newest sample than an unloaded one does, which is up to 60. */
export function isLoaded({ readings }: ReadingWindow): boolean {
  return readings.some((values) => (values.at(-1) ?? 0) >= MIN_INFORMATIVE_WIDTH);
}
