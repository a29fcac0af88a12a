import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../../src/core/time/duration.ts';

describe('parseDuration', () => {
  test.each([
    ['300ms', 300],
    ['2s', 2000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['1.5h', 5_400_000],
    ['0.3', 300],
    ['2', 2000],
    ['0', 0],
    [' 10 s ', 10_000],
    ['0.5ms', 0.5],
  ])('reads %j, without a unit as seconds', (text, durationMs) => {
    expect(parseDuration(text)).toBe(durationMs);
  });

  test('is exact where a floating-point product is not', () => {
    expect(parseDuration('1.001')).toBe(1001);
    expect(parseDuration('4.35')).toBe(4350);
  });

  test.each(['banana', '', '-1s', '1e3', '.5', '1.', '5d', '1 2', '0x10', 'Infinity', '9'.repeat(30)])(
    'has null for %j',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );
});

describe('formatDuration', () => {
  test.each([
    [300, '300ms'],
    [1000, '1s'],
    [1500, '1500ms'],
    [90_000, '90s'],
    [300_000, '5m'],
    [3_600_000, '1h'],
    [0, '0ms'],
  ])('formats %d ms as %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });

  test('formats what parseDuration reads back exactly', () => {
    const amount = fc.tuple(fc.nat(100_000), fc.nat(9999)).map(([whole, fraction]) => `${whole}.${fraction}`);
    fc.assert(
      fc.property(amount, fc.constantFrom('ms', 's', 'm', 'h', ''), (text, unit) => {
        const durationMs = parseDuration(text + unit);
        expect(durationMs).not.toBeNull();
        expect(parseDuration(formatDuration(durationMs ?? Number.NaN))).toBe(durationMs);
      }),
    );
  });
});
