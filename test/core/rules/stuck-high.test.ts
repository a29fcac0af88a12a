import { describe, expect, test } from 'vitest';
import { createStuckHighRule } from '../../../src/core/rules/stuck-high.ts';
import { findFirstFlags, getWalk, makeRuleSamples, pollEvenly, WALKS } from './rule-samples.ts';

describe('a sensor that sticks at 1023', () => {
  test.each(WALKS.map((walk) => [walk.name, walk] as const))(
    'is flagged alone, some five strides later: %s',
    (_, walk) => {
      for (const sensor of [0, 1, 2, 3, 4, 5]) {
        const samples = makeRuleSamples(walk, pollEvenly(0.2), (readings, atSeconds) =>
          readings.map((value, id) => (id === sensor && atSeconds >= 40 ? 1023 : value)),
        );
        const flags = findFirstFlags(createStuckHighRule(), samples);
        expect([...flags.keys()]).toEqual([sensor]);
        expect(((flags.get(sensor) ?? 0) - 40) / (120 / walk.cadence)).toBeLessThan(8);
      }
    },
  );

  test('is forgiven when it moves again', () => {
    const samples = makeRuleSamples(getWalk(0), pollEvenly(0.1), (readings, atSeconds) =>
      readings.map((value, id) => (id === 1 && atSeconds >= 40 && atSeconds < 80 ? 1023 : value)),
    );
    const rule = createStuckHighRule();
    const flagged = samples.filter((sample) => rule.detect(sample).length > 0);
    expect(flagged.at(-1)?.atSeconds).toBeLessThan(81);
  });

  test('is not flagged while nobody walks: a full weight saturates it', () => {
    const samples = makeRuleSamples(getWalk(0), pollEvenly(0.2), () => [1023, 1023, 1000, 1023, 900, 1023]);
    expect(findFirstFlags(createStuckHighRule(), samples).size).toBe(0);
  });
});

test('a frame that is polled again, and a gap, count for nothing', () => {
  const stuck = makeRuleSamples(getWalk(0), pollEvenly(0.1), ([, ...others]) => [1023, ...others]);
  const withGaps = stuck.filter(({ atSeconds }) => atSeconds % 10 < 4);
  expect(findFirstFlags(createStuckHighRule(), withGaps).size).toBe(0);
});
