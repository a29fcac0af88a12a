import { expect, test } from 'vitest';
import { makeSample } from '../../../bench/recorded-walk.ts';
import { LoadIndex } from '../../../src/core/gait/load-index.ts';

function indexOf(...samples: readonly (readonly [atSeconds: number, reading: number])[]): number {
  const index = new LoadIndex();
  for (const [atSeconds, reading] of samples) index.push(makeSample(atSeconds, [0, 0, reading]));
  return index.read()[2] ?? Number.NaN;
}

test('is the sum of reading times time, in reading-seconds', () => {
  expect(indexOf([0, 100], [1, 100], [2, 300])).toBe(100 + 200);
});

test('does not count time that nobody saw', () => {
  expect(indexOf([0, 100], [1, 100], [11, 100], [12, 100])).toBe(200);
});

test('goes on after a clock that stepped back, without the step', () => {
  expect(indexOf([10, 100], [11, 100], [5, 100], [6, 100])).toBe(200);
});

test('of an unknown sensor is none', () => {
  const index = new LoadIndex();
  index.push({ atSeconds: 0, sensors: [{ id: 9, value: 100, anomaly: false }] });
  expect(index.read()).toEqual([0, 0, 0, 0, 0, 0]);
});
