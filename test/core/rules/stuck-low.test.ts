import { describe, expect, test } from 'vitest';
import { createStuckLowRule } from '../../../src/core/rules/stuck-low.ts';
import { findFirstFlags, getWalk, makeRuleSamples, pollEvenly } from './rule-samples.ts';
import { makeFootSamples } from './synthetic-foot.ts';

describe('a sensor of a foot that walks', () => {
  /** The strides without a movement until it is flagged, stuck at 0 after some strides. */
  function countStrides(strides: number, level = 0): number | null {
    const samples = makeFootSamples(strides + 20, (stride) => (stride < strides ? null : level));
    const flaggedSeconds = findFirstFlags(createStuckLowRule(), samples).get(0);
    return flaggedSeconds === undefined ? null : Math.floor(flaggedSeconds) - strides;
  }

  test('is flagged after eight strides without a movement', () => {
    expect(countStrides(20)).toBe(8);
  });

  test('is stuck low below 1020', () => {
    expect(countStrides(20, 1019)).toBe(8);
    expect(countStrides(20, 1020)).toBeNull();
  });
});

describe('after a gap', () => {
  const GAP_SECONDS = 10;
  /** When a sensor that is stuck from 20 s on is flagged, with a gap in the middle of a stride; as if there were no gap. */
  function flagWithGap(gapSeconds: number): readonly number[] {
    const samples = makeFootSamples(40, (stride) => (stride < 20 ? null : 0));
    const rule = createStuckLowRule();
    return samples.flatMap((sample) => {
      const { atSeconds } = sample;
      const flagged = rule.detect(
        atSeconds < gapSeconds ? sample : { ...sample, atSeconds: atSeconds + GAP_SECONDS },
      );
      return flagged.includes(0) ? [atSeconds] : [];
    });
  }

  test('strides before it do not count', () => {
    expect(flagWithGap(24.5)[0]).toBeGreaterThan(31);
  });

  test('a sensor that was flagged before it stays so', () => {
    expect(flagWithGap(28.5)).toEqual(flagWithGap(40));
  });
});

test('a sensor stays flagged for minutes, however narrow its range becomes meanwhile', () => {
  // Stuck a little below its last reading, which belongs to the same run without a movement.
  const samples = makeFootSamples(400, (stride) => (stride < 20 ? null : 940));
  const rule = createStuckLowRule();
  const flagged = samples.filter((sample) => rule.detect(sample).includes(0));
  expect(flagged.length).toBe(
    samples.filter(({ atSeconds }) => atSeconds >= (flagged[0]?.atSeconds ?? 0)).length,
  );
});

test('a sensor stays flagged when the patient stood for a while, and until it moves', () => {
  const samples = makeRuleSamples(getWalk(2), pollEvenly(0.1), (readings, atSeconds) =>
    readings.map((value, id) => (id === 4 && atSeconds >= 40 && atSeconds < 90 ? 0 : value)),
  ).map((sample) => (sample.atSeconds < 70 ? sample : { ...sample, atSeconds: sample.atSeconds + 20 }));
  const rule = createStuckLowRule();
  const flagged = samples
    .filter((sample) => rule.detect(sample).includes(4))
    .map(({ atSeconds }) => atSeconds);
  expect(flagged.some((atSeconds) => atSeconds > 90 && atSeconds < 91)).toBe(true);
  expect(flagged.at(-1)).toBeLessThan(112);
});

test('a sensor that moves again is no longer flagged', () => {
  const samples = makeRuleSamples(getWalk(2), pollEvenly(0.1), (readings, atSeconds) =>
    readings.map((value, id) => (id === 4 && atSeconds >= 40 && atSeconds < 80 ? 0 : value)),
  );
  const rule = createStuckLowRule();
  const flagged = samples.filter((sample) => rule.detect(sample).length > 0);
  expect(flagged.length).toBeGreaterThan(100);
  expect(flagged.at(-1)?.atSeconds).toBeLessThan(82);
});

test('a sensor that has never moved is not flagged', () => {
  const samples = makeRuleSamples(getWalk(0), pollEvenly(0.1), ([, ...others]) => [0, ...others]);
  expect(findFirstFlags(createStuckLowRule(), samples).size).toBe(0);
});

test('no sensor is flagged while the patient stands', () => {
  const samples = makeRuleSamples(getWalk(0), pollEvenly(0.2), (readings, atSeconds) =>
    atSeconds < 40 ? readings : [500, 400, 600, 520, 380, 610 + (Math.floor(atSeconds * 5) % 2)],
  );
  expect(findFirstFlags(createStuckLowRule(), samples).size).toBe(0);
});

test('a frame that is polled several times counts once', () => {
  const polls = makeFootSamples(40, (stride) => (stride < 20 ? null : 0)).flatMap((sample) =>
    [0, 0.02, 0.04, 0.06, 0.08].map((later) => ({ ...sample, atSeconds: sample.atSeconds + later })),
  );
  const flaggedSeconds = findFirstFlags(createStuckLowRule(), polls).get(0) ?? 0;
  expect(Math.floor(flaggedSeconds) - 20).toBe(8);
  const rule = createStuckLowRule();
  const flagged = polls.filter((sample) => rule.detect(sample).includes(0));
  expect(flagged.length).toBe(polls.filter(({ atSeconds }) => atSeconds >= flaggedSeconds).length);
});
