import { describe, expect, test } from 'vitest';
import { LOAD_WINDOW_SECONDS, shareLoad } from '../../src/core/load-share.ts';
import type { Sample } from '../../src/core/sample.ts';

const sampleAt = (atSeconds: number, values: readonly number[]): Sample => ({
  atSeconds,
  sensors: values.map((value, id) => ({ id, value, anomaly: false })),
});

describe('shareLoad', () => {
  test('is the ratio of the readings of both feet, over all samples', () => {
    const samples = [sampleAt(99, [100, 0, 0, 0, 0, 0]), sampleAt(100, [0, 50, 50, 100, 100, 100])];
    expect(shareLoad(samples, 100)).toEqual({ left: 0.4, right: 0.6 });
  });

  test('passes over what is older than the window', () => {
    const old = sampleAt(100 - LOAD_WINDOW_SECONDS - 0.001, [1023, 1023, 1023, 0, 0, 0]);
    const oldest = sampleAt(100 - LOAD_WINDOW_SECONDS, [30, 0, 0, 70, 0, 0]);
    expect(shareLoad([old, oldest], 100)).toEqual({ left: 0.3, right: 0.7 });
  });

  test('is not known when nothing is loaded, or nothing is there', () => {
    expect(shareLoad([], 100)).toBeNull();
    expect(shareLoad([sampleAt(100, [0, 0, 0, 0, 0, 0])], 100)).toBeNull();
  });

  test('counts no sensor that belongs to neither foot', () => {
    expect(shareLoad([sampleAt(100, [10, 0, 0, 10, 0, 0, 1000])], 100)).toEqual({ left: 0.5, right: 0.5 });
  });
});
