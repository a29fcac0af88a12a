import { describe, expect, test } from 'vitest';
import {
  assessFreshness,
  clockOffsetSeconds,
  freshLimitSeconds,
  pollIntervalMs,
  recordLimitSeconds,
} from '../../src/core/freshness.ts';
import type { Health } from '../../src/core/patient.ts';

const NOW = 1_795_465_522;

function makeHealth(changes: Partial<Health> = {}): Health {
  return {
    state: 'up',
    updatedAtSeconds: NOW,
    lastOkAtSeconds: NOW,
    lastError: null,
    latencyMs: 3,
    intervalMs: 300,
    clockOffsetMs: null,
    polls: 10,
    failures: 0,
    ...changes,
  };
}

/** Assesses a patient whose newest sample has this age on the store's clock; null for no sample. */
function assess(ageSeconds: number | null, health: Health | null = null, known = true) {
  const newestAtSeconds = ageSeconds === null ? null : NOW - ageSeconds;
  return assessFreshness({ known, nowSeconds: NOW, newestAtSeconds, health });
}

test('the poll interval is the health record’s, and 0.3 s without one', () => {
  expect(pollIntervalMs(makeHealth({ intervalMs: 20 }))).toBe(20);
  expect(pollIntervalMs(null)).toBe(300);
  expect(pollIntervalMs(undefined)).toBe(300);
});

test('the clock offset is what the cacher measured, and 0 until it has', () => {
  expect(clockOffsetSeconds(makeHealth({ clockOffsetMs: -1500 }))).toBe(-1.5);
  expect(clockOffsetSeconds(makeHealth({ clockOffsetMs: null }))).toBe(0);
  expect(clockOffsetSeconds(null)).toBe(0);
});

test('a sample is fresh for five poll intervals, and for two seconds at least', () => {
  const limits = [20, 300, 400, 401, 1000, 60_000].map((intervalMs) =>
    freshLimitSeconds(makeHealth({ intervalMs })),
  );
  expect(limits).toEqual([2, 2, 2, 2.005, 5, 300]);
  expect(freshLimitSeconds(null)).toBe(2);
});

test('a health record is believed for five seconds at least, since it is written once a second', () => {
  const limits = [20, 300, 1000, 1001, 2000].map((intervalMs) =>
    recordLimitSeconds(makeHealth({ intervalMs })),
  );
  expect(limits).toEqual([5, 5, 5, 5.005, 10]);
  expect(recordLimitSeconds(null)).toBe(5);
});

describe('the state of a patient', () => {
  test('is unknown without any key, whatever else is said', () => {
    const expected = { state: 'unknown', ageSeconds: null };
    expect(assess(0.1, makeHealth({ state: 'down' }), false)).toEqual(expected);
    expect(assess(null, null, false)).toEqual(expected);
  });

  test('is live up to the very limit', () => {
    expect(assess(0.25)).toEqual({ state: 'live', ageSeconds: 0.25 });
    expect(assess(2).state).toBe('live');
    expect(assess(2.25).state).toBe('stale');
    const slow = makeHealth({ intervalMs: 1000 });
    expect(assess(5, slow).state).toBe('live');
    expect(assess(5.25, slow).state).toBe('stale');
  });

  test('is live before it is down: a fresh sample counts more than reported failures', () => {
    expect(assess(2, makeHealth({ state: 'down' })).state).toBe('live');
  });

  test('is down when the newest sample is old and a young health record says so', () => {
    expect(assess(2.25, makeHealth({ state: 'down' }))).toEqual({ state: 'down', ageSeconds: 2.25 });
    expect(assess(null, makeHealth({ state: 'down' }))).toEqual({ state: 'down', ageSeconds: null });
  });

  test('is down for as long as the health record is believed', () => {
    const writtenAgo = (seconds: number) => makeHealth({ state: 'down', updatedAtSeconds: NOW - seconds });
    expect(assess(60, writtenAgo(5)).state).toBe('down');
    expect(assess(60, writtenAgo(5.25)).state).toBe('stale');
    expect(assess(60, writtenAgo(-5)).state).toBe('down');
    expect(assess(60, writtenAgo(-5.25)).state).toBe('stale');
  });

  test.each([
    ['there is no health record', null],
    ['the health record says that all is well', makeHealth()],
    ['one or two polls failed', makeHealth({ state: 'failing' })],
    ['the health record is old itself', makeHealth({ state: 'down', updatedAtSeconds: NOW - 5.25 })],
  ])('is stale with an old sample when %s', (_, health) => {
    expect(assess(2.25, health)).toEqual({ state: 'stale', ageSeconds: 2.25 });
    expect(assess(null, health)).toEqual({ state: 'stale', ageSeconds: null });
  });
});

test("ages are on the store's clock: the cacher's offset is taken off its instants", () => {
  const ahead = makeHealth({ clockOffsetMs: 60_000, updatedAtSeconds: NOW + 60 });
  expect(assess(-59.75, ahead)).toEqual({ state: 'live', ageSeconds: 0.25 });
  expect(assess(0, ahead)).toEqual({ state: 'stale', ageSeconds: 60 });
  const behind = makeHealth({ clockOffsetMs: -60_000, updatedAtSeconds: NOW - 60, state: 'down' });
  expect(assess(60.5, behind)).toEqual({ state: 'live', ageSeconds: 0.5 });
  expect(assess(65, behind)).toEqual({ state: 'down', ageSeconds: 5 });
});

describe('a sample from the future', () => {
  test('has no age when it is more than a second ahead', () => {
    expect(assess(-0.5).ageSeconds).toBe(0);
    expect(assess(-1).ageSeconds).toBe(0);
    expect(assess(-1.25).ageSeconds).toBeNull();
  });

  test('is not live when it is ahead by more than the limit', () => {
    expect(assess(-2)).toEqual({ state: 'live', ageSeconds: null });
    expect(assess(-2.25)).toEqual({ state: 'stale', ageSeconds: null });
  });
});
