import { expect, test, vi } from 'vitest';
import { memoize, memoizeLatest } from '../../src/core/memoize.ts';

test('computes once for each object, and again for an equal one', () => {
  const compute = vi.fn((numbers: readonly number[]) => numbers.length);
  const memoized = memoize(compute);
  const numbers = [1, 2];
  expect([memoized(numbers), memoized(numbers), memoized([1, 2])]).toEqual([2, 2, 2]);
  expect(compute).toHaveBeenCalledTimes(2);
});

test('remembers a result of undefined as well', () => {
  const compute = vi.fn((_: object) => undefined);
  const memoized = memoize(compute);
  const key = {};
  memoized(key);
  memoized(key);
  expect(compute).toHaveBeenCalledTimes(1);
});

test('memoizeLatest repeats its last result for the same arguments, and computes anew for others', () => {
  const compute = vi.fn((list: readonly number[], factor: number) => list.map((item) => item * factor));
  const memoized = memoizeLatest(compute);
  const list = [1, 2];
  const doubled = memoized(list, 2);
  expect(memoized(list, 2)).toBe(doubled);
  expect(memoized(list, 3)).toEqual([3, 6]);
  expect(memoized(list, 2)).toEqual([2, 4]);
  expect(compute).toHaveBeenCalledTimes(3);
});
