import type { FootSignal, FootSignals } from './foot-signals.ts';
import { type Estimate, estimateSpread, makeEstimate } from './interval.ts';
import { interpolateStrides, type StrideTrack } from './stride-track.ts';
import { findPair } from './walking-spans.ts';

/** With fewer strides the figure is not known. */
const MIN_STRIDES = 3;
/**
 * How far the pace of a stretch may be from the straight stride before it does not count at all, as a share of it. Nearer ones count by
 * Tukey's biweight: with a hard limit, a turn at its border is all or nothing by chance.
 */
const STRAIGHT_REACH = 0.16;
/** The weights are computed anew so many times, each around the mean before; it then changes by less than 0.01 %. */
const ROUNDS = 10;
/** Blocks of pieces that the straight stride is computed without, one at a time, to see how sure it is. */
const MAX_BLOCKS = 8;
/**
 * How many strides too many or too few may be counted at the ends of a stretch of walking where samples are a second apart; it falls
 * with the square root of their number, and adds up over the stretches, since starts are alike and stops too (docs/figures.md).
 */
const MISCOUNTED_STRIDES = 0.36;
/** What chance does, in shares of the jackknife's estimate. */
const SPREAD_FACTOR = 0.38;

/** A foot is lifted when all of its sensors are below this level. */
const LIFTED_LEVEL = 0.16;
/** Distance from mid-swing, in cycles, within which a foot is surely lifted, and within which it may be. */
const SWING_CORE = 0.12;
const SWING_REACH = 0.3;
/** With fewer strides, or with a larger share of them without a lift, the signal is wrong rather than the foot on the ground. */
const MIN_STRIDES_TO_DOUBT = 12;
const MAX_UNLIFTED_SHARE = 0.15;

/** Stride times: seconds from one strike of a foot to its next. */
export interface StrideTimes {
  /** The mean of the strides that are walked straight on. */
  readonly straight: Estimate;
  /** The mean of all strides, those of turns with them. */
  readonly meanSeconds: number;
}

/** A stretch of about two strides, so that differences between the feet cancel out. */
interface Piece {
  readonly seconds: number;
  readonly strides: number;
  /** Half at the ends of a stretch of walking, where the phase is known from one side only. */
  readonly weight: number;
}

/**
 * Measures the stride time over the walked part of a window.
 *
 * Time is divided by the strides counted along the phase of the feet's difference. The straight stride counts the stretches by how near
 * they are to it. The mean takes all, without the strides in which a foot stayed on the ground (as pivots do), which is how an
 * instrumented insole counts.
 *
 * @param pairs for each knot but the last, whether the patient walked from it to the next
 * @param times of the samples, seconds, ascending
 * @returns null with fewer than three strides
 */
export function measureStrideTimes(
  track: StrideTrack,
  pairs: readonly boolean[],
  times: Float64Array,
  { left, right }: FootSignals,
): StrideTimes | null {
  const pieces: Piece[] = [];
  let walkedSeconds = 0;
  let strides = 0;
  pairs.forEach((walked, knot) => {
    if (!walked) return;
    walkedSeconds += measureSeconds(track, knot, knot + 1);
    strides += countStrides(track, knot, knot + 1);
    const isLast = !pairs[knot + 1];
    const isFirst = !pairs[knot - 1];
    // The last second of a stretch is in the piece before, unless there is none.
    if (isLast && !isFirst) return;
    const end = isLast ? knot + 1 : knot + 2;
    pieces.push({
      seconds: measureSeconds(track, knot, end),
      strides: countStrides(track, knot, end),
      weight: isFirst || !pairs[end] ? 0.5 : 1,
    });
  });
  if (strides < MIN_STRIDES) return null;
  const phases = interpolateStrides(track, times);
  const walkedAt = Array.from(times, (atSeconds) => pairs[findPair(track, atSeconds)] ?? false);
  const unlifted = (countUnlifted(left, phases, walkedAt) + countUnlifted(right, phases, walkedAt)) / 2;
  const samples = walkedAt.filter((walked) => walked).length;
  const stretches = pairs.filter((walked, knot) => walked && !pairs[knot - 1]).length;
  const miscounted = MISCOUNTED_STRIDES * stretches * Math.sqrt(walkedSeconds / Math.max(1, samples));
  return {
    straight: averageStraight(pieces, miscounted / strides),
    meanSeconds: walkedSeconds / (strides - unlifted),
  };
}

