import { SENSORS } from '../sensors.ts';
import type { ReadingWindow } from './sample-window.ts';
import { findRange } from './sensor-range.ts';

/** How the feet share the load, and where its centre is. */
export interface LoadFigures {
  /** Share of the load that each foot bears, 0 to 1 and together 1; null when nothing is loaded. */
  readonly share: { readonly left: number; readonly right: number } | null;
  /** SI = 200 (R - L) / (R + L) in %: 0 is even, positive is more on the right; null when nothing is loaded. */
  readonly symmetryIndexPercent: number | null;
}

/** A place on a picture of both feet seen from above, in per cent from its top left. */
export interface Place {
  readonly xPercent: number;
  readonly yPercent: number;
}

/**
 * What each sensor reads unloaded: the low end of its recent range where it moves enough to tell, else 0, since a sensor
 * that does not move may as well be loaded.
 */
export function findFloors({ readings }: ReadingWindow): readonly number[] {
  return readings.map((of) => {
    const range = findRange(of);
    return range.isInformative ? range.low : 0;
  });
}

/**
 * Load share and symmetry index (Robinson et al., J Manipulative Physiol Ther 10:172-176, 1987; with R - L) of the mean
 * load over the chosen samples, floors subtracted; whole strides make it a mean over strides. Readings are
 * uncalibrated, saturate, and see three places of a foot: this compares a person with himself, and is no force.
 *
 * @param chosen whether a sample counts, one entry a sample
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
 * A proxy of the centre of pressure at the newest sample, or `back` samples before it: the mean of the sensors' places, weighted by their readings
 * above their floors. With three uncalibrated sensors a foot it tells where load moves, not where the centre is. Null
 * when nothing is loaded.
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
