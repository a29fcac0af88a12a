import { SENSORS } from '../sensors.ts';
import type { ReadingWindow } from './sample-window.ts';
import { findRange } from './sensor-range.ts';

/** How the feet share the load. */
export interface LoadFigures {
  /** Share of the load on each foot, 0 to 1 and 1 together; null when nothing is loaded. */
  readonly share: { readonly left: number; readonly right: number } | null;
  /** Symmetry index, 200 (R - L) / (R + L), in per cent: 0 is even, positive is more on the right; null when nothing is loaded. */
  readonly symmetryIndexPercent: number | null;
}

/** A place on a picture of both feet seen from above, in per cent from its top left. */
export interface Place {
  readonly xPercent: number;
  readonly yPercent: number;
}

/**
 * Finds what each sensor reads when unloaded, 0 to 1023: the low end of its recent range, or 0 for a sensor that has moved too
 * little, since it may be loaded all the time.
 *
 * @returns one floor for each sensor, indexed by sensor id
 */
export function findFloors({ readings }: ReadingWindow): readonly number[] {
  return readings.map((values) => {
    const range = findRange(values);
    return range.isInformative ? range.low : 0;
  });
}

/**
 * Computes load share and symmetry index (Robinson et al., J Manipulative Physiol Ther 10:172-176, 1987, with the sign turned
 * so that positive is right) of the load over the chosen samples. The load of a foot is the sum of its readings above their floors.
 *
 * Readings are uncalibrated, saturate, and come from three places of a foot: the figures compare the feet of one person and are
 * no force.
 *
 * @param floors what each sensor reads when unloaded, indexed by sensor id
 * @param chosen whether each sample counts; whole strides make the result a mean over strides
 */
export function computeLoadFigures(
  { readings }: ReadingWindow,
  floors: readonly number[],
  chosen: readonly boolean[],
): LoadFigures {
  let left = 0;
  let right = 0;
  for (const { id, side } of SENSORS) {
    readings[id]?.forEach((reading, index) => {
      if (!chosen[index]) return;
      const load = Math.max(0, reading - (floors[id] ?? 0));
      if (side === 'left') left += load;
      else right += load;
    });
  }
  const total = left + right;
  if (total === 0) return { share: null, symmetryIndexPercent: null };
  return {
    share: { left: left / total, right: right / total },
    symmetryIndexPercent: (200 * (right - left)) / total,
  };
}

/**
 * Computes a proxy of the centre of pressure: the mean of the sensors' places, weighted by their readings above their floors. With
 * three uncalibrated sensors a foot it shows where load moves, not where the centre of pressure is.
 *
 * @param floors what each sensor reads when unloaded, indexed by sensor id
 * @param back how many samples before the newest one
 * @returns the place, or null when nothing is loaded
 */
export function computeCentreOfPressure(
  { readings }: ReadingWindow,
  floors: readonly number[],
  back = 0,
): Place | null {
  let total = 0;
  let x = 0;
  let y = 0;
  for (const { id, xPercent, yPercent } of SENSORS) {
    const load = Math.max(0, (readings[id]?.at(-1 - back) ?? 0) - (floors[id] ?? 0));
    total += load;
    x += load * xPercent;
    y += load * yPercent;
  }
  return total === 0 ? null : { xPercent: x / total, yPercent: y / total };
}
