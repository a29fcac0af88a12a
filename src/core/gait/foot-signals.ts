import { SENSORS, type Side } from '../sensors.ts';
import type { ReadingWindow } from './sample-window.ts';
import { computeLevel, findRange, type SensorRange } from './sensor-range.ts';

/** How loaded a foot is, from its sensors' levels (0 to 1 each, in their own recent ranges). */
export interface FootSignal {
  /** Sum of the levels, one an instant. */
  readonly load: Float64Array;
  /** The highest level, one an instant: near 0 means that the foot is lifted. */
  readonly top: Float64Array;
  /** Whether any sensor of the foot moves enough to tell. */
  readonly isInformative: boolean;
}

export interface FootSignals {
  readonly left: FootSignal;
  readonly right: FootSignal;
  /**
   * One foot minus the other: free of what both share, and never aliased to the step frequency as the sum is. Its sign is
   * chosen by its first value, so that strides are the same, to the last bit, whichever foot is called left.
   */
  readonly difference: Float64Array;
}

export function extractFootSignals(window: ReadingWindow): FootSignals {
  const ranges = window.readings.map(findRange);
  const left = extractFootSignal('left', window, ranges);
  const right = extractFootSignal('right', window, ranges);
  const sign = (left.load[0] ?? 0) < (right.load[0] ?? 0) ? -1 : 1;
  const difference = left.load.map((load, index) => sign * (load - (right.load[index] ?? 0)));
  return { left, right, difference };
}

function extractFootSignal(
  side: Side,
  { times, readings }: ReadingWindow,
  ranges: readonly SensorRange[],
): FootSignal {
  const load = new Float64Array(times.length);
  const top = new Float64Array(times.length);
  let isInformative = false;
  for (const sensor of SENSORS) {
    const range = ranges[sensor.id];
    if (sensor.side !== side || !range?.isInformative) continue;
    isInformative = true;
    readings[sensor.id]?.forEach((reading, index) => {
      const level = computeLevel(range, reading);
      load[index] = (load[index] ?? 0) + level;
      top[index] = Math.max(top[index] ?? 0, level);
    });
  }
  return { load, top, isInformative };
}
