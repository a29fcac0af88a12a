import { extractFootSignals } from './foot-signals.ts';
import type { ReadingWindow } from './sample-window.ts';
import { measureStrideTimes, type StrideTimes } from './stride-time.ts';
import { interpolateStrides, trackStrides } from './stride-track.ts';
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

/** Follows the strides of a patient who walks at the end of a window. */
export function followWalk(window: ReadingWindow): Walk {
  const { times } = window;
  const signals = extractFootSignals(window);
  const track = trackStrides(times, signals.difference);
  const pairs = findWalkedPairs(track, times, signals.difference);
  return {
    times: measureStrideTimes(track, pairs, times, signals),
    strides: interpolateStrides(track, times),
    isWalked: Array.from(times, (atSeconds) => pairs[findPair(track, atSeconds)] ?? false),
  };
}
