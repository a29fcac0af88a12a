import type { StrideTrack } from './stride-track.ts';

/** Nothing is said of the time in a gap longer than this: it holds a stride or more. */
export const MAX_GAP_SECONDS = 1.5;
/** Somebody walks where the feet's difference moves, within about a stride, by this share of its range. */
const MOVING_SHARE = 0.4;
const REACH_SECONDS = 1.25;
/** Pairs of knots, about a second each: a stop of more is no pause in a turn, and the reach ran into it at each side. */
const LONG_STOP_PAIRS = 2;

/**
 * For each pair of neighbouring knots of a track, whether somebody walked from the one to the other and was seen:
 * pauses and gaps belong to no stride.
 *
 * @param times of the samples, seconds, ascending
 * @param difference left minus right, one an instant
 * @returns one entry for each knot but the last
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

/** The pair of knots that an instant lies between. */
export function findPair({ knots }: StrideTrack, atSeconds: number): number {
  const first = knots[0] ?? 0;
  const intervals = knots.length - 1;
  const share = (atSeconds - first) / ((knots[intervals] ?? 0) - first);
  return Math.min(intervals - 1, Math.max(0, Math.floor(share * intervals)));
}

function findQuantile(sorted: Float64Array, share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}
