import { describe, expect, test } from 'vitest';
import { type CheckFacts, type CheckLimits, checkPatient } from '../../../src/core/check/check-patient.ts';

const NOW = 1_795_465_522;
const NO_LIMITS: CheckLimits = { maxAgeMs: null, maxGapMs: null, minSamples: null, maxAnomalies: null };

function makeFacts(ages: readonly number[], anomalous: readonly number[] = []): CheckFacts {
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
  test('has a result for each limit that is set, and no other', () => {
    expect(checkPatient(makeFacts([1]), NO_LIMITS)).toEqual([]);
    const all = { maxAgeMs: 2000, maxGapMs: 1000, minSamples: 100, maxAnomalies: 0 };
    expect(checkPatient(makeFacts([1]), all).map(({ name }) => name)).toEqual([
      'max-age',
      'max-gap',
      'min-samples',
      'max-anomalies',
    ]);
  });

  test("passes an age up to the limit, by the store's clock", () => {
    expect(findOutcome(makeFacts([2]), { maxAgeMs: 2000 })).toEqual([
      'passed',
      'the newest sample is 2.000 s old, at most 2s',
    ]);
    expect(findOutcome(makeFacts([2.001]), { maxAgeMs: 2000 })[0]).toBe('failed');
  });

  test('corrects the age by the clock offset of the cacher', () => {
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
    expect(findOutcome({ ...makeFacts([60.5]), health }, { maxAgeMs: 2000 })[0]).toBe('passed');
  });

  test('fails the age of a patient without samples, and does not know that of a sample from the future', () => {
    expect(findOutcome(makeFacts([]), { maxAgeMs: 2000 })).toEqual(['failed', 'no sample, at most 2s']);
    expect(findOutcome(makeFacts([-30]), { maxAgeMs: 2000 })[0]).toBe('unknown');
  });

  test('passes gaps up to the limit', () => {
    expect(findOutcome(makeFacts([3, 2.7, 1.7, 1.4]), { maxGapMs: 1000 })).toEqual([
      'passed',
      'the longest gap is 1 s, at most 1s',
    ]);
    expect(findOutcome(makeFacts([3, 2.7, 1.699, 1.4]), { maxGapMs: 1000 })[0]).toBe('failed');
  });

  test('does not know the gap with fewer than two samples, or when the clock stepped back', () => {
    expect(findOutcome(makeFacts([]), { maxGapMs: 1000 })[0]).toBe('unknown');
    expect(findOutcome(makeFacts([1]), { maxGapMs: 1000 })[0]).toBe('unknown');
    expect(findOutcome(makeFacts([1, 5, 4.7]), { maxGapMs: 1000 })[0]).toBe('unknown');
    expect(findOutcome(makeFacts([1, 5, 3]), { maxGapMs: 1000 })[0]).toBe('failed');
  });

  test('counts the samples, and the samples with an anomaly', () => {
    expect(findOutcome(makeFacts([2, 1]), { minSamples: 2 })).toEqual(['passed', '2 samples, at least 2']);
    expect(findOutcome(makeFacts([1]), { minSamples: 2 })).toEqual(['failed', '1 sample, at least 2']);
    expect(findOutcome(makeFacts([2, 1], [1]), { maxAnomalies: 1 })[0]).toBe('passed');
    expect(findOutcome(makeFacts([2, 1], [1]), { maxAnomalies: 0 })).toEqual([
      'failed',
      '1 sample with an anomaly, at most 0',
    ]);
  });
});
