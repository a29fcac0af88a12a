import { expect, test } from 'vitest';
import { ReplayClock } from '../../src/reader/replay-clock.ts';

test('the clock of a recording runs from where it starts, so many times as fast, to where it stops', () => {
  let monotonicMs = 5000;
  const clock = new ReplayClock(10, () => monotonicMs);
  clock.startAt(1000);
  expect(clock.nowMs()).toBe(1_000_000);
  monotonicMs += 200;
  expect(clock.nowMs()).toBe(1_002_000);
  clock.stopAt(1003);
  monotonicMs += 60_000;
  expect(clock.nowMs()).toBe(1_003_000);
});

test('the wait for an instant is in real time, and none for an instant that has passed', () => {
  let monotonicMs = 5000;
  const clock = new ReplayClock(10, () => monotonicMs);
  clock.startAt(1000);
  expect(clock.waitMs(1003)).toBe(300);
  monotonicMs += 200;
  expect(clock.waitMs(1003)).toBe(100);
  expect(clock.waitMs(1001)).toBe(0);
  // A gap of a year, as between two recordings in one file: a timer of so long goes off at once.
  expect(clock.waitMs(1000 + 365 * 86_400)).toBeLessThan(2 ** 31);
});
