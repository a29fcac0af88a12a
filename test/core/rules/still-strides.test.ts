import { describe, expect, test } from 'vitest';
import { ReadingRange } from '../../../src/core/rules/reading-range.ts';
import { StillStrides } from '../../../src/core/rules/still-strides.ts';

/** Follows a sensor whose range is so wide above its floor, frame by frame. */
function follow(width = 1000, floor = 0) {
  const still = new StillStrides();
  const range = new ReadingRange();
  range.push(floor, 0);
  range.push(floor + width, 0);
  /** One stride with these readings, `seconds` apart, at whose last frame the other sensors are lifted. */
  const stride = (readings: readonly number[], seconds = 0.1) => {
    for (const [index, reading] of readings.entries()) {
      const othersLifted = index === readings.length - 1;
      still.push({ id: 0, reading, range, othersLoaded: !othersLifted, othersLifted }, seconds);
    }
    return still.strides;
  };
  return { still, stride };
}

const repeat = (count: number, act: () => void) => {
  for (let index = 0; index < count; index++) act();
};

/** Half of a second under load. */
const MOVING = [...Array(5).fill(0), ...Array(5).fill(1000)];
const STILL = Array(10).fill(0);

describe('a stride without a movement', () => {
  test('counts once the sensor has moved in ten strides', () => {
    const { stride } = follow();
    repeat(9, () => stride(MOVING));
    // The first still stride sees the sensor come down from its load, which is a movement.
    expect([stride(STILL), stride(STILL), stride(STILL)]).toEqual([0, 1, 2]);
    const other = follow();
    other.stride(STILL);
    repeat(8, () => other.stride(MOVING));
    expect([other.stride(STILL), other.stride(STILL), other.stride(STILL)]).toEqual([0, 0, 0]);
  });

  test('ends the count when the sensor moves again', () => {
    const { stride } = follow();
    repeat(12, () => stride(MOVING));
    repeat(4, () => stride(STILL));
    expect(stride(MOVING)).toBe(0);
  });

  test('counts only up to 3 s: longer is standing', () => {
    const { stride } = follow();
    repeat(12, () => stride(MOVING));
    stride(STILL);
    expect(stride(Array(10).fill(0), 0.299)).toBe(1);
    expect(stride(Array(10).fill(0), 0.31)).toBe(1);
    expect(stride(Array(10).fill(0), 0.299)).toBe(2);
  });

  test('does not count across a gap', () => {
    const { still, stride } = follow();
    repeat(12, () => stride(MOVING));
    repeat(4, () => stride(STILL));
    still.restart(0, false);
    expect(still.strides).toBe(0);
    expect(stride(STILL)).toBe(1);
  });

  test('counts across a gap on a sensor that is known not to move, unless it moved in the gap', () => {
    const { still, stride } = follow();
    repeat(12, () => stride(MOVING));
    repeat(9, () => stride(STILL));
    const before = still.strides;
    expect(before).toBeGreaterThan(7);
    still.restart(0, true);
    expect(still.strides).toBe(before);
    still.restart(500, true);
    expect(still.strides).toBe(0);
  });

  test('counts across a gap on a sensor that moved in it by no more than 8 % of its range, whatever its floor', () => {
    const strides = [180, 380, 381].map((reading) => {
      const { still, stride } = follow(1000, 300);
      repeat(12, () => stride(MOVING.map((load) => 300 + load)));
      repeat(9, () => stride(Array(10).fill(300)));
      still.restart(reading, true);
      return still.strides > 0;
    });
    expect(strides).toEqual([false, true, false]);
  });
});

describe('a movement', () => {
  /** Whether a sensor with such a range, taught by its usual strides, is seen to move by so much. */
  function isMovement(width: number, readings: number): boolean {
    const { stride } = follow(width);
    repeat(12, () => stride([...Array(5).fill(0), ...Array(5).fill(width)]));
    stride(STILL);
    stride(STILL);
    return stride([...Array(9).fill(0), readings]) === 0;
  }

  test('is one of more than 24 readings', () => {
    expect([24, 25].map((readings) => isMovement(200, readings))).toEqual([false, true]);
  });

  test('is one of more than 8 % of the range', () => {
    expect([80, 81].map((readings) => isMovement(1000, readings))).toEqual([false, true]);
  });
});

