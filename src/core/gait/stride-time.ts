import type { FootSignal, FootSignals } from './foot-signals.ts';
import { interpolateStrides, type StrideTrack } from './stride-track.ts';
import { findPair } from './walking-spans.ts';

/** With fewer strides the figure is not known. */
const MIN_STRIDES = 3;
/** How far the figure may be below or above the mean stride, as a share of it. */
const MAX_OFF_MEAN = 0.042;
/** Turns only lengthen strides, so the typical stride is a little below the median. */
const TYPICAL_QUANTILE = 0.45;

/** A foot is lifted when all of its sensors are below this level. */
const LIFTED_LEVEL = 0.16;
/** Distance from mid-swing, in cycles, within which a foot is surely lifted, and within which it may be. */
const SWING_CORE = 0.12;
const SWING_REACH = 0.3;
/** With fewer strides, or with a larger share of them without a lift, the signal is wrong rather than the foot on the ground. */
const MIN_STRIDES_TO_DOUBT = 12;
const MAX_UNLIFTED_SHARE = 0.15;

/**
 * Measures the stride time: seconds from one strike of a foot to its next, over the walked part of a window.
 *
 * The mean stride is the time walked divided by the strides counted along the phase of the feet's difference, without those
 * in which a foot stayed on the ground (as pivots do), which is how an instrumented insole counts. The figure is the typical
 * stride, the 45 % quantile over pieces of about two strides, kept within 4.2 % of the mean, so that turns neither dominate
 * nor vanish.
 *
 * @param pairs for each knot but the last, whether the patient walked from it to the next
 * @param times of the samples, seconds, ascending
 * @returns seconds, or null with fewer than three strides
 */
export function measureStrideSeconds(
  track: StrideTrack,
  pairs: readonly boolean[],
  times: Float64Array,
  { left, right }: FootSignals,
): number | null {
  const pieces: number[] = [];
  let walkedSeconds = 0;
  let strides = 0;
  pairs.forEach((walked, knot) => {
    if (!walked) return;
    walkedSeconds += measureSeconds(track, knot, knot + 1);
    strides += countStrides(track, knot, knot + 1);
    // Pieces of two knots, about two strides: differences between the feet cancel out.
    const end = pairs[knot + 1] ? knot + 2 : knot + 1;
    pieces.push(measureSeconds(track, knot, end) / countStrides(track, knot, end));
  });
  if (strides < MIN_STRIDES) return null;
  const phases = interpolateStrides(track, times);
  const walkedAt = Array.from(times, (atSeconds) => pairs[findPair(track, atSeconds)] ?? false);
  const unlifted = (countUnlifted(left, phases, walkedAt) + countUnlifted(right, phases, walkedAt)) / 2;
  const mean = walkedSeconds / (strides - unlifted);
  const typical = pieces.sort((a, b) => a - b)[Math.floor(TYPICAL_QUANTILE * pieces.length)] ?? mean;
  return Math.min(mean * (1 + MAX_OFF_MEAN), Math.max(mean * (1 - MAX_OFF_MEAN), typical));
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
