import { extractFootSignals, type FootSignal } from './foot-signals.ts';
import { type ReadingWindow, sliceWindow, sliceWindowSince } from './sample-window.ts';
import { findRange, MIN_INFORMATIVE_WIDTH } from './sensor-range.ts';
import { interpolateStrides, trackStrides } from './stride-track.ts';
import { MAX_GAP_SECONDS } from './walking-spans.ts';

/** `unknown`: the samples show neither walking nor standing. */
export type GaitState = 'walking' | 'standing' | 'unknown';

/** Samples that the sensors' ranges are taken from, samples that are tested for strides, and how few of the latter will do. */
const RANGE_SECONDS = 10;
const EVIDENCE_SECONDS = 7;
const MIN_EVIDENCE_SECONDS = 5;
/** A patient who has been still for this long is standing; the pivot of a turn is shorter. */
const STILL_SECONDS = 3;
const MIN_STILL_SECONDS = 2.5;
/** A sensor is still as long as it moves by less than this share of its range. */
const MAX_STILL_SHARE = 0.3;
/** When the median spacing of samples is larger, a stride cannot be told from its alias. */
const MAX_SPACING_SECONDS = 0.35;
/** Stride frequencies of walking, 49 to 168 steps/min. */
const MIN_STRIDE_HERTZ = 0.41;
const MAX_STRIDE_HERTZ = 1.4;
/** Share of the variance that the stride has to explain, of the difference of the feet and of each foot. */
const MIN_COHERENCE = 0.62;
const MIN_FOOT_COHERENCE = 0.2;
/** How far apart the feet have to be within a stride, in cycles: 0.5 in an even gait, less when limping. */
const MIN_ALTERNATION = 0.3;

/**
 * Classifies the gait at the newest sample, from the last 10 s or from the last gap of more than 1.5 s on.
 *
 * - `standing`: for 3 s every sensor has moved by less than 64 readings or less than 30 % of its range, and at least one is
 *   loaded.
 * - `walking`: over the last 7 s (5 s after a gap), the difference between the feet is one oscillation with strides of 0.7 to
 *   2.4 s that explains 62 % of its variance, and each foot follows it (20 %), at least 0.3 of a stride apart from the other.
 * - `unknown`: neither of these, or samples more than 0.35 s apart, or too few of them since a gap.
 */
export function classifyGait(window: ReadingWindow): GaitState {
  const { times } = window;
  const newestSeconds = times.at(-1) ?? 0;
  const recent = sliceWindowSince(window, newestSeconds - RANGE_SECONDS);
  const unbroken = sliceWindow(recent, findStartAfterGap(recent.times));
  const spanSeconds = newestSeconds - (unbroken.times[0] ?? newestSeconds);
  if (spanSeconds >= MIN_STILL_SECONDS && isStill(unbroken, newestSeconds)) {
    return isLoaded(unbroken) ? 'standing' : 'unknown';
  }
  if (spanSeconds < MIN_EVIDENCE_SECONDS || computeMedianSpacing(unbroken.times) > MAX_SPACING_SECONDS)
    return 'unknown';
  return isWalking(unbroken, newestSeconds - EVIDENCE_SECONDS) ? 'walking' : 'unknown';
}

function findStartAfterGap(times: Float64Array): number {
  for (let index = times.length - 1; index > 0; index--) {
    if ((times[index] ?? 0) - (times[index - 1] ?? 0) > MAX_GAP_SECONDS) return index;
  }
  return 0;
}

function isStill(window: ReadingWindow, newestSeconds: number): boolean {
  const last = sliceWindowSince(window, newestSeconds - STILL_SECONDS).readings;
  return window.readings.every((readings, sensor) => {
    const { low, high } = findRange(readings);
    const newest = findRange(last[sensor] ?? readings);
    return newest.high - newest.low < Math.max(MIN_INFORMATIVE_WIDTH, MAX_STILL_SHARE * (high - low));
  });
}

/** Whether any sensor reads more at the newest sample than an unloaded one does, which is up to 60. */
function isLoaded({ readings }: ReadingWindow): boolean {
  return readings.some((values) => (values.at(-1) ?? 0) >= MIN_INFORMATIVE_WIDTH);
}

function computeMedianSpacing(times: Float64Array): number {
  const spacings = times.subarray(1).map((atSeconds, index) => atSeconds - (times[index] ?? 0));
  return spacings.sort()[spacings.length >> 1] ?? Number.POSITIVE_INFINITY;
}

function isWalking(window: ReadingWindow, fromSeconds: number): boolean {
  const signals = extractFootSignals(window);
  const start = Math.max(
    0,
    window.times.findIndex((atSeconds) => atSeconds >= fromSeconds),
  );
  const times = window.times.subarray(start);
  const track = trackStrides(times, signals.difference.subarray(start));
  const meanHertz = track.hertz.reduce((sum, hertz) => sum + hertz, 0) / track.hertz.length;
  if (meanHertz < MIN_STRIDE_HERTZ || meanHertz > MAX_STRIDE_HERTZ) return false;
  const phases = interpolateStrides(track, times);
  if (fitOscillation(signals.difference.subarray(start), phases).explained < MIN_COHERENCE) return false;
  const fitFoot = (foot: FootSignal) =>
    foot.isInformative ? fitOscillation(foot.load.subarray(start), phases) : null;
  const left = fitFoot(signals.left);
  const right = fitFoot(signals.right);
  if (left && right) {
    const apart = Math.abs(left.crest - right.crest) % 1;
    if (Math.min(apart, 1 - apart) < MIN_ALTERNATION) return false;
  }
  return [left, right].every((foot) => foot === null || foot.explained >= MIN_FOOT_COHERENCE);
}

/**
 * Fits one oscillation along the phases to a signal by least squares.
 *
 * @param phases in cycles, one for each value of the signal
 * @returns the share of the signal's variance that the oscillation explains, 0 to 1, and the phase of its crest in cycles, -0.5 to 0.5
 */
function fitOscillation(signal: Float64Array, phases: Float64Array): { explained: number; crest: number } {
  const count = signal.length;
  const mean = signal.reduce((sum, x) => sum + x, 0) / count;
  const cosines = phases.map((phase) => Math.cos(2 * Math.PI * phase));
  const sines = phases.map((phase) => Math.sin(2 * Math.PI * phase));
  const meanCos = cosines.reduce((sum, c) => sum + c, 0) / count;
  const meanSin = sines.reduce((sum, s) => sum + s, 0) / count;
  const sums = { xx: 0, cc: 0, ss: 0, cs: 0, xc: 0, xs: 0 };
  signal.forEach((value, index) => {
    const x = value - mean;
    const c = (cosines[index] ?? 0) - meanCos;
    const s = (sines[index] ?? 0) - meanSin;
    sums.xx += x * x;
    sums.cc += c * c;
    sums.ss += s * s;
    sums.cs += c * s;
    sums.xc += x * c;
    sums.xs += x * s;
  });
  const determinant = sums.cc * sums.ss - sums.cs ** 2;
  if (sums.xx <= 0 || determinant <= 1e-9) return { explained: 0, crest: 0 };
  const b = (sums.xc * sums.ss - sums.xs * sums.cs) / determinant;
  const d = (sums.xs * sums.cc - sums.xc * sums.cs) / determinant;
  return { explained: (b * sums.xc + d * sums.xs) / sums.xx, crest: Math.atan2(d, b) / (2 * Math.PI) };
}