/** Counts a still stride of 1.2 s with this longest gap, of a sensor that is usually loaded for half of it, or so many tenths. */
function countWithGap(
  gapSeconds: number,
  level = 0,
  loadedTenths = 5,
  { floor = 0, load = 1000, standingSeconds = 0 } = {},
): number {
  const { still, stride } = follow(1000, floor);
  repeat(40, () =>
    stride([...Array(10 - loadedTenths).fill(floor), ...Array(loadedTenths).fill(floor + load)]),
  );
  // Standing is a long stride under load, at whose end the sensor moves.
  if (standingSeconds > 0) stride([...Array(standingSeconds * 10).fill(floor + load), floor, floor + load]);
  stride(Array(10).fill(floor + level));
  const range = new ReadingRange();
  range.push(floor, 0);
  range.push(floor + 1000, 0);
  const sensor = { id: 0, reading: floor + level, range, othersLoaded: true, othersLifted: false };
  still.push(sensor, gapSeconds);
  still.push(sensor, (1.2 - gapSeconds) / 2);
  still.push({ ...sensor, othersLifted: true }, (1.2 - gapSeconds) / 2);
  return still.strides;
}

describe('a stride that is sampled too sparsely to show a load', () => {
  test('does not count: the load has to last 1.2 times the longest gap', () => {
    expect(countWithGap(0.48)).toBe(1);
    expect(countWithGap(0.52)).toBe(0);
  });

  test('does not count for a sensor that is stuck above its floor, and may have been lifted between two frames', () => {
    expect(countWithGap(0.48, 500)).toBe(1);
    expect(countWithGap(0.52, 500)).toBe(0);
  });

  test('does not count by the shorter of load and lift, unless the sensor is at its floor, where only a load shows', () => {
    // Loaded for 0.96 s of 1.2 s, lifted for 0.24 s.
    expect(countWithGap(0.6, 0, 8)).toBe(1);
    expect(countWithGap(0.6, 500, 8)).toBe(0);
    // Loaded for 0.24 s.
    expect(countWithGap(0.6, 0, 2)).toBe(0);
    expect(countWithGap(0.6, 500, 2)).toBe(0);
    // At its floor is within 8 % of its range.
    expect(countWithGap(0.6, 80, 8)).toBe(1);
    expect(countWithGap(0.6, 81, 8)).toBe(0);
  });
});

describe('how long a sensor is usually loaded in a stride', () => {
  test('is told by its readings of more than 8 % of its range above its floor, whatever that is', () => {
    for (const floor of [0, 300]) {
      expect(countWithGap(0.48, 0, 5, { floor })).toBe(1);
      expect(countWithGap(0.52, 0, 5, { floor })).toBe(0);
      expect(countWithGap(0.6, 0, 8, { floor })).toBe(1);
      expect(countWithGap(0.6, 500, 8, { floor })).toBe(0);
    }
    expect(countWithGap(0.48, 0, 5, { load: 81 })).toBe(1);
    expect(countWithGap(0.48, 0, 5, { load: 80 })).toBe(0);
  });

  test('is not told by standing', () => {
    expect(countWithGap(0.52, 0, 5, { standingSeconds: 20 })).toBe(0);
    expect(countWithGap(0.48, 0, 5, { standingSeconds: 20 })).toBe(1);
  });
});

test('what is known of the usual load follows the newer strides, 5 % with each', () => {
  const { still, stride } = follow();
  // First loaded for half of each stride, then for a fifth: after twelve strides of 10 frames the share is
  // the weighted mean of both, with weights of 0.95 to the number of strides since.
  repeat(60, () => stride(MOVING));
  repeat(12, () => stride([...Array(8).fill(0), ...Array(2).fill(1000)]));
  const kept = 0.95 ** 12;
  const loadSeconds = (0.5 * kept + 0.2 * (1 - kept)) * 1;
  stride(STILL);
  const range = new ReadingRange();
  range.push(0, 0);
  range.push(1000, 0);
  const push = (seconds: number, othersLifted = false) =>
    still.push({ id: 0, reading: 0, range, othersLoaded: !othersLifted, othersLifted }, seconds);
  const strideWithGap = (gapSeconds: number) => {
    repeat(9, () => push((1 - gapSeconds) / 10));
    push(gapSeconds);
    push((1 - gapSeconds) / 10, true);
    return still.strides;
  };
  expect(strideWithGap((loadSeconds / 1.2) * 0.95)).toBe(1);
  expect(strideWithGap((loadSeconds / 1.2) * 1.05)).toBe(1);
});
