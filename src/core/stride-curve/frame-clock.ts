import { type ReadingWindow, sumFoot } from '../gait/sample-window.ts';
import { interpolateStrides, type StrideTrack } from '../gait/stride-track.ts';
import { fitHarmonics } from './harmonic-fit.ts';
import { measureResidual } from './phase-alignment.ts';

/** The original's API shows a new frame this often: a poll finds what was measured up to that long before. */
const FRAME_SECONDS = 0.2;
const OFFSETS = 10;
const HARMONICS = 4;
/** A clock of such frames is believed when the curves fit it by so much better than the times of the polls. */
const MIN_GAIN = 0.03;

/**
 * Finds when the readings of samples were measured. A service that shows a frame until the next one has readings that are older
 * than the polls, by less than a frame; ten clocks are tried, and that one taken on whose times the feet fold best.
 *
 * @param window the samples that are folded
 * @returns one instant for each sample: the polls' where the readings fit to no clock of frames
 */
export function dateReadings(window: ReadingWindow, track: StrideTrack): Float64Array {
  const { times } = window;
  const signals = [sumFoot(window, 'left'), sumFoot(window, 'right')];
  const judge = (dated: Float64Array) => {
    const phased = { phases: interpolateStrides(track, dated), signals };
    const fit = fitHarmonics(phased, HARMONICS);
    return fit === null ? Number.POSITIVE_INFINITY : measureResidual(phased, fit.curves);
  };
  const clocks = Array.from({ length: OFFSETS }, (_, offset) =>
    dateByFrames(times, (offset * FRAME_SECONDS) / OFFSETS),
  );
  const residuals = clocks.map(judge);
  const least = Math.min(...residuals);
  if (!(least < (1 - MIN_GAIN) * judge(times))) return times;
  return clocks[residuals.indexOf(least)] ?? times;
}

function dateByFrames(times: Float64Array, offsetSeconds: number): Float64Array {
  return times.map(
    (atSeconds) => Math.floor((atSeconds - offsetSeconds) / FRAME_SECONDS) * FRAME_SECONDS + offsetSeconds,
  );
}
