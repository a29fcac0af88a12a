import { expect, test } from 'vitest';
import { createStuckHighRule } from '../../../src/core/rules/stuck-high.ts';
import { getWalk } from './rule-samples.ts';
import { countFlaggedPhases, INTERVALS, saturateWalk } from './saturated-frames.ts';

test.each(INTERVALS)(
  'healthy frames that saturate most of the time are never flagged: every %f s',
  (interval) => {
    expect(countFlaggedPhases(createStuckHighRule, saturateWalk(getWalk(0), 200, 0), interval)).toBe(0);
  },
);
