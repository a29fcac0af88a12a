import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeRising } from '../../src/cacher/make-rising.ts';

const NOW = 1_795_465_522_000;

describe('makeRising', () => {
  test('leaves instants that rise as they are', () => {
    expect(makeRising([NOW - 40, NOW - 20, NOW], NOW - 60, NOW)).toEqual([NOW - 40, NOW - 20, NOW]);
  });

  test('moves instants behind the last one, as little as possible', () => {
    expect(makeRising([NOW - 40, NOW - 20, NOW], NOW - 10, NOW)).toEqual([NOW - 9, NOW - 8, NOW]);
    expect(makeRising([NOW - 3, NOW - 2, NOW], NOW - 1, NOW)).toEqual([NOW, NOW + 1, NOW + 2]);
  });

  test('always rises strictly from the last one on, and ends at the receipt where there is room', () => {
    const offset = fc.integer({ min: -500, max: 0 });
    fc.assert(
      fc.property(fc.array(offset, { minLength: 1 }), fc.integer({ min: -600, max: 90 }), (offsets, last) => {
        const rising = makeRising(
          offsets.map((by) => NOW + by),
          NOW + last,
          NOW,
        );
        let before = NOW + last;
        for (const at of rising) {
          expect(at).toBeGreaterThan(before);
          before = at;
        }
        expect(before).toBeLessThanOrEqual(Math.max(NOW, NOW + last + rising.length));
      }),
    );
  });
});
