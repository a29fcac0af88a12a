import { describe, expect, test } from 'vitest';
import { listWalks, readForceWalk } from '../../../bench/figures/force-walk.ts';
import { makeSample, pollWalk, readWalks } from '../../../bench/recorded-walk.ts';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { seededRandom } from '../../../src/core/random.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { computeWalkFigures, estimateSteps } from '../../../src/core/walk-summary/walk-figures.ts';

const [walk] = readWalks();
const POLLING = { intervalSeconds: 0.3, missing: 0.1, jitter: 0.2 };
const step = (fromSeconds: number, seconds: number): Sample[] =>
  pollWalk(walk ?? { rows: [] }, POLLING, seededRandom(2))
    .filter(({ atSeconds }) => atSeconds < seconds)
    .map((sample) => ({ ...sample, atSeconds: sample.atSeconds + fromSeconds }));
const stand = (fromSeconds: number, seconds: number): Sample[] =>
  Array.from({ length: Math.floor(seconds / 0.3) }, (_, index) =>
    makeSample(fromSeconds + index * 0.3, [500, 400, 600, 520, 380, 610]),
  );

describe('how long a patient walked and stood', () => {
  test('adds up to the time of the samples', () => {
    const samples = [...step(0, 40), ...stand(40, 20), ...step(60, 30)];
    const { walkingSeconds, standingSeconds, unknownSeconds } = computeWalkFigures(samples, SIX);
    const span = (samples.at(-1)?.atSeconds ?? 0) - (samples[0]?.atSeconds ?? 0);
    expect(walkingSeconds + standingSeconds + unknownSeconds).toBeCloseTo(span, 6);
    expect(Math.abs(walkingSeconds - 70)).toBeLessThan(3);
    expect(Math.abs(standingSeconds - 20)).toBeLessThan(2);
  });

  test('is not known in a gap', () => {
    const { walkingSeconds, unknownSeconds } = computeWalkFigures([...step(0, 30), ...step(90, 30)], SIX);
    expect(unknownSeconds).toBeGreaterThan(58);
    expect(walkingSeconds).toBeGreaterThan(55);
  });

  test.each([
    ['no sample', []],
    ['a single sample', stand(0, 0.3)],
  ])('is nothing with %s', (_, samples) => {
    const none = { walkingSeconds: 0, standingSeconds: 0, unknownSeconds: 0 };
    expect(computeWalkFigures(samples, SIX)).toMatchObject(none);
  });
});

describe('the steps of a walk', () => {
  const countSteps = (samples: readonly Sample[]) => estimateSteps(computeWalkFigures(samples, SIX));

  test.each(listWalks(null).map((files) => [files.name, files] as const))(
    '%s, are those of the force',
    (_, files) => {
      const forceWalk = readForceWalk(files);
      const truth = forceWalk.feet.reduce((sum, { strikes }) => sum + strikes.length, 0);
      const steps = countSteps(pollWalk(forceWalk, POLLING, seededRandom(2))) ?? 0;
      expect(Math.abs(steps / truth - 1)).toBeLessThan(0.08);
    },
  );

  test('are none while standing, and without a sample', () => {
    expect(countSteps(stand(0, 30))).toBe(0);
    expect(countSteps([])).toBe(0);
  });
});
