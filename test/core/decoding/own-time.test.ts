import { describe, expect, test } from 'vitest';
import { readOwnNumber, readOwnTime, type TimeUnit } from '../../../src/core/decoding/own-time.ts';

describe('readOwnTime', () => {
  const at = Date.UTC(2026, 10, 26, 14, 3, 22) / 1000;
  test.each<[unknown, TimeUnit, number | null]>([
    [at + 0.5, 'auto', at + 0.5],
    [at * 1e3 + 20, 'auto', at + 0.02],
    [at * 1e6 + 20_000, 'auto', at + 0.02],
    [at * 1e9, 'auto', at],
    [1500, 'auto', 1500],
    [1500, 'ms', 1.5],
    [-20, 'ms', -0.02],
    ['1500.5', 'ms', 1.5005],
    ['2026-11-26T14:03:22.020Z', 'auto', at + 0.02],
    ['2026-11-26 14:03:22,02', 'auto', at + 0.02],
    ['2026-11-26T15:03:22.000020+01:00', 'auto', at + 0.00002],
    ['2026-11-26T15:03:22+0100', 'auto', at],
    ['2026-11-26T15:03:22+01', 'auto', at],
    ['14:03:22.5', 'auto', 50_602.5],
    ['soon', 'auto', null],
    ['26 November 2026', 'auto', null],
    ['2026-13-45T99:99:99Z', 'auto', null],
    [Number.NaN, 'auto', null],
    [null, 'auto', null],
    [true, 'auto', null],
    [{}, 'auto', null],
  ])('reads %j in %s as %s', (raw, unit, seconds) => {
    const read = readOwnTime(raw, unit);
    if (seconds === null) expect(read).toBeNull();
    else expect(read).toBeCloseTo(seconds, 6);
  });
});

describe('readOwnNumber', () => {
  test.each([
    [7, 7],
    ['0042', 42],
    [-3, -3],
    [1.5, null],
    ['1e3', null],
    ['', null],
    [2 ** 60, null],
    [null, null],
  ])('reads %j as %s', (raw, number) => {
    expect(readOwnNumber(raw)).toBe(number);
  });
});
