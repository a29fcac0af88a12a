import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/core/random.ts';
import { evaluateCurve, fitHarmonics, turnCurve } from '../../../src/core/stride-curve/harmonic-fit.ts';

const random = seededRandom(1);
const phases = Float64Array.from({ length: 60 }, () => 7 * random());
const wave = (phase: number) => 3 + Math.cos(2 * Math.PI * phase) - 2 * Math.sin(4 * Math.PI * phase);

describe('a fit of harmonics', () => {
  const fit = fitHarmonics({ phases, signals: [phases.map(wave)] }, 3);
  const [curve = new Float64Array()] = fit?.curves ?? [];

  test('finds the terms of a sum of harmonics', () => {
    expect(Array.from(curve, (term) => Number(term.toFixed(6)) + 0)).toEqual([3, 1, 0, 0, -2, 0, 0]);
  });

  test('is evaluated at even parts of the cycle, from any phase on', () => {
    const points = evaluateCurve(turnCurve(curve, 0.3), 10);
    points.forEach((value, point) => {
      expect(value).toBeCloseTo(wave(0.3 + point / 10), 6);
    });
  });

  test('is made again without each block of values', () => {
    const blocks = Int32Array.from(phases, (_, index) => Math.floor(index / 20));
    const odd = phases.map((phase, index) => wave(phase) + (index < 20 ? 5 : 0));
    const found = fitHarmonics({ phases, signals: [odd] }, 2, blocks);
    expect(found?.leftOut.length).toBe(3);
    expect(found?.leftOut[0]?.[0]?.[0]).toBeCloseTo(3, 6);
    expect(found?.leftOut[1]?.[0]?.[0]).toBeGreaterThan(4);
  });

  test('is not made of values that are all at one phase, nor of too few', () => {
    const signals = [phases.map(wave)];
    expect(fitHarmonics({ phases: phases.map(() => 0.2), signals }, 2)).toBeNull();
    expect(fitHarmonics({ phases: phases.slice(0, 6), signals }, 3)).toBeNull();
  });
});
