import { computeHarmonicMeans } from './harmonic-mean.ts';
import { type Estimate, estimateSpread, halveWidth, makeEstimate, weighSpread } from './interval.ts';
import type { FootLoads } from './load.ts';
import type { ReadingWindow } from './sample-window.ts';
import { findRange } from './sensor-range.ts';

/** How long the feet are on the ground, as shares of the time walked, 0 to 1. */
export interface StanceFigures {
  readonly left: Estimate;
  readonly right: Estimate;
  /** Both feet at once; null when its interval is wider than 8 points either way. */
  readonly doubleSupport: Estimate | null;
}

/** A foot is on the ground from this share of what its most loaded sensor bears. */
export const CONTACT_SHARE = 0.06;
/** Contact has two edges a stride: with more harmonics a fit follows the samples rather than the stride. */
const HARMONICS = 2;
/** What is left where chance does nothing, and what chance does in shares of the jackknife's estimate (docs/figures.md). */
const MIN_HALF_WIDTH = 0.025;
const SPREAD_FACTOR = 0.95;
const MAX_DOUBLE_SUPPORT_HALF_WIDTH = 0.08;

/** Finds what the most loaded sensor of each foot bears when it is loaded most, above its floor; 0 where none moves. */
export function findHighestLoads(
  { sensors, readings }: ReadingWindow,
  floors: readonly number[],
): { readonly left: number; readonly right: number } {
  const highest = { left: 0, right: 0 };
  for (const [at, { side }] of sensors.entries()) {
    const { high, isInformative } = findRange(readings[at] ?? new Float64Array());
    if (isInformative) highest[side] = Math.max(highest[side], high - (floors[at] ?? 0));
  }
  return highest;
}

/**
 * Computes the stance of each foot and the double support over the chosen samples.
 *
 * @param highest see `findHighestLoads`
 * @param strides counted at each sample
 * @returns null when there are too few samples, or when a foot has no sensor that moves
 */
export function computeStance(
  { left, right }: FootLoads,
  highest: { readonly left: number; readonly right: number },
  strides: Float64Array,
  chosen: readonly boolean[],
): StanceFigures | null {
  if (highest.left === 0 || highest.right === 0) return null;
  const isLeft = left.map((load) => Number(load >= CONTACT_SHARE * highest.left));
  const isRight = right.map((load) => Number(load >= CONTACT_SHARE * highest.right));
  const isBoth = isLeft.map((contact, index) => contact * (isRight[index] ?? 0));
  const found = computeHarmonicMeans([isLeft, isRight, isBoth], strides, chosen, HARMONICS);
  if (found === null) return null;
  const spreadOf = (signal: number) =>
    SPREAD_FACTOR * weighSpread(chosen) * estimateSpread(found.leftOut.map((means) => means[signal] ?? 0));
  const estimate = (signal: number, least: number, spread: number) => {
    const share = Math.min(1, Math.max(0, found.means[signal] ?? 0));
    return makeEstimate(share, Math.hypot(least, spread), 0, 1);
  };
  const [leftSpread, rightSpread] = [spreadOf(0), spreadOf(1)];
  // What is not sure of either foot is not sure of both: of two ways to see it, the one that promises less.
  const bothSpread = Math.max(spreadOf(2), Math.hypot(leftSpread, rightSpread));
  const both = estimate(2, Math.SQRT2 * MIN_HALF_WIDTH, bothSpread);
  return {
    left: estimate(0, MIN_HALF_WIDTH, leftSpread),
    right: estimate(1, MIN_HALF_WIDTH, rightSpread),
    doubleSupport: halveWidth(both.interval) <= MAX_DOUBLE_SUPPORT_HALF_WIDTH ? both : null,
  };
}
