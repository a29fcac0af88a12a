import { describe, expect, test } from 'vitest';
import { ReadingRange } from '../../../src/core/rules/reading-range.ts';
import { SaturatedStrides } from '../../../src/core/rules/saturated-strides.ts';

/** One frame: the reading of the sensor, and whether the other two are loaded. */
type Frame = readonly [reading: number, othersLoaded: boolean];

/** Pushes frames that are so many seconds apart; strides of the other two end where they become unloaded. */
function pushFrames(strides: SaturatedStrides, frames: readonly Frame[], seconds: number): void {
  let wasLoaded = false;
  for (const [reading, othersLoaded] of frames) {
    const othersLifted = wasLoaded && !othersLoaded;
    strides.push({ id: 0, reading, range: new ReadingRange(), othersLoaded, othersLifted }, seconds);
    wasLoaded = othersLoaded;
  }
}

/** Strides of ten frames: the others are lifted in the first `lifted` of them, the sensor below saturation in the first `below`. */
function makeStrides(count: number, { lifted, below }: { lifted: number; below: number }): Frame[] {
  return Array.from({ length: count * 10 }, (_, frame): Frame => {
    const place = frame % 10;
    return [place < below ? 500 : 1023, place >= lifted];
  });
}

/** How many strides count of ten that stay saturated, after so many in which the sensor was below for some frames. */
function countAfter(known: number, below: number, lifted = 4): number {
  const strides = new SaturatedStrides();
  const frames = [...makeStrides(known, { lifted, below }), ...makeStrides(10, { lifted, below: 0 })];
  pushFrames(strides, frames, 0.1);
  return strides.strides;
}

describe('strides in which a sensor stays saturated', () => {
  test('count when the sensor is usually below saturation for 1.2 times the longest gap between frames', () => {
    // A stride of 1 s: below for 0.2 s is twice the gap of 0.1 s, for 0.1 s only once.
    expect(countAfter(20, 2)).toBeGreaterThanOrEqual(8);
    expect(countAfter(20, 1)).toBe(0);
  });

  test('do not count when a single gap of the stride could hide the sensor', () => {
    const strides = new SaturatedStrides();
    pushFrames(strides, makeStrides(20, { lifted: 4, below: 3 }), 0.1);
    for (let stride = 0; stride < 5; stride++) {
      const frames = makeStrides(1, { lifted: 4, below: 0 });
      pushFrames(strides, frames.slice(0, 5), 0.1);
      pushFrames(strides, frames.slice(5, 6), 0.3);
      pushFrames(strides, frames.slice(6), 0.1);
    }
    expect(strides.strides).toBe(0);
  });

  test('count by how long the other two are lifted until the sensor has left saturation in ten strides', () => {
    expect(countAfter(0, 0)).toBeGreaterThanOrEqual(8);
    // The first strides are too few to tell a share; those that count are too few to flag anything.
    expect(countAfter(0, 0, 1)).toBeLessThan(5);
    // In so few strides it was below for 0.1 s, in which it could hide; the other two are lifted for 0.4 s.
    expect(countAfter(9, 1)).toBeGreaterThanOrEqual(8);
    expect(countAfter(12, 1)).toBe(0);
    // A stride before them, in which it stayed saturated, is none of the ten.
    const strides = new SaturatedStrides();
    const frames = Array.from({ length: 200 }, (_, frame): Frame => {
      const isBelow = frame % 10 === 5 && frame >= 10 && frame < 100;
      return [isBelow ? 500 : 1023, frame % 10 >= 4];
    });
    pushFrames(strides, frames, 0.1);
    expect(strides.strides).toBeGreaterThanOrEqual(8);
  });

  test('start anew when the sensor leaves saturation, and after a gap', () => {
    const strides = new SaturatedStrides();
    pushFrames(strides, makeStrides(10, { lifted: 4, below: 0 }), 0.1);
    expect(strides.strides).toBeGreaterThan(0);
    pushFrames(strides, [[1019, true]], 0.1);
    expect(strides.strides).toBe(0);
    pushFrames(strides, makeStrides(10, { lifted: 4, below: 0 }), 0.1);
    strides.restart(1023, false);
    expect(strides.strides).toBe(0);
  });

  test('go on after a gap of a sensor that is known to be stuck, as long as it is saturated', () => {
    const strides = new SaturatedStrides();
    pushFrames(strides, makeStrides(10, { lifted: 4, below: 0 }), 0.1);
    const before = strides.strides;
    strides.restart(1020, true);
    expect(strides.strides).toBe(before);
    strides.restart(1019, true);
    expect(strides.strides).toBe(0);
  });

  test('do not count when they take longer than 3 s', () => {
    const strides = new SaturatedStrides();
    pushFrames(strides, makeStrides(10, { lifted: 4, below: 0 }), 0.29);
    expect(strides.strides).toBeGreaterThan(0);
    const slow = new SaturatedStrides();
    pushFrames(slow, makeStrides(10, { lifted: 4, below: 0 }), 0.31);
    expect(slow.strides).toBe(0);
  });

  test('are judged by what the sensor did lately', () => {
    // Below for 0.5 s of each stride once, lately for 0.1 s, in which it could hide.
    const strides = new SaturatedStrides();
    const frames = [
      ...makeStrides(20, { lifted: 5, below: 5 }),
      ...makeStrides(200, { lifted: 4, below: 1 }),
      ...makeStrides(10, { lifted: 4, below: 0 }),
    ];
    pushFrames(strides, frames, 0.1);
    expect(strides.strides).toBe(0);
  });
});
