import { describe, expect, test } from 'vitest';
import { assessFreshness, freshLimitSeconds, recordLimitSeconds } from '../../src/core/freshness.ts';
import type { Health } from '../../src/core/patient.ts';

const NOW = 1_795_465_522;

function health(changes: Partial<Health> = {}): Health {
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

/** The state when the newest sample has some age by the reader's reckoning. */
function assess(ageSeconds: number | null, record: Health | null = null, known = true) {
  const newestAtSeconds = ageSeconds === null ? null : NOW - ageSeconds;
  return assessFreshness({ known, nowSeconds: NOW, newestAtSeconds, health: record });
}

describe('freshLimitSeconds', () => {
  test('is five intervals, and two seconds at least', () => {
    expect(
      [20, 300, 400, 401, 1000, 60_000].map((intervalMs) => freshLimitSeconds(health({ intervalMs }))),
    ).toEqual([2, 2, 2, 2.005, 5, 300]);
  });
});

describe('recordLimitSeconds', () => {
  test('is five of the intervals that records are written at, whatever the polls do, and never less than a sample has', () => {
    expect([20, 300, 1000, 2000].map((intervalMs) => recordLimitSeconds(health({ intervalMs })))).toEqual([
      5, 5, 5, 10,
    ]);
  });
});

describe('assessFreshness', () => {
  test('calls a patient without any key unknown, before all else', () => {
    expect(assess(0.1, health({ state: 'down' }), false)).toEqual({ state: 'unknown', ageSeconds: null });
  });

  test('calls a patient with a young sample live, also when the cacher reports failures', () => {
    expect(assess(0.25)).toEqual({ state: 'live', ageSeconds: 0.25 });
    expect(assess(2, health({ state: 'down' }))).toEqual({ state: 'live', ageSeconds: 2 });
  });

  test('calls a patient down when the newest sample is old and a young record says so', () => {
    expect(assess(2.25, health({ state: 'down' }))).toEqual({ state: 'down', ageSeconds: 2.25 });
    const late = health({ state: 'down', updatedAtSeconds: NOW - 4.75 });
    expect(assess(2.25, late)).toEqual({ state: 'down', ageSeconds: 2.25 });
    expect(assess(null, health({ state: 'down' }))).toEqual({ state: 'down', ageSeconds: null });
  });

  test.each([
    ['nobody says why', null],
    ['the cacher says that all is well', health()],
    ['one or two polls failed', health({ state: 'failing' })],
    ['the record that says so is old itself', health({ state: 'down', updatedAtSeconds: NOW - 5.25 })],
  ])('calls a patient with an old sample stale when %s', (_, record) => {
    expect(assess(2.25, record)).toEqual({ state: 'stale', ageSeconds: 2.25 });
  });

  test('waits five intervals of the cacher, and of 0.3 s when there is no record', () => {
    expect(assess(4.5, health({ intervalMs: 1000 })).state).toBe('live');
    expect(assess(5.5, health({ intervalMs: 1000 })).state).toBe('stale');
    expect(assess(2.25, null).state).toBe('stale');
  });

  test("takes the cacher's clock to the store's by the offset it measured", () => {
    const ahead = health({ clockOffsetMs: 60_000, updatedAtSeconds: NOW + 60 });
    expect(assess(-59.75, ahead)).toEqual({ state: 'live', ageSeconds: 0.25 });
    expect(assess(0, ahead)).toEqual({ state: 'stale', ageSeconds: 60 });
    const behind = health({ clockOffsetMs: -60_000, updatedAtSeconds: NOW - 60, state: 'down' });
    expect(assess(60.5, behind)).toEqual({ state: 'live', ageSeconds: 0.5 });
    expect(assess(65, behind)).toEqual({ state: 'down', ageSeconds: 5 });
  });

  test('trusts no sample from the future: beyond a second its age is not known, beyond the limit it is not live', () => {
    expect(assess(-0.5)).toEqual({ state: 'live', ageSeconds: 0 });
    expect(assess(-1.5)).toEqual({ state: 'live', ageSeconds: null });
    expect(assess(-3)).toEqual({ state: 'stale', ageSeconds: null });
  });
});
