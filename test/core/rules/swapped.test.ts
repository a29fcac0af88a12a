import { describe, expect, test } from 'vitest';
import { createSwappedRule } from '../../../src/core/rules/swapped.ts';
import { findFirstFlags, getWalk, makeRuleSamples, pollEvenly, WALKS } from './rule-samples.ts';

function swap(readings: readonly number[], first: number, second: number): number[] {
  return readings.map((value, id) => readings[id === first ? second : id === second ? first : id] ?? value);
}

describe.each([0.1, 0.3])('polled each %s s', (intervalSeconds) => {
  test.each([
    [0, 3],
    [1, 4],
    [2, 5],
  ])('sensors %s and %s that change places are flagged, they alone', (first, second) => {
    for (const walk of WALKS) {
      const samples = makeRuleSamples(walk, pollEvenly(intervalSeconds), (readings, atSeconds) =>
        atSeconds < 50 ? readings : swap(readings, first, second),
      );
      const flags = findFirstFlags(createSwappedRule(), samples);
      expect([...flags.keys()]).toEqual([first, second]);
      expect(((flags.get(first) ?? 0) - 50) / (120 / walk.cadence)).toBeLessThan(16);
    }
  });
});

test('two that change back are forgiven', () => {
  const samples = makeRuleSamples(getWalk(1), pollEvenly(0.2), (readings, atSeconds) =>
    atSeconds >= 40 && atSeconds < 70 ? swap(readings, 2, 5) : readings,
  );
  const rule = createSwappedRule();
  const flagged = samples.filter((sample) => rule.detect(sample).length > 0);
  expect(flagged.length).toBeGreaterThan(20);
  expect(flagged.at(-1)?.atSeconds).toBeLessThan(85);
});

test('nothing is said before the walk is known, nor of polls that are too far apart', () => {
  const swapped = (seconds: number) => (readings: readonly number[], atSeconds: number) =>
    atSeconds < seconds ? readings : swap(readings, 0, 3);
  const early = makeRuleSamples(getWalk(0), pollEvenly(0.2), swapped(5)).filter(
    ({ atSeconds }) => atSeconds < 25,
  );
  expect(findFirstFlags(createSwappedRule(), early).size).toBe(0);
  const sparse = makeRuleSamples(getWalk(0), pollEvenly(0.6), swapped(50));
  expect(findFirstFlags(createSwappedRule(), sparse).size).toBe(0);
});

test('after a gap the verdict has to be found anew, of what comes after it', () => {
  const samples = makeRuleSamples(getWalk(1), pollEvenly(0.2), (readings, atSeconds) =>
    atSeconds >= 40 && atSeconds < 70 ? swap(readings, 2, 5) : readings,
  ).filter(({ atSeconds }) => atSeconds < 60 || atSeconds >= 70);
  const rule = createSwappedRule();
  const flagged = samples.filter((sample) => rule.detect(sample).length > 0);
  expect(flagged.length).toBeGreaterThan(10);
  expect(flagged.at(-1)?.atSeconds).toBeLessThan(60);
});
