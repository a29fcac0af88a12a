import { describe, expect, test } from 'vitest';
import { computeStandingLoads, computeStrideLoads } from '../../src/simulator/limp.ts';

const STEPS = 1000;
const stride = Array.from({ length: STEPS }, (_, step) => computeStrideLoads(step / STEPS));
const sumFoot = (loads: readonly number[], sensors: readonly number[]) =>
  sensors.reduce((sum, sensor) => sum + (loads[sensor] ?? 0), 0);
const LEFT = [0, 1, 2] as const;
const RIGHT = [3, 4, 5] as const;

/** Where in the stride a sensor comes under load, or bears the most, counted from the strike of its foot. */
function findPhase(sensor: number, strike: number, isThere: (load: number, most: number) => boolean): number {
  const loads = stride.map((frame) => frame[sensor] ?? 0);
  const most = Math.max(...loads);
  for (let step = 0; step < STEPS; step++) {
    if (isThere(loads[(step + strike * STEPS) % STEPS] ?? 0, most)) return step / STEPS;
  }
  return Number.NaN;
}

describe('a stride', () => {
  test.each([
    ['left', LEFT, 0],
    ['right', RIGHT, 0.47],
  ] as const)(
    'of the %s foot loads the heel first, then the lateral, then the medial forefoot',
    (_side, foot, strike) => {
      const [medial, lateral, heel] = foot;
      for (const isThere of [(load: number) => load > 20, (load: number, most: number) => load === most]) {
        expect(findPhase(heel, strike, isThere)).toBeLessThan(findPhase(lateral, strike, isThere));
        expect(findPhase(lateral, strike, isThere)).toBeLessThan(findPhase(medial, strike, isThere));
      }
    },
  );

  test('has a stance of 54 % on the left foot and 67 % on the right', () => {
    const share = (foot: readonly number[]) =>
      stride.filter((loads) => sumFoot(loads, foot) > 0).length / STEPS;
    expect(share(LEFT)).toBeCloseTo(0.54, 1);
    expect(share(RIGHT)).toBeCloseTo(0.67, 1);
  });

  test('never has both feet in swing, except for the instant at which the load changes feet', () => {
    for (const loads of stride) expect(sumFoot(loads, LEFT) + sumFoot(loads, RIGHT)).toBeGreaterThan(1);
  });

  test('passes smoothly into the next one', () => {
    const last = computeStrideLoads(0.9999);
    for (const [sensor, load] of computeStrideLoads(0).entries())
      expect(load).toBeCloseTo(last[sensor] ?? Number.NaN, 0);
  });
});

test('standing loads all six sensors, which sway by less than 50', () => {
  const frames = Array.from({ length: 600 }, (_, step) => computeStandingLoads(step / 10));
  for (let sensor = 0; sensor < 6; sensor++) {
    const loads = frames.map((frame) => frame[sensor] ?? 0);
    expect(Math.min(...loads)).toBeGreaterThan(100);
    const range = Math.max(...loads) - Math.min(...loads);
    expect(range).toBeGreaterThan(20);
    expect(range).toBeLessThan(50);
  }
});
