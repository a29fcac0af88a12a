import { describe, expect, test } from 'vitest';
import { getTimerDelayMs } from '../../../src/core/time/timer-delay.ts';

describe('getTimerDelayMs', () => {
  test('is the time that is left', () => {
    expect(getTimerDelayMs(1500, 1000)).toBe(500);
  });

  test('is never negative, for which Node warns', () => {
    expect(getTimerDelayMs(999.999, 1000)).toBe(0);
    expect(getTimerDelayMs(Number.NEGATIVE_INFINITY, 1000)).toBe(0);
  });

  test('is never so long that Node would not wait at all', () => {
    for (const dueMs of [2 ** 31, 10 ** 12, Number.POSITIVE_INFINITY])
      expect(getTimerDelayMs(dueMs, 0)).toBeLessThan(2 ** 31);
  });
});
