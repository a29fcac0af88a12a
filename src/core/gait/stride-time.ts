import type { FootSignal, FootSignals } from './foot-signals.ts';
import { interpolateStrides, type StrideTrack } from './stride-track.ts';
import { findPair } from './walking-spans.ts';

/** Fewer strides than these are no ground for a figure. */
const MIN_STRIDES = 3;
/** How far the typical stride may be below or above the mean one, as a share of it. */
const MAX_OFF_MEAN = 0.042;
const TYPICAL_QUANTILE = 0.45;

/** Below this level of all its sensors a foot is lifted. */
const LIFTED_LEVEL = 0.16;
/** Of a foot's cycle, counted from the middle of its swing: where it is surely lifted, and where it may still be. */
const SWING_CORE = 0.12;
const SWING_REACH = 0.3;
/** With fewer strides, or more of them without a lift, the signal is to be doubted rather than the foot. */
const MIN_STRIDES_TO_DOUBT = 12;
const MAX_UNLIFTED_SHARE = 0.15;

/**
 * Stride time, seconds from a foot's strike to its next, over the strides of the window in which somebody walked.
 *
 * The mean is the time walked over the strides that the phase of left minus right went through, less those in which a
 * foot was seen to stay on the ground (pivoting in a turn), as an instrumented insole would count. The figure is the
 * typical stride (the 45 % quantile over short stretches, since turns only lengthen), kept within 4.2 % of the mean: turns
 * neither dominate nor vanish. Null below three strides.
 *
 * @param pairs of the track's knots, whether somebody walked between them
 */
export function measureStrideSeconds(
  track: StrideTrack,
  pairs: readonly boolean[],
  times: Float64Array,
  { left, right }: FootSignals,
): number | null {
  const stretches: number[] = [];
  let walkedSeconds = 0;
  let strides = 0;
  pairs.forEach((walked, knot) => {
    if (!walked) return;
    walkedSeconds += measureSeconds(track, knot, knot + 1);
    strides += countStrides(track, knot, knot + 1);
    // Two knots apart: about two strides, so that what a foot does differently from the other cancels.
    const end = pairs[knot + 1] ? knot + 2 : knot + 1;
    stretches.push(measureSeconds(track, knot, end) / countStrides(track, knot, end));
  });
  if (strides < MIN_STRIDES) return null;
  const phases = interpolateStrides(track, times);
  const walkedAt = Array.from(times, (atSeconds) => pairs[findPair(track, atSeconds)] ?? false);
  const unlifted = (countUnlifted(left, phases, walkedAt) + countUnlifted(right, phases, walkedAt)) / 2;
  const mean = walkedSeconds / (strides - unlifted);
  const typical = stretches.sort((a, b) => a - b)[Math.floor(TYPICAL_QUANTILE * stretches.length)] ?? mean;
  return Math.min(mean * (1 + MAX_OFF_MEAN), Math.max(mean * (1 - MAX_OFF_MEAN), typical));
}

/** What was seen of one swing. */
interface Swing {
  samples: number;
  sawCore: boolean;
  sawLift: boolean;
}

/** How many strides a foot was seen, in two samples at least, not to be lifted in. */
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

/** The circular mean of the phases at which a foot is lifted, in cycles. */
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
