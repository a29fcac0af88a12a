import { describe, expect, test } from 'vitest';
import { findPair, findWalkedPairs } from '../../../src/core/gait/walking-spans.ts';

/** Knots from 0 to 20 s, a second apart. */
const track = {
  knots: Float64Array.from({ length: 21 }, (_, knot) => knot),
  hertz: new Float64Array(21),
  strides: new Float64Array(21),
};
const QUARTERS = Array.from({ length: 81 }, (_, index) => index / 4);

const toSignal = (load: Float64Array) => ({ load, top: load, sensors: 3, isInformative: true });

/** The signals of two feet; without loads, what is told rests on their difference alone. */
function makeSignals(
  difference: Float64Array,
  left: Float64Array = new Float64Array(difference.length),
  right = left,
) {
  return { left: toSignal(left), right: toSignal(right), difference };
}

/** Walking moves the difference of the feet by 100; `move` gives its movement at an instant otherwise. */
function findWalked(times: readonly number[], move: (atSeconds: number) => number = () => 100): boolean[] {
  const difference = Float64Array.from(times, (atSeconds, index) => (index % 2) * move(atSeconds));
  return findWalkedPairs(track, Float64Array.from(times), makeSignals(difference));
}

/** The pairs of knots, by the first one, in which the patient did not walk. */
const listUnwalked = (pairs: readonly boolean[]) => pairs.flatMap((walked, pair) => (walked ? [] : [pair]));

describe('a gap between two samples', () => {
  const leaveOut = (from: number, to: number) =>
    [...QUARTERS, from, to].filter((at) => at <= from || at >= to).sort((a, b) => a - b);

  test('of 1.5 s is walked through', () => {
    expect(listUnwalked(findWalked(leaveOut(9.75, 11.25)))).toEqual([]);
  });

  test('of more than that is not: it could hold a stride', () => {
    expect(listUnwalked(findWalked(leaveOut(9.75, 11.3)))).toEqual([9, 10, 11]);
  });
});

describe('the patient walks around a knot', () => {
  const movesBy = (reading: number) => (atSeconds: number) =>
    atSeconds > 8.7 && atSeconds < 11.3 ? reading : 100;

  test('where the difference moves by 40 % of its range', () => {
    expect(listUnwalked(findWalked(QUARTERS, movesBy(40)))).toEqual([]);
    expect(listUnwalked(findWalked(QUARTERS, movesBy(39)))).toEqual([8, 9, 10, 11]);
  });

  test('where the load of either foot moves by half of its range, though polls that keep step with the strides show one difference', () => {
    const times = Float64Array.from(QUARTERS);
    const keepsStep = (atSeconds: number) => atSeconds > 8.7 && atSeconds < 11.3;
    const move = (by: number) => times.map((at, index) => (index % 2) * (keepsStep(at) ? by : 100));
    const difference = move(0);
    const still = new Float64Array(times.length);
    const walk = (left: Float64Array, right: Float64Array) =>
      listUnwalked(findWalkedPairs(track, times, makeSignals(difference, left, right)));
    expect(walk(move(50), still)).toEqual([]);
    expect(walk(still, move(50))).toEqual([]);
    expect(walk(move(49), move(49))).toEqual([8, 9, 10, 11]);
  });

  test('where it moves within 1.25 s of the knot', () => {
    const stopUntil = (atSeconds: number) => [
      ...QUARTERS.filter((at) => at <= 8.5 || at >= 11.5),
      ...[8.6, 9, 9.5, 10, 10.5, atSeconds],
    ];
    const walked = (atSeconds: number) => {
      const times = stopUntil(atSeconds).sort((a, b) => a - b);
      const difference = times.map((at, index) => (at < 8.7 || at > 11.2 ? (index % 2) * 100 : 50));
      difference[times.indexOf(atSeconds)] = 100;
      return findWalkedPairs(track, Float64Array.from(times), makeSignals(Float64Array.from(difference)));
    };
    expect(walked(11.25).slice(9, 11)).toEqual([true, true]);
    expect(walked(11.3).slice(9, 11)).toEqual([false, false]);
  });

  test('where there are three samples that show it', () => {
    const sparse = [...QUARTERS.filter((at) => at < 8.75 || at > 11.25), 9.5, 10.5].sort((a, b) => a - b);
    expect(listUnwalked(findWalked(sparse))).toEqual([8, 9, 10, 11]);
    expect(listUnwalked(findWalked([...sparse, 10].sort((a, b) => a - b)))).toEqual([]);
  });
});

describe('a stop', () => {
  /** Stands still so that the knots from one to the other do not move. */
  const stop = (from: number, to: number) => (atSeconds: number) =>
    atSeconds > from - 1.3 && atSeconds < to + 1.3 ? 0 : 100;

  test('that is over before a knot is still is a pause in a turn, and walked through', () => {
    expect(listUnwalked(findWalked(QUARTERS, stop(10, 9.9)))).toEqual([]);
  });

  test('of two pairs of knots or more takes the pair on either side with it', () => {
    expect(listUnwalked(findWalked(QUARTERS, stop(10, 10)))).toEqual([8, 9, 10, 11]);
    expect(listUnwalked(findWalked(QUARTERS, stop(10, 11)))).toEqual([8, 9, 10, 11, 12]);
  });

  test('of a single pair, at an end of the track, is left out alone', () => {
    expect(listUnwalked(findWalked(QUARTERS, stop(0, 0)))).toEqual([0]);
  });
});

test('an instant lies in the pair of knots around it, and beyond the track in its first or last pair', () => {
  expect([0, 0.9, 1, 19.9, 20, -1, 25].map((at) => findPair(track, at))).toEqual([0, 0, 1, 19, 19, 0, 19]);
});
