import { expect, test } from 'vitest';
import { PageClock } from '../../../src/page/live/page-clock.ts';

function start() {
  const clocks = { monotonic: 1000, wall: 5e12 };
  const clock = new PageClock(
    () => clocks.monotonic,
    () => clocks.wall,
  );
  return { clocks, clock };
}

test('goes on while the machine sleeps, although its monotonic clock stands still', () => {
  const { clocks, clock } = start();
  clocks.monotonic += 250;
  clocks.wall += 250;
  expect(clock.nowMs()).toBe(1250);
  clocks.wall += 3_600_000;
  expect(clock.nowMs()).toBe(1250 + 3_600_000);
  clocks.monotonic += 250;
  clocks.wall += 250;
  expect(clock.nowMs()).toBe(1500 + 3_600_000);
});

test('never goes back when somebody sets the time, nor leaps when a time server trims it', () => {
  const { clocks, clock } = start();
  clocks.wall -= 3_600_000;
  expect(clock.nowMs()).toBe(1000);
  for (let second = 1; second <= 60; second++) {
    clocks.monotonic += 1000;
    clocks.wall += 1030;
    expect(clock.nowMs()).toBe(1000 + second * 1000);
  }
});
