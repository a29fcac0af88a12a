import { describe, expect, test } from 'vitest';
import {
  estimateSpread,
  formatHalfWidth,
  halveWidth,
  makeEstimate,
  weighSpread,
} from '../../../src/core/gait/interval.ts';

describe('the spread of a figure by chance', () => {
  test('of a mean is Student\u2019s t of 5 % times its standard error', () => {
    const values = [1, 2, 4, 8, 9, 3, 5, 4];
    const sum = values.reduce((total, value) => total + value, 0);
    const leftOut = values.map((value) => (sum - value) / 7);
    const variance = values.reduce((total, value) => total + (value - sum / 8) ** 2, 0) / 7;
    expect(estimateSpread(leftOut)).toBeCloseTo(1.895 * Math.sqrt(variance / 8), 9);
  });

  test('counts for less with more than 90 samples, and in full with fewer', () => {
    const weigh = (samples: number) => weighSpread([...Array(samples).fill(true), false, false]);
    expect([0, 30, 90].map(weigh)).toEqual([1, 1, 1]);
    expect(weigh(180)).toBeCloseTo(2 ** -0.1, 9);
    expect(weigh(300)).toBeLessThan(0.9);
  });

  test('is larger from fewer blocks', () => {
    expect(estimateSpread([1, 3])).toBeCloseTo(6.31 * 1, 9);
  });

  test('of fewer than two blocks is not known, and so infinite', () => {
    expect(estimateSpread([5])).toBe(Number.POSITIVE_INFINITY);
    expect(estimateSpread([])).toBe(Number.POSITIVE_INFINITY);
  });
});

test('an interval ends where the figure does', () => {
  expect(makeEstimate(0.5, 0.1, 0, 1).interval).toEqual([0.4, 0.6]);
  expect(makeEstimate(0.95, 0.1, 0, 1).interval[1]).toBe(1);
  expect(makeEstimate(0.05, Number.POSITIVE_INFINITY, 0, 1).interval).toEqual([0, 1]);
  expect(halveWidth([0.4, 0.8])).toBeCloseTo(0.2, 9);
});

test('half of an interval is written rounded up, and never as nothing', () => {
  expect(formatHalfWidth([1, 1.022], 1, 2)).toBe('0.02');
  expect(formatHalfWidth([0.4, 0.462], 100, 0)).toBe('4');
  expect(formatHalfWidth([0.4, 0.46], 100, 0)).toBe('3');
  expect(formatHalfWidth([98.4, 98.4], 1, 1)).toBe('0.1');
  expect(formatHalfWidth([0, 24.1], 1, 0)).toBe('13');
});
