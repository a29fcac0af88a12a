import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSeconds } from '../../../src/core/time/format-seconds.ts';

test('an instant is written as seconds with three decimals, as toFixed does it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.integer({ min: 0, max: 4_000_000_000_000 }),
        fc.double({ min: -1e13, max: 1e13, noNaN: true }),
      ),
      (ms) => {
        expect(formatSeconds(ms)).toBe((ms / 1000).toFixed(3));
      },
    ),
  );
  expect([0, 7, 999, 1000, 1_795_465_522_312, 1_795_465_522_313].map(formatSeconds)).toEqual([
    '0.000',
    '0.007',
    '0.999',
    '1.000',
    '1795465522.312',
    '1795465522.313',
  ]);
});
