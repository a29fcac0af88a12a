import { placeOnPicture, type Side } from '../insole/insole.ts';
import { memoize } from '../memoize.ts';
import { computeHarmonicMeans } from './harmonic-mean.ts';
import { estimateSpread, type Interval, makeEstimate, weighSpread } from './interval.ts';
import type { ReadingWindow } from './sample-window.ts';
import { findRange } from './sensor-range.ts';

/** How the feet share the load, and how sure it is. */
export interface LoadFigures {
  /** Share of the load on each foot, 0 to 1 and 1 together. */
  readonly share: { readonly left: number; readonly right: number };
  /** Symmetry index, 200 (R - L) / (R + L), in per cent: 0 is even, positive is more on the right. */
  readonly symmetryIndexPercent: number;
  /** Where the left share of the force under the whole feet lies. */
  readonly leftInterval: Interval;
  /** Where the left share lies of what these sensors bear over the whole time; it compares one walk of a person with another. */
  readonly leftOfSensorsInterval: Interval;
  /** Where the symmetry index of the force under the whole feet lies. */
  readonly symmetryInterval: Interval;
}

/** A place on a picture of both feet seen from above, in per cent from its top left. */
export interface Place {
  readonly xPercent: number;
  readonly yPercent: number;
}

/** The load of a foot, as the harmonics of the stride: enough for three sensors a foot, and few enough for 3 samples a second. */
const HARMONICS = 3;
/** What is left where chance does nothing, and what chance does in shares of the jackknife's estimate (docs/figures.md). */
const MIN_HALF_WIDTH = 0.0045;
const SPREAD_FACTOR = 0.9;
/** How far the share of a few places is from the share of the whole foot, which differs between people and does not average out. */
const PERSON_HALF_WIDTH = 0.044;

/**
 * Finds what each sensor reads when unloaded, 0 to 1023: the low end of its recent range, or 0 for a sensor that has moved too
 * little, since it may be loaded all the time.
 *
 * @returns one floor for each sensor of the window; once for each window
 */
export const findFloors = memoize(({ readings }: ReadingWindow): readonly number[] =>
  readings.map((values) => {
    const range = findRange(values);
    return range.isInformative ? range.low : 0;
  }),
);

/** Sums the readings of a foot's sensors above their floors, at each sample. */
export function sumFootLoad(
  { times, sensors, readings }: ReadingWindow,
  floors: readonly number[],
  side: Side,
): Float64Array {
  const load = new Float64Array(times.length);
  for (const [at, sensor] of sensors.entries()) {
    if (sensor.side !== side) continue;
    const floor = floors[at] ?? 0;
    readings[at]?.forEach((reading, index) => {
      load[index] = (load[index] ?? 0) + Math.max(0, reading - floor);
    });
  }
  return load;
}

/** The load of each foot at each sample. */
export interface FootLoads {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/**
 * Computes load share and symmetry index (Robinson et al., J Manipulative Physiol Ther 10:172-176, 1987, with the sign turned
 * so that positive is right) of the load over the chosen samples.
 *
 * Readings are uncalibrated, saturate, and come from a few places of a foot: the figures compare the feet of one person and are
 * no force.
 *
 * @param strides counted at each sample, for a mean over strides; null for a mean over samples
 * @param chosen whether each sample counts
 * @param halfWidths how far the mean load of each foot may be off beside chance, half of an interval of 90 %
 * @returns null when nothing is loaded
 */
export function computeLoadFigures(
  { left, right }: FootLoads,
  strides: Float64Array | null,
  chosen: readonly boolean[],
  halfWidths: { readonly left: number; readonly right: number } = { left: 0, right: 0 },
): LoadFigures | null {
  const computeMeans = (harmonics: number) =>
    computeHarmonicMeans([left, right], strides ?? new Float64Array(left.length), chosen, harmonics);
  const found = (strides === null ? null : computeMeans(HARMONICS)) ?? computeMeans(0);
  const share = found === null ? Number.NaN : computeLeftShare(found.means);
  if (found === null || Number.isNaN(share)) return null;
  const spread = SPREAD_FACTOR * weighSpread(chosen) * estimateSpread(found.leftOut.map(computeLeftShare));
  const [leftMean = 0, rightMean = 0] = found.means;
  const total = leftMean + rightMean;
  const beside = Math.hypot(halfWidths.left * rightMean, halfWidths.right * leftMean) / total ** 2;
  const ofSensors = Math.hypot(MIN_HALF_WIDTH, spread, beside);
  const leftInterval = makeEstimate(share, Math.hypot(PERSON_HALF_WIDTH, ofSensors), 0, 1).interval;
  return {
    share: { left: share, right: 1 - share },
    symmetryIndexPercent: computeSymmetryIndex(share),
    leftInterval,
    leftOfSensorsInterval: makeEstimate(share, ofSensors, 0, 1).interval,
    symmetryInterval: [computeSymmetryIndex(leftInterval[1]), computeSymmetryIndex(leftInterval[0])],
  };
}

/** A fit can be a little below 0 for a foot that is hardly loaded. */
function computeLeftShare([left = 0, right = 0]: readonly number[]): number {
  return Math.max(0, left) / (Math.max(0, left) + Math.max(0, right));
}

/** Computes the symmetry index of a left share, 0 to 1, in per cent: positive is more on the right. */
export function computeSymmetryIndex(leftShare: number): number {
  return 200 * (1 - 2 * leftShare);
}

/**
 * Computes a proxy of the centre of pressure: the mean of the sensors' places, weighted by their readings above their floors. With
 * a few uncalibrated sensors a foot it shows where load moves, not where the centre of pressure is.
 *
 * @param floors what each sensor of the window reads when unloaded
 * @param back how many samples before the newest one
 * @returns the place, or null when nothing is loaded
 */
export function computeCentreOfPressure(
  { sensors, readings }: ReadingWindow,
  floors: readonly number[],
  back = 0,
): Place | null {
  let total = 0;
  let x = 0;
  let y = 0;
  for (const [at, sensor] of sensors.entries()) {
    const { xPercent, yPercent } = placeOnPicture(sensor);
    const load = Math.max(0, (readings[at]?.at(-1 - back) ?? 0) - (floors[at] ?? 0));
    total += load;
    x += load * xPercent;
    y += load * yPercent;
  }
  return total === 0 ? null : { xPercent: x / total, yPercent: y / total };
}
