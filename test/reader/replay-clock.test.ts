import { describe, expect, test } from 'vitest';
import { ReplayClock } from '../../src/reader/replay-clock.ts';

describe('ReplayClock', () => {
  test('goes on from where it began, so many times as fast, and stands where it ends', () => {
    let nowMs = 5000;
    const clock = new ReplayClock(10, () => nowMs);
    clock.startAt(1000);
    expect(clock.nowMs()).toBe(1_000_000);
    expect(clock.waitMs(1003)).toBe(300);
    nowMs += 200;
    expect(clock.nowMs()).toBe(1_002_000);
    expect(clock.waitMs(1003)).toBe(100);
    expect(clock.waitMs(1001)).toBe(0);
    clock.stopAt(1003);
    nowMs += 60_000;
    expect(clock.nowMs()).toBe(1_003_000);
  });
});
