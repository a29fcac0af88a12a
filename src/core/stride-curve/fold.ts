import type { ReadingWindow } from '../gait/sample-window.ts';
import { interpolateStrides, type StrideTrack } from '../gait/stride-track.ts';
import { fitHarmonics, type HarmonicFit } from './harmonic-fit.ts';
import { alignPhases } from './phase-alignment.ts';

/** Enough for a foot's curve, whose flanks are steep, and few enough for half a minute of three samples a second. */
const HARMONICS = 6;
const ROUNDS = 3;
/** Strides within such a time are left out together, since neighbours resemble one another. */
const BLOCK_SECONDS = 5;
/** Polls that come a few times in each stride, or in each two, show the same parts of all. */
const LOCK_HARMONICS = [2, 3, 4, 5, 6, 7, 8];

/** Readings on the phase of the stride. */
export interface FoldedStrides {
  /** The samples that were folded. */
  readonly window: ReadingWindow;
  /** Of each of them, in cycles; whole numbers have no meaning. */
  readonly phases: Float64Array;
  /** A curve for each sensor of the window. */
  readonly fit: HarmonicFit;
}

/**
 * Folds samples on the phase of the stride: fits curves to them, then moves the phase to where they agree with the curves, by turns.
 *
 * @returns null when there are too few samples
 */
export function foldStrides(window: ReadingWindow, track: StrideTrack): FoldedStrides | null {
  const { times, readings } = window;
  let phases = interpolateStrides(track, times);
  for (let round = 0; round < ROUNDS; round++) {
    const fit = fitHarmonics({ phases, signals: readings }, HARMONICS);
    if (fit === null) return null;
    phases = alignPhases({ phases, signals: readings }, fit.curves, times, track.knots);
  }
  const fit = fitHarmonics({ phases, signals: readings }, HARMONICS, numberBlocks(times));
  return fit !== null && fit.leftOut.length >= 2 ? { window, phases, fit } : null;
}

/** Measures how much the phases of samples crowd in a few parts of the stride: 0 when they are even, 1 when each is one of a few. */
export function measureLock(phases: Float64Array): number {
  const lengths = LOCK_HARMONICS.map((harmonic) => {
    let cos = 0;
    let sin = 0;
    for (const phase of phases) {
      cos += Math.cos(2 * Math.PI * harmonic * phase);
      sin += Math.sin(2 * Math.PI * harmonic * phase);
    }
    return Math.hypot(cos, sin) / phases.length;
  });
  return Math.max(...lengths);
}

/** Numbers blocks of 5 s, without those that have no sample. */
function numberBlocks(times: Float64Array): Int32Array {
  let block = -1;
  let latest = Number.NEGATIVE_INFINITY;
  return Int32Array.from(times, (atSeconds) => {
    const started = Math.floor((atSeconds - (times[0] ?? 0)) / BLOCK_SECONDS);
    if (started > latest) {
      latest = started;
      block += 1;
    }
    return block;
  });
}
