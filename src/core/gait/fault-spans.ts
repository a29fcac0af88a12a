import type { Sample } from '../sample.ts';
import { findFault } from './faulty-sensors.ts';
import type { ReadingWindow } from './sample-window.ts';

/** Before a sensor is flagged as stuck, it was stuck for as long as it moved by no more than this: a bit more than the rules allow. */
const MAX_STUCK_RANGE = 82;
/** Before two sensors are flagged as swapped, they may have been so for up to this long. */
const SWAPPED_SECONDS = 20;
const SWAPPED = 'swapped';

/**
 * Finds which readings of a window are of no use: those that a rule flagged, and those before them in which the fault was there, but not
 * known yet.
 *
 * @param samples those that the window was read from
 * @returns for each sensor of the window whether each of its readings is wrong; null for a sensor without a fault
 */
export function findFaultSpans(
  samples: readonly Sample[],
  { times, sensors, readings }: ReadingWindow,
): readonly (Uint8Array | null)[] {
  const spans: (Uint8Array | null)[] = sensors.map(() => null);
  const placeOf = new Map(sensors.map(({ id }, at) => [id, at]));
  samples.forEach((sample, index) => {
    for (const reading of sample.sensors) {
      const fault = reading.anomaly ? findFault(reading) : null;
      const at = fault === null ? undefined : placeOf.get(reading.id);
      if (at === undefined) continue;
      const span = spans[at] ?? new Uint8Array(times.length);
      spans[at] = span;
      if (index > 0 && span[index - 1] === 0) {
        const start =
          fault === SWAPPED
            ? findSecondsBefore(times, index, SWAPPED_SECONDS)
            : findStuckSince(readings[at] ?? new Float64Array(), index);
        span.fill(1, start, index);
      }
      span[index] = 1;
    }
  });
  return spans;
}

function findSecondsBefore(times: Float64Array, index: number, seconds: number): number {
  const fromSeconds = (times[index] ?? 0) - seconds;
  return times.findIndex((atSeconds) => atSeconds >= fromSeconds);
}

function findStuckSince(readings: Float64Array, index: number): number {
  let low = readings[index] ?? 0;
  let high = low;
  for (let start = index; start > 0; start--) {
    const before = readings[start - 1] ?? 0;
    low = Math.min(low, before);
    high = Math.max(high, before);
    if (high - low > MAX_STUCK_RANGE) return start;
  }
  return 0;
}
