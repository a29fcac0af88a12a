import { expect, test } from 'vitest';
import { ServerClock } from '../../../src/page/live/server-clock.ts';

test('carries the time of the fastest event on', () => {
  const clock = new ServerClock();
  expect(clock.toPageMs(1000)).toBeNull();
  expect(clock.take(1000, 5200)).toBe(false);
  clock.take(1001, 6050);
  expect(clock.take(1002, 7400)).toBe(false);
  expect(clock.toPageMs(1001)).toBeCloseTo(6050, 6);
});

test('takes what waited in a buffer for as old as it is, however long, and says that it was late', () => {
  const clock = new ServerClock();
  clock.take(1000, 5000);
  for (let read = 0; read < 200; read++) expect(clock.take(1001 + read / 10, 305_000 + read)).toBe(true);
  const age = (305_000 - (clock.toPageMs(1001) ?? 0)) / 1000;
  expect(age).toBeCloseTo(299, 6);
});

test('takes over a clock that was set back once it was asked', () => {
  const clock = new ServerClock();
  clock.take(5000, 1000);
  expect(clock.take(1400, 2000)).toBe(true);
  clock.set(1400.5, 2500);
  expect(clock.take(1401, 3000)).toBe(false);
  expect(clock.toPageMs(1401)).toBeCloseTo(3000, 6);
});
