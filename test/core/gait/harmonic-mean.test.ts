import { describe, expect, test } from 'vitest';
import { computeHarmonicMeans } from '../../../src/core/gait/harmonic-mean.ts';
import { seededRandom } from '../../../src/core/random.ts';

const random = seededRandom(11);
const PHASES = Float64Array.from({ length: 200 }, (_, index) => index * 0.31 + 0.2 * random());
const ALL = Array.from(PHASES, () => true);
const makeWave = (constant: number, harmonic: number) =>
  PHASES.map((phase) => constant + Math.cos(2 * Math.PI * (harmonic * phase + 0.1)));

describe('the mean over strides', () => {
  test('is the constant, to the last digit, while the signal has no more harmonics than the fit', () => {
    const found = computeHarmonicMeans([makeWave(3, 1), makeWave(-2, 3)], PHASES, ALL, 3);
    expect(found?.means[0]).toBeCloseTo(3, 9);
    expect(found?.means[1]).toBeCloseTo(-2, 9);
    for (const [first, second] of found?.leftOut ?? []) {
      expect(first).toBeCloseTo(3, 9);
      expect(second).toBeCloseTo(-2, 9);
    }
  });

  test('without harmonics is the mean of the chosen values', () => {
    const values = Float64Array.of(1, 2, 3, 100);
    const found = computeHarmonicMeans([values], new Float64Array(4), [true, true, true, false], 0);
    expect(found).toEqual({ means: [2], leftOut: [[2.5], [2], [1.5]] });
  });

  test('leaves out eight blocks in turn, each of the same number of values in a row', () => {
    const values = Float64Array.from({ length: 16 }, (_, index) => (index === 5 ? 16 : 0));
    const found = computeHarmonicMeans([values], new Float64Array(16), Array(16).fill(true), 0);
    expect(found?.means).toEqual([1]);
    expect(found?.leftOut.map(([mean]) => mean)).toEqual([16 / 14, 16 / 14, 0, ...Array(5).fill(16 / 14)]);
  });

  test('is not known from fewer values than a fit needs', () => {
    const choose = (count: number) => ALL.map((_, index) => index < count);
    const isKnown = (count: number) =>
      computeHarmonicMeans([makeWave(1, 1)], PHASES, choose(count), 2) !== null;
    expect([8, 9].map(isKnown)).toEqual([false, true]);
  });

  test('is not known where all values lie at the same place of the stride', () => {
    const phases = Float64Array.from({ length: 40 }, (_, index) => index);
    expect(computeHarmonicMeans([makeWave(1, 1).subarray(0, 40)], phases, ALL.slice(0, 40), 1)).toBeNull();
  });
});
