import { expect, test, vi } from 'vitest';
import { memoize } from '../../src/core/memoize.ts';

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
