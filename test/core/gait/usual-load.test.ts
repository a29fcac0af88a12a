import { describe, expect, test } from 'vitest';
import { findWalkedStretches, measureUsualLoad } from '../../../src/core/gait/usual-load.ts';

const every = (stepSeconds: number, seconds: number) =>
  Float64Array.from({ length: Math.round(seconds / stepSeconds) }, (_, index) => index * stepSeconds);

describe('stretches of walking', () => {
  const times = every(0.5, 8);
  const listStarts = (difference: Float64Array) =>
    findWalkedStretches(times, difference).map((indices) => indices[0]);

  test('are those of 2 s in which the feet move by 40 % of their range, the newest first', () => {
    const step = (amplitude: number, index: number) => (index % 2 ? amplitude : 0);
    // Readings 0 to 3 are the oldest two seconds, but for the very newest reading, which begins the first stretch.
    const move = (amplitudes: readonly number[]) =>
      times.map((_, index) => step(amplitudes[Math.floor(index / 4)] ?? 0, index));
    expect(listStarts(move([1000, 1000, 1000, 1000]))).toEqual([12, 8, 4, 0]);
    expect(listStarts(move([1000, 390, 410, 1000]))).toEqual([12, 8, 0]);
  });

  test('are none of feet that do not move', () => {
    expect(listStarts(times.map(() => 500))).toEqual([]);
  });

  test('hold three readings at least', () => {
    const sparse = Float64Array.of(0, 1.9, 4, 5, 5.9);
    expect(findWalkedStretches(sparse, Float64Array.of(0, 900, 0, 900, 0))).toEqual([[2, 3, 4]]);
  });
});

describe('what a sensor usually bears', () => {
  const stretches = Array.from({ length: 60 }, (_, stretch) =>
    [0, 1, 2, 3].map((each) => 4 * stretch + each),
  );
  const readings = Float64Array.from({ length: 240 }, (_, index) => 100 + 400 * (index % 2));
  const wrong = (from: number, to = 240) => {
    const span = new Uint8Array(240);
    return span.fill(1, from, to);
  };

  test('is the mean of its readings above its floor', () => {
    expect(measureUsualLoad(readings, wrong(240), stretches)).toEqual({ floor: 100, load: 200 });
  });

  test('has no floor for one that moves too little to show one', () => {
    const still = readings.map((value) => 300 + (value > 100 ? 60 : 0));
    expect(measureUsualLoad(still, wrong(240), stretches)).toEqual({ floor: 0, load: 330 });
  });

  test('takes only stretches in which all readings are right', () => {
    const broken = readings.map((value, index) => (index < 50 ? 1023 : value));
    expect(measureUsualLoad(broken, wrong(0, 50), stretches)).toEqual({ floor: 100, load: 200 });
    expect(measureUsualLoad(broken, wrong(0, 48), stretches)?.load).toBeGreaterThan(200);
  });

  test('takes six stretches at least, and the newest 45', () => {
    expect(measureUsualLoad(readings, wrong(6 * 4), stretches)).not.toBeNull();
    expect(measureUsualLoad(readings, wrong(5 * 4), stretches)).toBeNull();
    const lately = readings.map((value, index) => (index < 45 * 4 ? value : 2 * value));
    expect(measureUsualLoad(lately, wrong(240), stretches)?.load).toBe(200);
    expect(measureUsualLoad(lately, wrong(240), stretches.slice(1))?.load).toBeGreaterThan(200);
  });
});
