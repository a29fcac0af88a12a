import { describe, expect, test } from 'vitest';
import { makeSample } from '../../../bench/recorded-walk.ts';
import { computeHarmonicMeans } from '../../../src/core/gait/harmonic-mean.ts';
import { estimateSpread, weighSpread } from '../../../src/core/gait/interval.ts';
import {
  computeCentreOfPressure,
  computeLoadFigures,
  findFloors,
  sumFootLoad,
} from '../../../src/core/gait/load.ts';
import { collectWindow } from '../../../src/core/gait/sample-window.ts';
import { seededRandom } from '../../../src/core/random.ts';

function makeWindow(rows: readonly (readonly number[])[]) {
  return collectWindow(rows.map((row, index) => makeSample(index * 0.3, row)));
}

function makeLoads(window: ReturnType<typeof makeWindow>, floors: readonly number[]) {
  return { left: sumFootLoad(window, floors, 'left'), right: sumFootLoad(window, floors, 'right') };
}

describe('the load figures', () => {
  test('are the share and SI = 200 (R - L) / (R + L) of the sums over the chosen samples', () => {
    const window = makeWindow([
      [60, 0, 0, 140, 0, 0],
      [0, 60, 0, 0, 0, 140],
      [900, 0, 0, 0, 0, 0],
    ]);
    const loads = makeLoads(window, [0, 0, 0, 0, 0, 0]);
    const figures = computeLoadFigures(loads, null, [true, true, false]);
    expect(figures?.share.left).toBeCloseTo(0.3, 9);
    expect(figures?.share.right).toBeCloseTo(0.7, 9);
    expect(figures?.symmetryIndexPercent).toBeCloseTo(80, 9);
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
    expect(makeLoads(window, floors).left).toEqual(Float64Array.of(50, 450, 50, 450));
    expect(makeLoads(window, floors).right).toEqual(Float64Array.of(100, 100, 100, 100));
  });

  test('are not known when nothing is loaded', () => {
    const window = makeWindow([[0, 0, 0, 0, 0, 0]]);
    expect(computeLoadFigures(makeLoads(window, findFloors(window)), null, [true])).toBeNull();
  });

  test('of strides are the mean over the strides, wherever the samples lie in them', () => {
    // Nearly all samples lie in the left foot's half of the stride.
    const strides = Float64Array.from(
      { length: 120 },
      (_, index) => Math.floor(index / 8) + (index % 8) ** 2 / 64,
    );
    const load = (behind: number) =>
      strides.map((stride) => 500 + 400 * Math.cos(2 * Math.PI * (stride - behind)));
    const loads = { left: load(0.1), right: load(0.6) };
    const all = Array.from(strides, () => true);
    expect(computeLoadFigures(loads, strides, all)?.share.left).toBeCloseTo(0.5, 6);
    expect(Math.abs((computeLoadFigures(loads, null, all)?.share.left ?? 0.5) - 0.5)).toBeGreaterThan(0.02);
  });

  test('are surer of the load on the sensors than of that on the whole feet, which differs between people', () => {
    const even = Float64Array.from({ length: 100 }, () => 400);
    const figures = computeLoadFigures({ left: even, right: even }, null, Array(100).fill(true));
    expect(figures?.leftOfSensorsInterval[1]).toBeCloseTo(0.5045, 6);
    expect(figures?.leftInterval[1]).toBeCloseTo(0.5 + Math.hypot(0.0045, 0.044), 6);
    expect(figures?.symmetryInterval[1]).toBeCloseTo(400 * Math.hypot(0.0045, 0.044), 6);
  });
});

test('the load is as sure as 0.45 points, 0.9 of the jackknife and what faulty sensors may bear beside it have it', () => {
  const random = seededRandom(4);
  const draw = (mean: number) => Float64Array.from({ length: 300 }, () => mean * (0.5 + random()));
  const loads = { left: draw(400), right: draw(200) };
  const chosen = Array<boolean>(300).fill(true);
  const means = computeHarmonicMeans([loads.left, loads.right], new Float64Array(300), chosen, 0);
  const shares = means?.leftOut.map(([left = 0, right = 0]) => left / (left + right)) ?? [];
  const spread = 0.9 * weighSpread(chosen) * estimateSpread(shares);
  const [leftMean = 0, rightMean = 0] = means?.means ?? [];
  const total = (leftMean + rightMean) ** 2;
  for (const [left, right] of [
    [0, 0],
    [30, 0],
    [0, 30],
    [30, 20],
  ] as const) {
    const { share, leftOfSensorsInterval } = computeLoadFigures(loads, null, chosen, { left, right }) ?? {};
    const beside = Math.hypot((left * rightMean) / total, (right * leftMean) / total);
    expect((leftOfSensorsInterval?.[1] ?? 0) - (share?.left ?? 0)).toBeCloseTo(
      Math.hypot(0.0045, spread, beside),
      9,
    );
  }
});

describe('the proxy of the centre of pressure', () => {
  const findCentre = (row: readonly number[]) =>
    computeCentreOfPressure(makeWindow([row]), [0, 0, 0, 0, 0, 0]);

  test('is at the only loaded sensor, or midway between two with equal loads', () => {
    expect(findCentre([0, 0, 700, 0, 0, 0])).toEqual({ xPercent: 25, yPercent: 90 });
    expect(findCentre([0, 0, 300, 0, 0, 300])).toEqual({ xPercent: 49.5, yPercent: 90 });
  });

  test('is weighted by what the sensors read above their floors, some samples ago too', () => {
    const window = makeWindow([
      [0, 0, 700, 0, 0, 0],
      [100, 0, 400, 0, 0, 400],
    ]);
    expect(computeCentreOfPressure(window, [100, 0, 0, 0, 0, 0])).toEqual({ xPercent: 49.5, yPercent: 90 });
    expect(computeCentreOfPressure(window, [100], 1)).toEqual({ xPercent: 25, yPercent: 90 });
    expect(computeCentreOfPressure(window, [100, 0, 0, 0, 0, 0], 2)).toBeNull();
  });

  test('is not known when nothing is loaded', () => {
    expect(findCentre([0, 0, 0, 0, 0, 0])).toBeNull();
  });
});
