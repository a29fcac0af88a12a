import { expect, test } from 'vitest';
import { makeSample } from '../../../bench/recorded-walk.ts';
import { collectWindow } from '../../../src/core/gait/sample-window.ts';
import { computeLoad, computeWalkStance } from '../../../src/core/gait/shares.ts';

const COUNT = 100;
const strides = Float64Array.from({ length: COUNT }, (_, index) => index * 0.13);
const isWalked = Array<boolean>(COUNT).fill(true);
const walk = { times: null, strides, isWalked };
const isDown = (stride: number) => stride - Math.floor(stride) < 0.6;
const readWalk = () =>
  collectWindow(
    Array.from(strides, (stride, index) => {
      const [left, right] = [isDown(stride) ? 300 : 0, isDown(stride + 0.5) ? 300 : 0];
      return makeSample(index * 0.15, [left, left, left, right, right, right]);
    }),
  );
const breakSensors = (ids: readonly number[], load: number) => ({
  faults: ids.map((at) => ({ at, isWrong: new Uint8Array(COUNT).fill(1), usual: { floor: 0, load } })),
  leftOut: new Set(readWalk().sensors.filter(({ id }) => ids.includes(id))),
  twins: new Set<never>(),
});

test('the load with faulty sensors is told while it is sure to 8 points, that of sound ones always', () => {
  /** A walk in which first the right foot bears so many readings more, and then the left one, which makes its mean unsure. */
  const readUneven = (rise: number) =>
    collectWindow(
      Array.from(strides, (stride, index) => {
        const left = isDown(stride) ? 100 + (index < COUNT / 2 ? 0 : rise) : 0;
        const right = isDown(stride + 0.5) ? 100 + (index < COUNT / 2 ? rise : 0) : 0;
        return makeSample(index * 0.15, [left, left, left, right, right, right]);
      }),
    );
  const rises = Array.from({ length: 45 }, (_, step) => 20 * step);
  const halfWidths = rises.map((rise) => {
    const load = computeLoad(readUneven(rise), breakSensors([3], 100), walk, isWalked);
    return load === null ? null : (load.leftOfSensorsInterval[1] - load.leftOfSensorsInterval[0]) / 2;
  });
  const told = halfWidths.flatMap((halfWidth) => halfWidth ?? []);
  expect(Math.max(...told)).toBeLessThanOrEqual(0.08);
  expect(Math.max(...told)).toBeGreaterThan(0.075);
  expect(halfWidths.at(-1)).toBeNull();
  expect(computeLoad(readUneven(880), breakSensors([], 0), walk, isWalked)).not.toBeNull();
});

test('the load of who does not walk is told of sound sensors alone', () => {
  expect(computeLoad(readWalk(), breakSensors([0], 180), null, isWalked)).toBeNull();
  expect(computeLoad(readWalk(), breakSensors([], 0), null, isWalked)?.share.left).toBeCloseTo(0.5, 1);
});

test('the stance is told by the sound sensors where they see whole steps', () => {
  const compute = (ids: readonly number[]) => computeWalkStance(readWalk(), breakSensors(ids, 180), walk);
  expect(compute([])?.left.value).toBeCloseTo(0.6, 1);
  expect(compute([0, 4])?.right.value).toBeCloseTo(0.6, 1);
  expect(compute([2])).toBeNull();
  expect(compute([3, 4])).toBeNull();
});
