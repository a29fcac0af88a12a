import type { Side } from '../insole/insole.ts';
import type { ReadingWindow } from './sample-window.ts';
import { computeLevel, findRange, type SensorRange } from './sensor-range.ts';

/** How loaded a foot is over a window, from the levels of its sensors (0 to 1 each, in their own recent ranges). */
export interface FootSignal {
  /** Sum of the levels at each sample, 0 to the number of sensors. */
  readonly load: Float64Array;
  /** Highest level at each sample, 0 to 1; near 0 the foot is in swing. */
  readonly top: Float64Array;
  /** How many sensors the foot has. */
  readonly sensors: number;
  /** Whether any sensor of the foot has moved enough to be used; without one, `load` and `top` are all 0. */
  readonly isInformative: boolean;
}

/** The signals of both feet over the same window, each with one value for each sample. */
export interface FootSignals {
  readonly left: FootSignal;
  readonly right: FootSignal;
  /**
   * Load of one foot minus load of the other. Unlike their sum, it oscillates at the stride frequency, not at the step
   * frequency, which aliases at 0.3 s. The first value is made positive, so that strides come out the same, to the last bit,
   * when the feet are exchanged.
   */
  readonly difference: Float64Array;
}

/** Extracts the load signals of both feet from a window of readings. */
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
  { times, sensors, readings }: ReadingWindow,
  ranges: readonly SensorRange[],
): FootSignal {
  const load = new Float64Array(times.length);
  const top = new Float64Array(times.length);
  let isInformative = false;
  let count = 0;
  for (const [at, sensor] of sensors.entries()) {
    const range = ranges[at];
    if (sensor.side !== side) continue;
    count += 1;
    if (!range?.isInformative) continue;
    isInformative = true;
    readings[at]?.forEach((reading, index) => {
      const level = computeLevel(range, reading);
      load[index] = (load[index] ?? 0) + level;
      top[index] = Math.max(top[index] ?? 0, level);
    });
  }
  return { load, top, sensors: count, isInformative };
}
