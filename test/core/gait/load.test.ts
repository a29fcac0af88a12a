import { describe, expect, test } from 'vitest';
import { makeSample } from '../../../bench/recorded-walk.ts';
import { computeCentreOfPressure, computeLoadFigures, findFloors } from '../../../src/core/gait/load.ts';
import { collectWindow } from '../../../src/core/gait/sample-window.ts';

function makeWindow(rows: readonly (readonly number[])[]) {
  return collectWindow(rows.map((row, index) => makeSample(index * 0.3, row)));
}

const all = [true, true, true, true];

describe('the load figures', () => {
  test('are the share and SI = 200 (R - L) / (R + L) of the sums over the chosen samples', () => {
    const window = makeWindow([
      [60, 0, 0, 140, 0, 0],
      [0, 60, 0, 0, 0, 140],
      [900, 0, 0, 0, 0, 0],
    ]);
    expect(computeLoadFigures(window, [0, 0, 0, 0, 0, 0], [true, true, false])).toEqual({
      share: { left: 0.3, right: 0.7 },
      symmetryIndexPercent: 80,
    });
  });

  test('subtract the floor of a sensor that moves, and none of one that does not move', () => {
    const window = makeWindow([
      [100, 50, 0, 100, 0, 0],
      [500, 50, 0, 100, 0, 0],
      [100, 50, 0, 100, 0, 0],
      [500, 50, 0, 100, 0, 0],
    ]);
    const floors = findFloors(window);
    expect(floors).toEqual([100, 0, 0, 0, 0, 0]);
    expect(computeLoadFigures(window, floors, all).share).toEqual({ left: 1000 / 1400, right: 400 / 1400 });
  });

  test('are not known when nothing is loaded', () => {
    const window = makeWindow([[0, 0, 0, 0, 0, 0]]);
    const nothing = { share: null, symmetryIndexPercent: null };
    expect(computeLoadFigures(window, findFloors(window), [true])).toEqual(nothing);
  });
});

describe('the proxy of the centre of pressure', () => {
  const findCentre = (row: readonly number[]) =>
    computeCentreOfPressure(makeWindow([row]), [0, 0, 0, 0, 0, 0]);

  test('is at the only loaded sensor, or midway between two with equal loads', () => {
    expect(findCentre([0, 0, 700, 0, 0, 0])).toEqual({ xPercent: 25, yPercent: 90 });
    expect(findCentre([0, 0, 300, 0, 0, 300])).toEqual({ xPercent: 49.5, yPercent: 90 });
  });

  test('is not known when nothing is loaded', () => {
    expect(findCentre([0, 0, 0, 0, 0, 0])).toBeNull();
  });
});
