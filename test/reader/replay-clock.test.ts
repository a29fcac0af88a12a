import { expect, test } from 'vitest';
import { ReplayClock } from '../../src/reader/replay-clock.ts';

function startClock(speed: number) {
  const monotonic = { ms: 5000 };
  const clock = new ReplayClock(speed, () => monotonic.ms);
  clock.seek(1000);
  clock.run();
  return { clock, monotonic };
}

test('the clock of a recording runs from where it is set, so many times as fast', () => {
  const { clock, monotonic } = startClock(10);
  expect(clock.nowMs()).toBe(1_000_000);
  monotonic.ms += 200;
  expect(clock.nowMs()).toBe(1_002_000);
  clock.seek(1500);
  monotonic.ms += 200;
  expect(clock.nowMs()).toBe(1_502_000);
});

test('it halts and goes on where it was, also at another speed', () => {
  const { clock, monotonic } = startClock(10);
  monotonic.ms += 200;
  clock.halt();
  monotonic.ms += 60_000;
  expect(clock.nowMs()).toBe(1_002_000);
  expect(clock.isRunning).toBe(false);
  clock.setSpeed(2);
  expect(clock.nowMs()).toBe(1_002_000);
  clock.run();
  monotonic.ms += 500;
  expect(clock.nowMs()).toBe(1_003_000);
  clock.setSpeed(4);
  monotonic.ms += 500;
  expect([clock.nowMs(), clock.speed, clock.isRunning]).toEqual([1_005_000, 4, true]);
});

test('it stands still until it is told to run', () => {
  const clock = new ReplayClock(1, () => 7);
  clock.seek(3);
  expect([clock.nowMs(), clock.isRunning]).toEqual([3000, false]);
});

test('the wait for an instant is in real time, none for an instant that has passed, and without end while it is halted', () => {
  const { clock, monotonic } = startClock(10);
  expect(clock.waitMs(1003)).toBe(300);
  monotonic.ms += 200;
  expect(clock.waitMs(1003)).toBe(100);
  expect(clock.waitMs(1001)).toBe(0);
  // A gap of a year, as between two recordings in one file: a timer of so long goes off at once.
  expect(clock.waitMs(1000 + 365 * 86_400)).toBeLessThan(2 ** 31);
  clock.halt();
  expect(clock.waitMs(1003)).toBe(Number.POSITIVE_INFINITY);
  expect(clock.waitMs(1001)).toBe(0);
});
