import { describe, expect, test } from 'vitest';
import { GAITS, makeWalk } from '../../../bench/synthetic-walk.ts';
import { createStuckLowRule } from '../../../src/core/rules/stuck-low.ts';
import { findFirstFlags, getWalk, makeRuleSamples, pollEvenly, WALKS } from './rule-samples.ts';
import { makeFootSamples } from './synthetic-foot.ts';

const STUCK = [
  ['cut, at 0', 0],
  ['at its floor', 20],
  ['in between, at 437', 437],
] as const;

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

describe.each(STUCK)('a sensor that is stuck %s', (_, level) => {
  test.each([0.1, 0.2, 0.3])(
    'is flagged within 24 strides on every walk, and no other sensor is, polled every %s s',
    (intervalSeconds) => {
      for (const walk of WALKS) {
        for (const sensor of [0, 1, 2, 3, 4, 5]) {
          const samples = makeRuleSamples(walk, pollEvenly(intervalSeconds), (readings, atSeconds) =>
            readings.map((value, id) => (id === sensor && atSeconds >= 40 ? level : value)),
          );
          const flags = findFirstFlags(createStuckLowRule(), samples);
          expect([...flags.keys()]).toEqual([sensor]);
          expect(((flags.get(sensor) ?? 0) - 40) / (120 / walk.cadence)).toBeLessThan(24);
        }
      }
    },
  );
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

test('a heel that is loaded between two polls of every stride is not flagged', () => {
  const gait = GAITS.find(({ name }) => name === 'two polls a step, on the forefoot');
  if (gait === undefined) throw new Error('no such gait');
  // The polls see the heel at first, then the phase slips and every heel strike falls between two polls.
  const walk = makeWalk(gait, 1);
  for (let seed = 1; seed <= 20; seed++) {
    const samples = makeRuleSamples(walk, pollEvenly(0.3), (readings) => readings, seed);
    const slipped = samples.map((sample) => ({ ...sample, atSeconds: sample.atSeconds + 130 }));
    const missed = slipped.map((sample) => ({
      ...sample,
      sensors: sample.sensors.map((reading) => (reading.id === 2 ? { ...reading, value: 3 } : reading)),
    }));
    const rule = createStuckLowRule();
    for (const sample of samples) rule.detect(sample);
    expect(findFirstFlags(rule, missed).size).toBe(0);
  }
});

test('no sensor is flagged while the patient stands', () => {
  const samples = makeRuleSamples(getWalk(0), pollEvenly(0.2), (readings, atSeconds) =>
    atSeconds < 40 ? readings : [500, 400, 600, 520, 380, 610 + (Math.floor(atSeconds * 5) % 2)],
  );
  expect(findFirstFlags(createStuckLowRule(), samples).size).toBe(0);
});

test('four minutes of standing do not change how long a load is expected to last', () => {
  for (const walk of WALKS) {
    for (const intervalSeconds of [0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9, 1]) {
      const walking = makeRuleSamples(walk, pollEvenly(intervalSeconds));
      const half = walking.length >> 1;
      const still = walking[half];
      const standing = Array.from({ length: Math.round(240 / intervalSeconds) }, (_, index) => ({
        traceId: String(index),
        atSeconds: (still?.atSeconds ?? 0) + index * intervalSeconds,
        // Both feet are loaded and sway a little.
        sensors: (still?.sensors ?? []).map((sensor, id) => ({ ...sensor, value: 800 + ((index + id) % 5) })),
      }));
      const after = walking
        .slice(half)
        .map((sample) => ({ ...sample, atSeconds: sample.atSeconds + 240 + intervalSeconds }));
      expect(
        findFirstFlags(createStuckLowRule(), [...walking.slice(0, half), ...standing, ...after]).size,
      ).toBe(0);
    }
  }
});
