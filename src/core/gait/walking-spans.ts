import type { FootSignals } from './foot-signals.ts';
import type { StrideTrack } from './stride-track.ts';

/** A longer gap between samples can hold a whole stride, so nothing is known of the time in it; seconds. */
export const MAX_GAP_SECONDS = 1.5;
/** The patient walks where the difference of the feet moves, within about a stride, by this share of its range. */
const MOVING_SHARE = 0.4;
/** Or the load of a foot by this one: polls that keep step with the strides for a while may show the difference at the same few values. */
const FOOT_MOVING_SHARE = 0.5;
const REACH_SECONDS = 1.25;
/** Pairs of knots, about a second each: a longer stop is no pause in a turn, and walking seems to reach into both its ends. */
const LONG_STOP_PAIRS = 2;

/**
 * Finds where the patient walked: pauses and gaps belong to no stride.
 *
 * @param times of the samples, seconds, ascending
 * @param signals of the feet, one value for each sample
 * @returns for each knot of the track but the last, whether the patient was seen walking from it to the next
 */
export function findWalkedPairs(
  track: StrideTrack,
  times: Float64Array,
  { left, right, difference }: FootSignals,
): boolean[] {
  const movements = [
    findMovements(track, times, difference, MOVING_SHARE),
    ...[left, right].map(({ load }) => findMovements(track, times, load, FOOT_MOVING_SHARE)),
  ];
  const moves = Array.from(track.knots, (_, knot) => movements.some((movement) => movement[knot]));
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

/** Finds at each knot whether a signal moves around it by a share of its range; one that never moves tells nothing. */
function findMovements(
  { knots }: StrideTrack,
  times: Float64Array,
  signal: Float64Array,
  share: number,
): boolean[] {
  const sorted = signal.slice().sort();
  const width = findQuantile(sorted, 0.95) - findQuantile(sorted, 0.05);
  return Array.from(knots, (knotSeconds) => {
    const near = signal.filter((_, index) => Math.abs((times[index] ?? 0) - knotSeconds) <= REACH_SECONDS);
    return width > 0 && near.length >= 3 && Math.max(...near) - Math.min(...near) >= share * width;
  });
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
