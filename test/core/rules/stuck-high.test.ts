import { describe, expect, test } from 'vitest';
import { createStuckHighRule } from '../../../src/core/rules/stuck-high.ts';
import { findFirstFlags, getWalk, makeRuleSamples, pollEvenly, WALKS } from './rule-samples.ts';
import { makeFootSamples } from './synthetic-foot.ts';

describe('a sensor of a foot that walks', () => {
  /** The lifts of the other two sensors until it is flagged, stuck from the third stride on. */
  function countLifts(level: number): number | null {
    const samples = makeFootSamples(20, (stride) => (stride < 2 ? null : level));
    const flaggedSeconds = findFirstFlags(createStuckHighRule(), samples).get(0);
    // The others are lifted once a second, for the first time at the very frame at which this one gets stuck.
    return flaggedSeconds === undefined ? null : Math.floor(flaggedSeconds) - 2 + 1;
  }

  test('is flagged after five strides of the other two, from one lift to the next', () => {
    expect(countLifts(1023)).toBe(1 + 5);
  });

  test('is stuck high at 1020, and not at 1019', () => {
    expect(countLifts(1020)).toBe(1 + 5);
    expect(countLifts(1019)).toBeNull();
  });
});

describe('a sensor that is stuck at 1023', () => {
  test.each(WALKS.map((walk) => [walk.name, walk] as const))(
    'is flagged within eight strides, and no other sensor is: %s',
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

  test('is no longer flagged once it moves again', () => {
    const samples = makeRuleSamples(getWalk(0), pollEvenly(0.1), (readings, atSeconds) =>
      readings.map((value, id) => (id === 1 && atSeconds >= 40 && atSeconds < 80 ? 1023 : value)),
    );
    const rule = createStuckHighRule();
    const flagged = samples.filter((sample) => rule.detect(sample).length > 0);
    expect(flagged.at(-1)?.atSeconds).toBeLessThan(81);
  });

  test('is not flagged while the patient stands, since full weight saturates a sensor', () => {
    const samples = makeRuleSamples(getWalk(0), pollEvenly(0.2), () => [1023, 1023, 1000, 1023, 900, 1023]);
    expect(findFirstFlags(createStuckHighRule(), samples).size).toBe(0);
  });
});

test('a sensor stays flagged across a gap, and until it leaves saturation', () => {
  const samples = makeRuleSamples(getWalk(0), pollEvenly(0.1), (readings, atSeconds) =>
    readings.map((value, id) => (id === 1 && atSeconds >= 40 && atSeconds < 90 ? 1023 : value)),
  ).filter(({ atSeconds }) => atSeconds < 60 || atSeconds >= 70);
  const rule = createStuckHighRule();
  const flagged = samples
    .filter((sample) => rule.detect(sample).includes(1))
    .map(({ atSeconds }) => atSeconds);
  expect(flagged.some((atSeconds) => atSeconds >= 70 && atSeconds < 70.2)).toBe(true);
  expect(flagged.at(-1)).toBeLessThan(91);
});

test('a sensor that was flagged at the fifth lift just before a gap stays flagged', () => {
  const flagWithGap = (gapSeconds: number) => {
    const rule = createStuckHighRule();
    return makeFootSamples(20, (stride) => (stride < 2 ? null : 1023)).flatMap((sample) => {
      const { atSeconds } = sample;
      const flagged = rule.detect(atSeconds < gapSeconds ? sample : { ...sample, atSeconds: atSeconds + 10 });
      return flagged.includes(0) ? [atSeconds] : [];
    });
  };
  expect(flagWithGap(20)[0]).toBe(7);
  expect(flagWithGap(7.5)).toEqual(flagWithGap(20));
  expect(flagWithGap(5.5)[0]).toBeGreaterThan(9);
});

test('lifts before a gap do not count', () => {
  const stuck = makeRuleSamples(getWalk(0), pollEvenly(0.1), ([, ...others]) => [1023, ...others]);
  const withGaps = stuck.filter(({ atSeconds }) => atSeconds % 10 < 4);
  expect(findFirstFlags(createStuckHighRule(), withGaps).size).toBe(0);
});

test('a frame that is polled several times counts once', () => {
  const polls = makeFootSamples(20, (stride) => (stride < 2 ? null : 1023)).flatMap((sample) =>
    [0, 0.02, 0.04, 0.06, 0.08].map((later) => ({ ...sample, atSeconds: sample.atSeconds + later })),
  );
  const flaggedSeconds = findFirstFlags(createStuckHighRule(), polls).get(0) ?? 0;
  expect(Math.floor(flaggedSeconds) - 2 + 1).toBe(1 + 5);
  const rule = createStuckHighRule();
  const flagged = polls.filter((sample) => rule.detect(sample).includes(0));
  expect(flagged.length).toBe(polls.filter(({ atSeconds }) => atSeconds >= flaggedSeconds).length);
});
