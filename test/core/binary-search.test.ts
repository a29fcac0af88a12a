import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findFirstIndex } from '../../src/core/binary-search.ts';

test('finds the same index as a linear search, in any sorted list', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.integer({ min: -1, max: 21 }), (numbers, wanted) => {
      const sorted = numbers.toSorted((a, b) => a - b);
      const linear = sorted.findIndex((number) => number >= wanted);
      const found = findFirstIndex(sorted.length, (index) => (sorted[index] ?? 0) < wanted);
      expect(found).toBe(linear < 0 ? sorted.length : linear);
    }),
  );
});

test('looks at no more than about log2(n) entries', () => {
  let looks = 0;
  findFirstIndex(1_000_000, (index) => {
    looks += 1;
    return index < 777_777;
  });
  expect(looks).toBeLessThanOrEqual(20);
});
