import { describe, expect, test } from 'vitest';
import { listWalks, readForceWalk } from '../../../bench/figures/force-walk.ts';
import { makeSample, pollWalk } from '../../../bench/recorded-walk.ts';
import { estimateSteps } from '../../../src/core/gait/step-count.ts';
import { seededRandom } from '../../../src/core/random.ts';

const standing = Array.from({ length: 100 }, (_, index) =>
  makeSample(index * 0.3, [300, 200, 400, 300, 200, 600]),
);

describe('the steps of a walk', () => {
  test.each(listWalks(null).map((files) => [files.name, files] as const))(
    '%s, are those of the force',
    (_, files) => {
      const walk = readForceWalk(files);
      const samples = pollWalk(walk, { intervalSeconds: 0.3, missing: 0.1, jitter: 0.2 }, seededRandom(2));
      const truth = walk.feet.reduce((sum, { strikes }) => sum + strikes.length, 0);
      const steps = estimateSteps(samples)?.steps ?? 0;
      expect(Math.abs(steps / truth - 1)).toBeLessThan(0.08);
    },
  );

  test('of somebody who stands are none', () => {
    expect(estimateSteps(standing)).toEqual({ steps: 0, walkingSeconds: 0 });
    expect(estimateSteps([])).toEqual({ steps: 0, walkingSeconds: 0 });
  });
});
