import { expect, test } from 'vitest';
import { createDetector } from '../../../src/core/rules/detector.ts';
import { RULE_NAMES, type Rule } from '../../../src/core/rules/rule.ts';
import { WALKS } from './rule-samples.ts';
import { countFlaggedPhases, INTERVALS, saturateWalk } from './saturated-frames.ts';

/** All rules as one. */
function createAllRules(): Rule {
  const detector = createDetector(RULE_NAMES);
  return { name: 'stuck-high', detect: (sample) => [...detector.detect(sample).keys()] };
}

const SATURATIONS = [
  [1, 0],
  [8, 0],
  [20, 100],
  [50, 300],
  [200, 0],
] as const;

test.each(SATURATIONS)(
  'no rule flags a healthy walker whose readings are %i times as high, above a floor of %i, at any interval in any phase',
  (gain, floor) => {
    for (const walk of WALKS) {
      const saturated = saturateWalk(walk, gain, floor);
      for (const interval of INTERVALS) {
        expect([walk.name, interval, countFlaggedPhases(createAllRules, saturated, interval)]).toEqual([
          walk.name,
          interval,
          0,
        ]);
      }
    }
  },
  300_000,
);
