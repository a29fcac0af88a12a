import { describe, expect, test } from 'vitest';
import { GAITS, makeWalk } from '../../../bench/synthetic-walk.ts';
import { createStuckLowRule } from '../../../src/core/rules/stuck-low.ts';
import { findFirstFlags, makeRuleSamples, pollEvenly, WALKS } from './rule-samples.ts';

const STUCK = [
  ['cut, at 0', 0],
  ['at its floor', 20],
  ['in between, at 437', 437],
] as const;

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
