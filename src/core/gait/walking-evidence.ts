import type { Side } from '../insole/insole.ts';
import { extractFootSignals } from './foot-signals.ts';
import { isMirroredRun } from './mirrored-run.ts';
import { fitOscillation } from './oscillation.ts';
import { type ReadingWindow, sliceWindowSince, sumFoot } from './sample-window.ts';
import { interpolateStrides, trackStrides } from './stride-track.ts';

/** Seconds of samples that are tested for strides. */
export const EVIDENCE_SECONDS = 6.5;
/** Fewer seconds of samples than this tell nothing. */
export const MIN_EVIDENCE_SECONDS = 5;
/** Stride frequencies of walking, 49 to 168 steps/min. */
const MIN_STRIDE_HERTZ = 0.41;
const MAX_STRIDE_HERTZ = 1.4;
/** A foot counts as on the ground from this share on of what the levels of its sensors can sum up to; below, in proportion. */
const CONTACT_SHARE = 1 / 6;
/** Share of the variance of the difference of the feet's contacts that the stride has to explain. */
const MIN_COHERENCE = 0.6;
/** How far apart the feet have to be within a stride, in cycles: 0.5 in an even gait, less when limping, 0 when hopping. */
const MIN_ALTERNATION = 0.3;
/** A step lifts the foot: its lowest sum of readings is at most this share of its highest. */
const MAX_LIFTED_SHARE = 0.25;
/** A step puts the body's weight on a foot: some sensor reads this much. A leg that is lifted while sitting does not. */
const MIN_STEP_READING = 300;

/**
 * Whether the samples since an instant show steps. All of these have to be true:
 *
 * - Each foot has been lifted, and some sensor bore more than the weight of a leg.
 * - The difference of the feet's contacts is one oscillation with strides of 0.7 to 2.4 s that explains 60 % of its variance.
 * - The feet follow it at least 0.3 of a stride apart.
 * - It is not a run that comes as a walk (see `isMirroredRun`).
 *
 * Contacts rather than loads: whatever a step's load is like in between, with one hump or with two, a foot on the ground is on the
 * ground. That both feet are lifted is what a tremble lacks that comes, at five frames a second, as a stride of a second.
 *
 * @param window what the sensors' ranges are taken from
 * @param pollSeconds from one poll to the next
 */
export function isWalking(window: ReadingWindow, fromSeconds: number, pollSeconds: number): boolean {
  const evidence = sliceWindowSince(window, fromSeconds);
  const { times } = evidence;
  if (!bearsWeight(evidence) || !isLifted(evidence, 'left') || !isLifted(evidence, 'right')) return false;
  const { left, right } = extractFootSignals(window);
  if (!left.isInformative || !right.isInformative) return false;
  const start = window.times.length - times.length;
  const [leftContact, rightContact] = [left, right].map(({ load, sensors }) =>
    load.subarray(start).map((level) => Math.min(1, level / (CONTACT_SHARE * sensors))),
  ) as [Float64Array, Float64Array];
  const difference = leftContact.map((contact, index) => contact - (rightContact[index] ?? 0));
  const track = trackStrides(times, difference);
  const meanHertz = track.hertz.reduce((sum, hertz) => sum + hertz, 0) / track.hertz.length;
  // Of a run, whose strides come as slower ones, only some do.
  if (meanHertz < MIN_STRIDE_HERTZ || Math.max(...track.hertz) > MAX_STRIDE_HERTZ) return false;
  const phases = interpolateStrides(track, times);
  const { explained } = fitOscillation(difference, phases);
  if (explained < MIN_COHERENCE) return false;
  const [leftCrest, rightCrest] = [leftContact, rightContact].map(
    (contact) => fitOscillation(contact, phases).crestCycles,
  ) as [number, number];
  const apart = Math.abs(leftCrest - rightCrest) % 1;
  return (
    Math.min(apart, 1 - apart) >= MIN_ALTERNATION &&
    !isMirroredRun(evidence, { difference, phases, explained, hertz: meanHertz }, pollSeconds)
  );
}

function bearsWeight({ readings }: ReadingWindow): boolean {
  return readings.some((values) => values.some((reading) => reading >= MIN_STEP_READING));
}

function isLifted(window: ReadingWindow, side: Side): boolean {
  const sums = sumFoot(window, side);
  return Math.min(...sums) <= MAX_LIFTED_SHARE * Math.max(...sums);
}
