import type { FootSignal, FootSignals } from './foot-signals.ts';
import { type Estimate, estimateSpread, makeEstimate } from './interval.ts';
import { interpolateStrides, type StrideTrack } from './stride-track.ts';
import { findPair } from './walking-spans.ts';

/** With fewer strides the figure is not known. */
const MIN_STRIDES = 3;
/** Strides that differ more from their median are those of turns and pauses. */
const STRAIGHT_SHARE = 0.1;
/** Blocks of pieces that the straight stride is computed without, one at a time, to see how sure it is. */
const MAX_BLOCKS = 8;
/**
 * How many strides too many or too few may be counted at the ends of a stretch of walking where samples are a second apart; it falls
 * with the square root of their number, and grows with that of the stretches (docs/figures.md).
 */
const MISCOUNTED_STRIDES = 0.28;
/** What chance does, in shares of the jackknife's estimate. */
const SPREAD_FACTOR = 0.47;
/**
 * The more of a walk is left out as turns and pauses, the less sure it is which strides are straight: half of an interval, as a share of
 * the stride, by the square of the share that is left out.
 */
const LEFT_OUT_FACTOR = 0.2;

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
}

/**
 * Measures the stride time over the walked part of a window.
 *
 * Time is divided by the strides counted along the phase of the feet's difference. The straight stride takes the stretches within 10 %
 * of their median. The mean takes all, without the strides in which a foot stayed on the ground (as pivots do), which is how an
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
    const end = pairs[knot + 1] ? knot + 2 : knot + 1;
    pieces.push({ seconds: measureSeconds(track, knot, end), strides: countStrides(track, knot, end) });
  });
  if (strides < MIN_STRIDES) return null;
  const phases = interpolateStrides(track, times);
  const walkedAt = Array.from(times, (atSeconds) => pairs[findPair(track, atSeconds)] ?? false);
  const unlifted = (countUnlifted(left, phases, walkedAt) + countUnlifted(right, phases, walkedAt)) / 2;
  const samples = walkedAt.filter((walked) => walked).length;
  const stretches = pairs.filter((walked, knot) => walked && !pairs[knot - 1]).length;
  const miscounted = MISCOUNTED_STRIDES * Math.sqrt((stretches * walkedSeconds) / Math.max(1, samples));
  return {
    straight: averageStraight(pieces, miscounted / strides),
    meanSeconds: walkedSeconds / (strides - unlifted),
  };
}

function averageStraight(pieces: readonly Piece[], miscountedShare: number): Estimate {
  const paces = pieces.map(({ seconds, strides }) => seconds / strides).sort((a, b) => a - b);
  const median = paces[paces.length >> 1] ?? Number.NaN;
  const straight = pieces.filter(
    ({ seconds, strides }) => Math.abs(seconds / strides / median - 1) <= STRAIGHT_SHARE,
  );
  const mean = averagePieces(straight);
  const blocks = Math.min(MAX_BLOCKS, straight.length);
  const leftOut = Array.from({ length: blocks }, (_, block) =>
    averagePieces(straight.filter((_, index) => Math.floor((index * blocks) / straight.length) !== block)),
  );
  const leftOutShare = 1 - straight.length / pieces.length;
  const halfWidth = Math.hypot(
    miscountedShare * mean,
    SPREAD_FACTOR * estimateSpread(leftOut),
    LEFT_OUT_FACTOR * leftOutShare ** 2 * mean,
  );
  return makeEstimate(mean, halfWidth, 0, Number.POSITIVE_INFINITY);
}

function averagePieces(pieces: readonly Piece[]): number {
  const seconds = pieces.reduce((sum, piece) => sum + piece.seconds, 0);
  return seconds / pieces.reduce((sum, piece) => sum + piece.strides, 0);
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
