import { expect, test } from 'vitest';
import { computeLevel, findRange } from '../../../src/core/gait/sensor-range.ts';

test('a range reaches from the 4 % quantile to the 96 % quantile of the readings', () => {
  const readings = Float64Array.from({ length: 1000 }, (_, index) => 999 - index);
  expect(findRange(readings)).toEqual({ low: 40, high: 959, isInformative: true });
});

test('a range of 64 readings or more is informative', () => {
  expect(findRange(Float64Array.of(100, 164)).isInformative).toBe(true);
  expect(findRange(Float64Array.of(100, 163)).isInformative).toBe(false);
});

test('a range without readings is 0 to 0', () => {
  expect(findRange(new Float64Array())).toEqual({ low: 0, high: 0, isInformative: false });
});

test('a level is 0 at the low end of the range, 1 at the high end, and never beyond', () => {
  const range = { low: 100, high: 300, isInformative: true };
  expect([50, 100, 150, 300, 400].map((reading) => computeLevel(range, reading))).toEqual([0, 0, 0.25, 1, 1]);
});

test('a level in a range that is not informative is 0', () => {
  expect(computeLevel({ low: 100, high: 150, isInformative: false }, 150)).toBe(0);
});
