import { describe, expect, test } from 'vitest';
import { holdFrames, pollWalk, readWalks } from '../../../bench/recorded-walk.ts';
import { stretchWalk } from '../../../bench/synthetic-walk.ts';
import { classifyGait } from '../../../src/core/gait/gait-state.ts';
import { collectWindow } from '../../../src/core/gait/sample-window.ts';
import { seededRandom } from '../../../src/core/random.ts';

const walks = readWalks();
const POLLS = [
  { missing: 0, jitter: 0, framesPerSecond: null },
  { missing: 0.1, jitter: 0, framesPerSecond: null },
  { missing: 0.1, jitter: 0.2, framesPerSecond: null },
  { missing: 0, jitter: 0, framesPerSecond: 5 },
  { missing: 0.1, jitter: 0.2, framesPerSecond: 5 },
];

/** The share of looks at recorded walks, played at a pace in steps a minute, that show walking. */
function shareWalking(pace: number, intervalSeconds: number): number {
  let looks = 0;
  let walking = 0;
  for (const [index, walk] of walks.entries()) {
    const fast = stretchWalk(walk, walk.cadence / pace);
    for (const { framesPerSecond, ...losses } of POLLS) {
      const shown = framesPerSecond === null ? fast : holdFrames(fast, framesPerSecond);
      const samples = pollWalk(shown, { intervalSeconds, ...losses }, seededRandom(index + pace));
      for (let atSeconds = 8; atSeconds < 40; atSeconds += 4) {
        const seen = samples.filter((sample) => sample.atSeconds <= atSeconds);
        looks += 1;
        if (classifyGait(collectWindow(seen)).state === 'walking') walking += 1;
      }
    }
  }
  return walking / looks;
}

describe('recorded walks, polled every 0.3 s', () => {
  test.each([195, 210, 225, 240, 260])('are a run at %i steps a minute in nearly all looks', (pace) => {
    expect(shareWalking(pace, 0.3)).toBeLessThanOrEqual(0.01);
  });

  test.each([120, 135, 150])('are a walk at %i steps a minute', (pace) => {
    expect(shareWalking(pace, 0.3)).toBeGreaterThan(0.95);
  });
});
