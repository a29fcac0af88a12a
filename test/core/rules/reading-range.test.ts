import { expect, test } from 'vitest';
import { ReadingRange } from '../../../src/core/rules/reading-range.ts';

test('widens at once, and narrows by 2 readings a second at each end', () => {
  const range = new ReadingRange();
  range.push(0, 0);
  range.push(100, 0);
  expect([range.low, range.high, range.width]).toEqual([0, 100, 100]);
  range.push(50, 10);
  expect([range.low, range.high, range.width]).toEqual([20, 80, 60]);
  range.push(10, 1);
  expect([range.low, range.high]).toEqual([10, 78]);
});

test('narrows no further than to the readings', () => {
  const range = new ReadingRange();
  range.push(0, 0);
  range.push(50, 0);
  range.push(50, 1000);
  expect([range.low, range.high]).toEqual([50, 50]);
});

test('places a reading between its ends, at 0 when it has no width', () => {
  const range = new ReadingRange();
  range.push(100, 0);
  expect(range.computeLevel(100)).toBe(0);
  range.push(300, 0);
  expect([100, 150, 300].map((reading) => range.computeLevel(reading))).toEqual([0, 0.25, 1]);
});
