import { describe, expect, test } from 'vitest';
import { makeSample, pollWalk, readWalks } from '../../../bench/recorded-walk.ts';
import { measureStateTimes } from '../../../src/core/gait/state-times.ts';
import { seededRandom } from '../../../src/core/random.ts';
import type { Sample } from '../../../src/core/sample.ts';

const [walk] = readWalks();
const steps = (fromSeconds: number, seconds: number): Sample[] =>
  pollWalk(walk ?? { rows: [] }, { intervalSeconds: 0.3, missing: 0.1, jitter: 0.2 }, seededRandom(2))
    .filter(({ atSeconds }) => atSeconds < seconds)
    .map((sample) => ({ ...sample, atSeconds: sample.atSeconds + fromSeconds }));
const stand = (fromSeconds: number, seconds: number): Sample[] =>
  Array.from({ length: Math.floor(seconds / 0.3) }, (_, index) =>
    makeSample(fromSeconds + index * 0.3, [500, 400, 600, 520, 380, 610]),
  );

describe('how long a patient walked and stood', () => {
  test('adds up to the time of the samples', () => {
    const samples = [...steps(0, 40), ...stand(40, 20), ...steps(60, 30)];
    const { walking, standing, unknown } = measureStateTimes(samples);
    const span = (samples.at(-1)?.atSeconds ?? 0) - (samples[0]?.atSeconds ?? 0);
    expect(walking + standing + unknown).toBeCloseTo(span, 6);
    expect(Math.abs(walking - 70)).toBeLessThan(3);
    expect(Math.abs(standing - 20)).toBeLessThan(2);
  });

  test('is not known in a gap', () => {
    const { walking, unknown } = measureStateTimes([...steps(0, 30), ...steps(90, 30)]);
    expect(unknown).toBeGreaterThan(58);
    expect(walking).toBeGreaterThan(55);
  });

  test('of nothing is nothing', () => {
    expect(measureStateTimes([])).toEqual({ walking: 0, standing: 0, unknown: 0 });
    expect(measureStateTimes(stand(0, 0.3))).toEqual({ walking: 0, standing: 0, unknown: 0 });
  });
});
