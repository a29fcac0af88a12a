import { describe, expect, test } from 'vitest';
import { formatClockTime, formatPreciseClockTime, formatSpan } from '../../../src/core/time/clock-time.ts';

const AT_SECONDS = Date.UTC(2026, 10, 23, 20, 41, 7, 312) / 1000;

describe('formatClockTime', () => {
  test('has the time of day in the given zone', () => {
    expect(formatPreciseClockTime(AT_SECONDS, 0)).toBe('20:41:07.312');
    expect(formatPreciseClockTime(AT_SECONDS, 60)).toBe('21:41:07.312');
    expect(formatPreciseClockTime(AT_SECONDS, 330)).toBe('02:11:07.312');
    expect(formatPreciseClockTime(AT_SECONDS, -21 * 60)).toBe('23:41:07.312');
    expect(formatClockTime(AT_SECONDS, 0)).toBe('20:41:07');
  });

  test('keeps every millisecond of a stored instant', () => {
    for (let ms = 0; ms < 1000; ms++) {
      const atSeconds = Number(`1795465522.${String(ms).padStart(3, '0')}`);
      expect(formatPreciseClockTime(atSeconds, 0).slice(-3)).toBe(String(ms).padStart(3, '0'));
    }
  });
});

describe('formatSpan', () => {
  test.each([
    [0, '0.0 s'],
    [-0.4, '0.0 s'],
    [0.21, '0.2 s'],
    [9.94, '9.9 s'],
    [9.96, '9 s'],
    [10, '10 s'],
    [99.9, '99 s'],
    [100, '1 m'],
    [5999, '99 m'],
    [6000, '1 h'],
    [47 * 3600, '47 h'],
    [48 * 3600, '2 d'],
    [999 * 86_400, '999 d'],
    [1000 * 86_400, '2 y'],
    [1_795_465_522, '56 y'],
  ])('formats %d s in at most five characters: %s', (seconds, text) => {
    expect(formatSpan(seconds)).toBe(text);
    expect(text.length).toBeLessThanOrEqual(5);
  });
});
