import { describe, expect, test } from 'vitest';
import { Pace } from '../../src/cacher/pace.ts';

const INTERVAL_MS = 300;

/** Lets time pass with 100 turns a second, of which each `nth` is late by this. */
function createPace() {
  let nowMs = 0;
  let told = 0;
  const pace = new Pace({ intervalMs: INTERVAL_MS, nowMs: () => nowMs, onBehind: () => told++ });
  const run = (seconds: number, nth: number, lateMs: number) => {
    for (let turn = 1; turn <= seconds * 100; turn++) {
      nowMs += 10;
      pace.noteTurn(turn % nth === 0 ? lateMs : 0);
    }
  };
  return { pace, run, told: () => told };
}

describe('the pace of a cacher', () => {
  test('is told to be too slow once, after 30 s in which over one turn in a hundred was late by over a tenth', () => {
    const { pace, run, told } = createPace();
    run(29, 50, 31);
    expect([pace.isBehind, told()]).toEqual([false, 0]);
    run(2, 50, 31);
    expect([pace.isBehind, told()]).toEqual([true, 1]);
    run(60, 1, 200);
    expect([pace.isBehind, told()]).toEqual([true, 1]);
  });

  test.each([
    ['one turn in a hundred is late', 100, 290],
    ['all are late by a tenth', 1, 30],
  ])('is right while %s', (_, nth, lateMs) => {
    const { pace, run, told } = createPace();
    run(90, nth, lateMs);
    expect([pace.isBehind, told()]).toEqual([false, 0]);
  });

  test('is right when the machine halts now and then', () => {
    const { pace, run, told } = createPace();
    for (let halt = 0; halt < 10; halt++) {
      run(1, 1, 250);
      run(19, 1, 0);
    }
    expect([pace.isBehind, told()]).toEqual([false, 0]);
  });

  test('is right again once it is, and is not told a second time', () => {
    const { pace, run, told } = createPace();
    run(40, 2, 100);
    run(10, 1, 0);
    expect(pace.isBehind).toBe(false);
    run(40, 2, 100);
    expect([pace.isBehind, told()]).toEqual([true, 1]);
  });
});
