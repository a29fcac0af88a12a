import type { StrideTrack } from './stride-track.ts';

/** A longer gap between samples can hold a whole stride, so nothing is known of the time in it; seconds. */
export const MAX_GAP_SECONDS = 1.5;
/** The patient walks where the difference of the feet moves, within about a stride, by this share of its range. */
const MOVING_SHARE = 0.4;
const REACH_SECONDS = 1.25;
/** Pairs of knots, about a second each: a longer stop is no pause in a turn, and walking seems to reach into both its ends. */
const LONG_STOP_PAIRS = 2;

/**
 * Finds where the patient walked: pauses and gaps belong to no stride.
 *
 * @param times of the samples, seconds, ascending
 * @param difference of the feet's loads, one value for each sample
 * @returns for each knot of the track but the last, whether the patient was seen walking from it to the next
 */
export function findWalkedPairs(
  track: StrideTrack,
  times: Float64Array,
  difference: Float64Array,
): boolean[] {
  const sorted = difference.slice().sort();
  const width = findQuantile(sorted, 0.95) - findQuantile(sorted, 0.05);
  const moves = Array.from(track.knots, (knotSeconds) => {
    const near = difference.filter(
      (_, index) => Math.abs((times[index] ?? 0) - knotSeconds) <= REACH_SECONDS,
    );
    return near.length >= 3 && Math.max(...near) - Math.min(...near) >= MOVING_SHARE * width;
  });
  const moved = moves.slice(1).map((move, knot) => move && (moves[knot] ?? false));
  const pairs = moved.map((walked, pair) => walked && !isBesideLongStop(moved, pair));
  times.forEach((atSeconds, index) => {
    const before = times[index - 1] ?? atSeconds;
    if (atSeconds - before <= MAX_GAP_SECONDS) return;
    pairs.forEach((_, knot) => {
      const overlaps = (track.knots[knot] ?? 0) < atSeconds && (track.knots[knot + 1] ?? 0) > before;
      if (overlaps) pairs[knot] = false;
    });
  });
  return pairs;
}

function isBesideLongStop(moved: readonly boolean[], pair: number): boolean {
  return [1, -1].some((way) =>
    Array.from({ length: LONG_STOP_PAIRS }, (_, step) => moved[pair + way * (step + 1)]).every(
      (walked) => walked === false,
    ),
  );
}

/** Finds the two knots that an instant lies between, as the index of the first; the nearest two outside of the track. */
export function findPair({ knots }: StrideTrack, atSeconds: number): number {
  const first = knots[0] ?? 0;
  const intervals = knots.length - 1;
  const share = (atSeconds - first) / ((knots[intervals] ?? 0) - first);
  return Math.min(intervals - 1, Math.max(0, Math.floor(share * intervals)));
}

function findQuantile(sorted: Float64Array, share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}
