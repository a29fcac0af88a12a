import { expect, test } from 'vitest';
import { fitLocally } from '../../../src/core/gait/local-fits.ts';
import { seededRandom } from '../../../src/core/random.ts';

const random = seededRandom(9);
const times = Float64Array.from({ length: 40 }, (_, index) => 100 + (index + 0.6 * random()) * 0.3);
const signal = times.map((at) => Math.cos(2 * Math.PI * 0.83 * at) + 0.8 * random());
const fitSignal = () => fitLocally(times, signal);

test('tries the frequencies from 0.31 to 1.45 Hz in steps of 0.03 Hz', () => {
  const fits = fitSignal();
  expect(fits.hertz).toHaveLength(39);
  fits.hertz.forEach((hertz, index) => {
    expect(hertz).toBeCloseTo(0.31 + 0.03 * index, 9);
  });
});

test('has knots about a second apart, from the first sample to the last', () => {
  const fits = fitSignal();
  const seconds = (times.at(-1) ?? 0) - (times[0] ?? 0);
  expect(fits.knots).toHaveLength(Math.round(seconds) + 1);
  expect([fits.knots[0], fits.knots.at(-1)]).toEqual([times[0], times.at(-1)]);
  expect(fitLocally(Float64Array.of(0, 20), Float64Array.of(1, 2)).knots).toHaveLength(21);
});

test('each fit is the least-squares fit with Gaussian weights of 0.9 s, cut off at 2.7 s', () => {
  const fits = fitSignal();
  fits.knots.forEach((knotSeconds, knot) => {
    fits.hertz.forEach((hertz, frequency) => {
      const expected = fitDirectly(knotSeconds, hertz);
      const cell = knot * fits.hertz.length + frequency;
      expect(fits.explained[cell]).toBeCloseTo(expected.explained, 6);
      // The phase at the knot, as a point on the unit circle: cycles differ by whole numbers.
      const angle = 2 * Math.PI * (fits.cycles[cell] ?? Number.NaN);
      expect(Math.cos(angle)).toBeCloseTo(expected.cos, 5);
      expect(Math.sin(angle)).toBeCloseTo(expected.sin, 5);
    });
  });
});

test('a constant signal has no phase that would explain it', () => {
  const constant = fitLocally(times, new Float64Array(times.length).fill(7));
  expect(new Set(constant.explained)).toEqual(new Set([0]));
});

/** Fits mean, cosine and sine around the knot by Gaussian elimination of the normal equations. */
function fitDirectly(knotSeconds: number, hertz: number) {
  const rows = Array.from(times, (at, index) => {
    const offset = at - knotSeconds;
    const weight = Math.abs(offset) <= 2.7 ? Math.exp(-0.5 * (offset / 0.9) ** 2) : 0;
    const angle = 2 * Math.PI * hertz * offset;
    return { weight, basis: [1, Math.cos(angle), Math.sin(angle)], value: signal[index] ?? 0 };
  });
  const sum = (of: (row: (typeof rows)[number]) => number) =>
    rows.reduce((total, row) => total + row.weight * of(row), 0);
  const matrix = [0, 1, 2].map((i) => [
    ...[0, 1, 2].map((j) => sum(({ basis }) => (basis[i] ?? 0) * (basis[j] ?? 0))),
    sum(({ basis, value }) => (basis[i] ?? 0) * value),
  ]);
  const [mean = 0, b = 0, d = 0] = solve(matrix);
  const average = sum(({ value }) => value) / sum(() => 1);
  const residual = sum(({ basis, value }) => (value - mean - b * (basis[1] ?? 0) - d * (basis[2] ?? 0)) ** 2);
  const length = Math.hypot(b, d);
  return {
    explained: 1 - residual / sum(({ value }) => (value - average) ** 2),
    cos: b / length,
    sin: -d / length,
  };
}

function solve(matrix: number[][]): number[] {
  for (const [pivot, row] of matrix.entries()) {
    const scale = row[pivot] ?? 1;
    for (let column = 0; column < row.length; column++) row[column] = (row[column] ?? 0) / scale;
    for (const [other, target] of matrix.entries()) {
      const factor = target[pivot] ?? 0;
      if (other === pivot) continue;
      for (let column = 0; column < row.length; column++) {
        target[column] = (target[column] ?? 0) - factor * (row[column] ?? 0);
      }
    }
  }
  return matrix.map((row) => row.at(-1) ?? Number.NaN);
}
