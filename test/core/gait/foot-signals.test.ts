import { expect, test } from 'vitest';
import { makeSample } from '../../../bench/recorded-walk.ts';
import { extractFootSignals } from '../../../src/core/gait/foot-signals.ts';
import { collectWindow } from '../../../src/core/gait/sample-window.ts';

/** Readings of L0, L1, L2, R0, R1, R2 at each sample; the ends of each sensor's range are its lowest and its highest reading. */
function extract(rows: readonly (readonly number[])[]) {
  return extractFootSignals(collectWindow(rows.map((row, index) => makeSample(index * 0.3, row))));
}

const LEFT_FIRST = [
  [800, 100, 20, 0, 0, 30],
  [400, 300, 20, 50, 0, 30],
  [0, 200, 20, 200, 0, 30],
];

test('a foot is loaded by the sum of its sensors in their own ranges, at most by that of the sensor that is loaded most', () => {
  const { left, right } = extract(LEFT_FIRST);
  expect([...left.load]).toEqual([1, 1.5, 0.5]);
  expect([...left.top]).toEqual([1, 1, 0.5]);
  expect([...right.load]).toEqual([0, 0.25, 1]);
  expect([...right.top]).toEqual([0, 0.25, 1]);
});

test('all sensors of a foot are counted, those that move too little add nothing', () => {
  const { left, right } = extract(LEFT_FIRST);
  expect([left.sensors, right.sensors]).toEqual([3, 3]);
  expect([left.isInformative, right.isInformative]).toEqual([true, true]);
});

test('a foot without a sensor that moves enough tells nothing', () => {
  const { left, right, difference } = extract(LEFT_FIRST.map((row) => [...row.slice(0, 3), 500, 500, 530]));
  expect(left.isInformative).toBe(true);
  expect(right).toEqual({
    load: new Float64Array(3),
    top: new Float64Array(3),
    sensors: 3,
    isInformative: false,
  });
  expect([...difference]).toEqual([1, 1.5, 0.5]);
});

test('the difference of the feet begins above 0, whichever foot is loaded first', () => {
  const exchanged = LEFT_FIRST.map((row) => [...row.slice(3), ...row.slice(0, 3)]);
  expect([...extract(LEFT_FIRST).difference]).toEqual([1, 1.25, -0.5]);
  expect([...extract(exchanged).difference]).toEqual([1, 1.25, -0.5]);
});

test('feet that begin alike differ as left less right', () => {
  const { difference } = extract([
    [0, 0, 0, 0, 0, 0],
    [500, 0, 0, 250, 0, 0],
    [1000, 0, 0, 1000, 0, 0],
  ]);
  expect([...difference]).toEqual([0, 0.25, 0]);
});

test('no samples give no signal', () => {
  const { left, difference } = extract([]);
  expect(left).toEqual({
    load: new Float64Array(0),
    top: new Float64Array(0),
    sensors: 3,
    isInformative: false,
  });
  expect(difference).toHaveLength(0);
});
