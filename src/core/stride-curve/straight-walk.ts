import type { GaitState } from '../gait/gait-state.ts';
import type { StrideTrack } from '../gait/stride-track.ts';

/** Stretches whose pace differs more from the median are those of turns and pauses. */
const STRAIGHT_SHARE = 0.15;

/** The part of a walk that is walked straight on. */
export interface StraightWalk {
  /** For each knot of the track but the last, whether the patient walked straight on from it to the next. */
  readonly pairs: readonly boolean[];
  /** Strides in them. */
  readonly strides: number;
  readonly seconds: number;
}

/**
 * Finds where a patient walked straight on: in stretches of about two strides whose pace is within 15 % of their median.
 *
 * @param walked for each knot but the last, whether the patient walked from it to the next
 */
export function findStraightWalk({ knots, strides }: StrideTrack, walked: readonly boolean[]): StraightWalk {
  const countStrides = (from: number, to: number) => (strides[to] ?? 0) - (strides[from] ?? 0);
  const measureSeconds = (from: number, to: number) => (knots[to] ?? 0) - (knots[from] ?? 0);
  const paces = walked.map((isWalked, pair) => {
    const end = walked[pair + 1] ? pair + 2 : pair + 1;
    return isWalked ? measureSeconds(pair, end) / countStrides(pair, end) : Number.NaN;
  });
  const known = paces.filter((pace) => Number.isFinite(pace)).sort((a, b) => a - b);
  const median = known[known.length >> 1] ?? Number.NaN;
  const isEven = paces.map((pace) => Math.abs(pace / median - 1) <= STRAIGHT_SHARE);
  const pairs = isEven.map((even, pair) => even && (isEven[pair - 1] !== false || !walked[pair - 1]));
  const sum = (measure: (from: number, to: number) => number) =>
    pairs.reduce((total, isStraight, pair) => total + (isStraight ? measure(pair, pair + 1) : 0), 0);
  return { pairs, strides: sum(countStrides), seconds: sum(measureSeconds) };
}

/** Keeps of the walked pairs of knots those in which the patient is judged to walk. */
export function keepJudged(
  { knots }: StrideTrack,
  pairs: readonly boolean[],
  states: readonly GaitState[],
  startSeconds: number,
  stepSeconds: number,
): boolean[] {
  return pairs.map((walked, pair) => {
    const middle = ((knots[pair] ?? 0) + (knots[pair + 1] ?? 0)) / 2;
    return walked && states[Math.floor((middle - startSeconds) / stepSeconds)] === 'walking';
  });
}
