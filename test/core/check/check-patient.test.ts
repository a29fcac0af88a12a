import { describe, expect, test } from 'vitest';
import { type CheckFacts, type CheckLimits, checkPatient } from '../../../src/core/check/check-patient.ts';

const NOW = 1_795_465_522;
const NO_LIMITS: CheckLimits = { maxAgeMs: null, maxGapMs: null, minSamples: null, maxAnomalies: null };

function factsOf(ages: readonly number[], anomalous: readonly number[] = []): CheckFacts {
  const samples = ages.map((age, index) => ({
    atSeconds: NOW - age,
    sensors: [{ id: 0, value: 7, anomaly: anomalous.includes(index) }],
  }));
  return { patient: 3, known: ages.length > 0, nowSeconds: NOW, samples, health: null };
}

function findOutcome(facts: CheckFacts, limits: Partial<CheckLimits>) {
  const [result, ...more] = checkPatient(facts, { ...NO_LIMITS, ...limits });
  expect(more).toEqual([]);
  return [result?.outcome, result?.message];
}

describe('checkPatient', () => {
  test('checks what is limited, and nothing else', () => {
    expect(checkPatient(factsOf([1]), NO_LIMITS)).toEqual([]);
    const all = { maxAgeMs: 2000, maxGapMs: 1000, minSamples: 100, maxAnomalies: 0 };
    expect(checkPatient(factsOf([1]), all).map(({ name }) => name)).toEqual([
      'max-age',
      'max-gap',
      'min-samples',
      'max-anomalies',
    ]);
  });

  test("takes the age from the store's clock, the limit itself included", () => {
    expect(findOutcome(factsOf([2]), { maxAgeMs: 2000 })).toEqual([
      'passed',
      'the newest sample is 2.000 s old, at most 2s',
    ]);
    expect(findOutcome(factsOf([2.001]), { maxAgeMs: 2000 })[0]).toBe('failed');
  });

  test('allows for the clock of the cacher', () => {
    const health = {
      state: 'up',
      updatedAtSeconds: NOW,
      lastOkAtSeconds: NOW,
      lastError: null,
      latencyMs: 1,
      intervalMs: 300,
      clockOffsetMs: -60_000,
      polls: 1,
      failures: 0,
    } as const;
    expect(findOutcome({ ...factsOf([60.5]), health }, { maxAgeMs: 2000 })[0]).toBe('passed');
  });

  test('fails the age of one who was never seen, and does not know that of a sample from the future', () => {
    expect(findOutcome(factsOf([]), { maxAgeMs: 2000 })).toEqual(['failed', 'no sample, at most 2s']);
    expect(findOutcome(factsOf([-30]), { maxAgeMs: 2000 })[0]).toBe('unknown');
  });

  test('finds the longest gap, the limit itself included', () => {
    expect(findOutcome(factsOf([3, 2.7, 1.7, 1.4]), { maxGapMs: 1000 })).toEqual([
      'passed',
      'the longest gap is 1 s, at most 1s',
    ]);
    expect(findOutcome(factsOf([3, 2.7, 1.699, 1.4]), { maxGapMs: 1000 })[0]).toBe('failed');
  });

  test('knows of no gap where there are not two samples, or where the clock stepped back', () => {
    expect(findOutcome(factsOf([]), { maxGapMs: 1000 })[0]).toBe('unknown');
    expect(findOutcome(factsOf([1]), { maxGapMs: 1000 })[0]).toBe('unknown');
    expect(findOutcome(factsOf([1, 5, 4.7]), { maxGapMs: 1000 })[0]).toBe('unknown');
    expect(findOutcome(factsOf([1, 5, 3]), { maxGapMs: 1000 })[0]).toBe('failed');
  });

  test('counts samples, and those with an anomaly', () => {
    expect(findOutcome(factsOf([2, 1]), { minSamples: 2 })).toEqual(['passed', '2 samples, at least 2']);
    expect(findOutcome(factsOf([1]), { minSamples: 2 })).toEqual(['failed', '1 sample, at least 2']);
    expect(findOutcome(factsOf([2, 1], [1]), { maxAnomalies: 1 })[0]).toBe('passed');
    expect(findOutcome(factsOf([2, 1], [1]), { maxAnomalies: 0 })).toEqual([
      'failed',
      '1 sample with an anomaly, at most 0',
    ]);
  });
});