function averageStraight(pieces: readonly Piece[], miscountedShare: number): Estimate {
  const paces = pieces.map(({ seconds, strides }) => seconds / strides).sort((a, b) => a - b);
  const mean = averageNear(pieces, paces[paces.length >> 1] ?? Number.NaN);
  const blocks = Math.min(MAX_BLOCKS, pieces.length);
  // What is straight is found anew each time, since it is not surely known either.
  const leftOut = Array.from({ length: blocks }, (_, block) =>
    averageNear(
      pieces.filter((_, index) => Math.floor((index * blocks) / pieces.length) !== block),
      mean,
    ),
  );
  const halfWidth = Math.hypot(miscountedShare * mean, SPREAD_FACTOR * estimateSpread(leftOut));
  return makeEstimate(mean, halfWidth, 0, Number.POSITIVE_INFINITY);
}

/** Averages the pace of the pieces, each weighted by how near it is to the average (Tukey's biweight), from a first guess on. */
function averageNear(pieces: readonly Piece[], guess: number): number {
  let mean = guess;
  for (let round = 0; round < ROUNDS; round++) {
    let sumSeconds = 0;
    let sumStrides = 0;
    for (const { seconds, strides, weight } of pieces) {
      const off = (seconds / strides / mean - 1) / STRAIGHT_REACH;
      const factor = weight * Math.max(0, 1 - off ** 2) ** 2;
      sumSeconds += factor * seconds;
      sumStrides += factor * strides;
    }
    // No piece is near the mean of all when those that are were left out.
    if (sumStrides === 0) return mean;
    mean = sumSeconds / sumStrides;
  }
  return mean;
}

/** What the samples show of one swing. */
interface Swing {
  samples: number;
  sawCore: boolean;
  sawLift: boolean;
}

/** Counts the strides in which at least two samples, one of them at mid-swing, show that the foot was not lifted. */
function countUnlifted(foot: FootSignal, phases: Float64Array, walkedAt: readonly boolean[]): number {
  if (!foot.isInformative) return 0;
  const middle = findMidSwing(foot, phases);
  const swings = new Map<number, Swing>();
  phases.forEach((phase, index) => {
    const stride = Math.round(phase - middle);
    const off = Math.abs(phase - middle - stride);
    if (!walkedAt[index] || off >= SWING_REACH) return;
    const swing = swings.get(stride) ?? { samples: 0, sawCore: false, sawLift: false };
    swing.samples += 1;
    swing.sawCore ||= off < SWING_CORE;
    swing.sawLift ||= (foot.top[index] ?? 0) < LIFTED_LEVEL;
    swings.set(stride, swing);
  });
  const unlifted = [...swings.values()].filter(
    ({ samples, sawCore, sawLift }) => samples >= 2 && sawCore && !sawLift,
  ).length;
  const isDoubtful = swings.size < MIN_STRIDES_TO_DOUBT || unlifted > MAX_UNLIFTED_SHARE * swings.size;
  return isDoubtful ? 0 : unlifted;
}

/** Finds the middle of a foot's swing in cycles: the circular mean of the phases at which it is lifted. */
function findMidSwing(foot: FootSignal, phases: Float64Array): number {
  let cos = 0;
  let sin = 0;
  phases.forEach((phase, index) => {
    if ((foot.top[index] ?? 0) >= LIFTED_LEVEL) return;
    cos += Math.cos(2 * Math.PI * phase);
    sin += Math.sin(2 * Math.PI * phase);
  });
  return Math.atan2(sin, cos) / (2 * Math.PI);
}

function measureSeconds({ knots }: StrideTrack, from: number, to: number): number {
  return (knots[to] ?? 0) - (knots[from] ?? 0);
}

function countStrides({ strides }: StrideTrack, from: number, to: number): number {
  return (strides[to] ?? 0) - (strides[from] ?? 0);
}
