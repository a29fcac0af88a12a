import { expect, test } from 'vitest';
import { makeSample } from '../../../bench/recorded-walk.ts';
import {
  collectWindow,
  pickSensors,
  sliceWindowSince,
  sumFoot,
  thinSamples,
} from '../../../src/core/gait/sample-window.ts';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';

const collectTimes = (...times: readonly number[]) => [
  ...collectWindow(times.map((atSeconds) => makeSample(atSeconds, [1, 2, 3, 4, 5, 6]))).times,
];

test('covers the last 30 s, both ends included', () => {
  expect(collectTimes(0, 1, 2, 31)).toEqual([1, 2, 31]);
  expect(collectTimes(0, 1, 2, 32)).toEqual([2, 32]);
});

test('leaves out a sample that follows the one before by less than 75 ms', () => {
  expect(collectTimes(0, 0.074, 1)).toEqual([0, 1]);
  expect(collectTimes(0, 0.075, 1)).toEqual([0, 0.075, 1]);
  expect(collectTimes(0, 0.04, 0.08, 0.12)).toEqual([0, 0.08]);
});

test('starts again when the clock steps back', () => {
  expect(collectTimes(10, 11, 5, 6)).toEqual([5, 6]);
});

test('has the readings of each sensor in the order of the samples, 0 for one that is missing', () => {
  const samples = [
    makeSample(0, [10, 11, 12, 13, 14, 15]),
    makeSample(1, [20, 21, 22]),
    { atSeconds: 2, sensors: [{ id: 6, value: 99, anomaly: false }] },
  ];
  expect(collectWindow(samples).readings.map((values) => [...values])).toEqual([
    [10, 20, 0],
    [11, 21, 0],
    [12, 22, 0],
    [13, 0, 0],
    [14, 0, 0],
    [15, 0, 0],
  ]);
});

test('is empty without samples, and when a slice starts after its end', () => {
  expect(collectWindow([]).times).toHaveLength(0);
  const window = collectWindow([makeSample(5, [1])]);
  expect(sliceWindowSince(window, 5).times).toHaveLength(1);
  expect(sliceWindowSince(window, 5.1).times).toHaveLength(0);
});

test('has the sensors of another insole in its order, whatever their numbers', () => {
  const place = { label: 'x', x: 0, y: 0 };
  const insole = {
    ...SIX,
    sensors: [
      { ...place, id: 9, side: 'right' as const, region: 'heel' as const },
      { ...place, id: 4, side: 'left' as const, region: 'hallux' as const },
    ],
  };
  const window = collectWindow([makeSample(0, [10, 11, 12, 13, 14, 15, 16, 17, 18, 19])], insole);
  expect(window.sensors).toBe(insole.sensors);
  expect(window.readings.map((values) => [...values])).toEqual([[19], [14]]);
});

test('may have fewer sensors, with their readings, and is the same window with all of them', () => {
  const window = collectWindow([makeSample(0, [1, 2, 3, 4, 5, 6]), makeSample(1, [7, 8, 9, 10, 11, 12])]);
  const picked = pickSensors(window, ({ region }) => region === 'heel');
  expect(picked.sensors.map(({ id }) => id)).toEqual([2, 5]);
  expect(picked.readings.map((values) => [...values])).toEqual([
    [3, 9],
    [6, 12],
  ]);
  expect(picked.times).toBe(window.times);
  expect(pickSensors(window, () => true)).toBe(window);
});

test('sums the readings of a foot', () => {
  const window = collectWindow([makeSample(0, [1, 2, 3, 40, 50, 60]), makeSample(1, [7, 8, 9, 10, 11, 12])]);
  expect([...sumFoot(window, 'left')]).toEqual([6, 24]);
  expect([...sumFoot(window, 'right')]).toEqual([150, 33]);
});

test('samples may be thinned to any spacing', () => {
  const samples = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((atSeconds) => makeSample(atSeconds, [1]));
  expect(thinSamples(samples, 30, 0.25).map(({ atSeconds }) => atSeconds)).toEqual([0, 0.3, 0.6]);
  expect(thinSamples(samples, 0.3, 0.25).map(({ atSeconds }) => atSeconds)).toEqual([0.3, 0.6]);
});
