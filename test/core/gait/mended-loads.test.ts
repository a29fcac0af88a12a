import { describe, expect, test } from 'vitest';
import { hasBothFeet, mendLoads, seesWholeSteps } from '../../../src/core/gait/mended-loads.ts';
import { readWindow } from '../../../src/core/gait/sample-window.ts';
import type { SensorFault } from '../../../src/core/gait/sensor-faults.ts';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';

const rows = [
  [100, 20, 30, 40, 50, 60],
  [110, 21, 31, 41, 51, 61],
  [120, 22, 32, 42, 52, 62],
  [130, 23, 33, 43, 53, 63],
];
const samples = rows.map((readings, index) => ({
  atSeconds: index,
  sensors: readings.map((value, id) => ({ id, value, anomaly: false })),
}));
const floors = [100, 0, 0, 0, 0, 0];
const all = [true, true, true, true];
const mend = (faults: readonly SensorFault[], chosen: readonly boolean[]) =>
  mendLoads(readWindow(samples, SIX), floors, faults, chosen);
const fault = (at: number, isWrong: readonly number[], usual: { floor: number; load: number } | null) => ({
  at,
  isWrong: Uint8Array.from(isWrong),
  usual,
});

describe('the loads of the feet', () => {
  test('are the sums of what the sensors read above their floors', () => {
    expect(mend([], all)).toEqual({
      loads: { left: Float64Array.of(50, 62, 74, 86), right: Float64Array.of(150, 153, 156, 159) },
      halfWidths: { left: 0, right: 0 },
    });
  });

  test('have what a faulty sensor usually bears in the place of its wrong readings, and else what it reads', () => {
    const mended = mend([fault(1, [0, 1, 1, 0], { floor: 5, load: 400 })], all);
    expect(mended?.loads.left).toEqual(Float64Array.of(45, 10 + 400 + 31, 20 + 400 + 32, 30 + 18 + 33));
    expect(mended?.loads.right).toEqual(Float64Array.of(150, 153, 156, 159));
  });

  test('may be off by 15 % of that, in proportion to the wrong readings that count', () => {
    const measure = (chosen: readonly boolean[]) =>
      mend([fault(4, [0, 1, 1, 1], { floor: 0, load: 400 })], chosen)?.halfWidths;
    expect(measure(all)).toEqual({ left: 0, right: 0.15 * 400 * 0.75 });
    expect(measure([true, true, false, false])).toEqual({ left: 0, right: 0.15 * 400 * 0.5 });
    expect(measure([false, false, false, false])).toEqual({ left: 0, right: 0 });
  });

  test('of two faulty sensors of a foot are off by both, as by chance', () => {
    const wrong = [1, 1, 1, 1];
    const faults = [fault(0, wrong, { floor: 0, load: 300 }), fault(2, wrong, { floor: 0, load: 400 })];
    expect(mend(faults, all)?.halfWidths.left).toBeCloseTo(0.15 * 500, 9);
  });

  test('are not known with a sensor of which it is not known what it usually bears', () => {
    expect(mend([fault(0, [0, 0, 0, 1], null)], all)).toBeNull();
  });
});

describe('sensors', () => {
  const pick = (...ids: readonly number[]) => ({ sensors: SIX.sensors.filter(({ id }) => ids.includes(id)) });

  test('are under both feet, or under one', () => {
    expect([pick(0, 5), pick(0, 1, 2), pick(3), pick()].map(hasBothFeet)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test('see whole steps when both feet have some under the heel and some in front of it', () => {
    expect([pick(0, 2, 4, 5), pick(0, 1, 5, 3), pick(0, 2, 5), pick(0, 2, 3, 4)].map(seesWholeSteps)).toEqual(
      [true, false, false, false],
    );
  });
});
