import { expect, test } from 'vitest';
import { listWalks, readForceWalk } from '../../../bench/figures/force-walk.ts';
import { judgeWindow } from '../../../bench/figures/window-truth.ts';
import { pollWalk } from '../../../bench/recorded-walk.ts';
import { computeFigures } from '../../../src/core/gait/gait-figures.ts';
import { seededRandom } from '../../../src/core/random.ts';

test('the stance of a foot of recorded walks is without bias against the force under the foot', () => {
  const errors = listWalks(null)
    .slice(0, 5)
    .flatMap((files) => {
      const walk = readForceWalk(files);
      const samples = pollWalk(walk, { intervalSeconds: 0.2, missing: 0.1, jitter: 0.2 }, seededRandom(1));
      return [45, 75, 105].flatMap((seconds) => {
        const until = samples.filter(({ atSeconds }) => atSeconds <= seconds);
        const { stanceShare } = computeFigures(until);
        const truth = judgeWindow(walk, (until.at(-1)?.atSeconds ?? 0) - 30, until.at(-1)?.atSeconds ?? 0);
        return stanceShare
          ? [stanceShare.left - truth.stanceLeft, stanceShare.right - truth.stanceRight]
          : [];
      });
    });
  expect(errors.length).toBeGreaterThan(20);
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  expect(Math.abs(mean)).toBeLessThan(0.015);
});
