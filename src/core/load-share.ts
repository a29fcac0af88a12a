import type { Sample } from './sample.ts';
import { SENSORS } from './sensors.ts';

export interface LoadShare {
  /** Share of the readings' sum that the left foot carries, 0 to 1. */
  readonly left: number;
  readonly right: number;
}

/** How far back the share looks: long enough for many strides, short enough to follow a change. */
export const LOAD_WINDOW_SECONDS = 30;

/**
 * How the load is shared by the feet, as the ratio of their readings' sums over the window's samples; readings
 * are uncalibrated and saturate, so this compares the feet and is no force. Null when nothing is loaded.
 */
export function shareLoad(samples: readonly Sample[], nowSeconds: number): LoadShare | null {
  let left = 0;
  let right = 0;
  for (const sample of samples) {
    if (sample.atSeconds < nowSeconds - LOAD_WINDOW_SECONDS) continue;
    for (const { id, value } of sample.sensors) {
      if (SENSORS[id]?.side === 'left') left += value;
      else if (SENSORS[id]?.side === 'right') right += value;
    }
  }
  const total = left + right;
  return total === 0 ? null : { left: left / total, right: right / total };
}
