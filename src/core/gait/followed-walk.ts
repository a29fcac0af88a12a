import { extractFootSignals } from './foot-signals.ts';
import type { ReadingWindow } from './sample-window.ts';
import { measureStrideTimes, type StrideTimes } from './stride-time.ts';
import { interpolateStrides, type StrideTrack, trackStrides } from './stride-track.ts';
import { findPair, findWalkedPairs } from './walking-spans.ts';

/** The walk in a window. */
export interface Walk {
  /** Null with fewer strides than a stride time takes. */
  readonly times: StrideTimes | null;
  /** Strides counted at each sample. */
  readonly strides: Float64Array;
  /** Whether the patient walked at each sample. */
  readonly isWalked: readonly boolean[];
}

/** Keeps of the pairs of knots between which somebody seems to walk those in which that is so. */
type KeepPairs = (track: StrideTrack, pairs: readonly boolean[]) => readonly boolean[];

/**
 * Follows the strides of a patient who walks.
 *
 * @param keepPairs where the patient walked, by what else is known of it
 */
export function followWalk(window: ReadingWindow, keepPairs: KeepPairs = (_, pairs) => pairs): Walk {
  const { times } = window;
  const signals = extractFootSignals(window);
  const track = trackStrides(times, signals.difference);
  const pairs = keepPairs(track, findWalkedPairs(track, times, signals));
  return {
    times: measureStrideTimes(track, pairs, times, signals),
    strides: interpolateStrides(track, times),
    isWalked: Array.from(times, (atSeconds) => pairs[findPair(track, atSeconds)] ?? false),
  };
}
