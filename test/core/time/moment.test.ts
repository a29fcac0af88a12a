import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../src/core/refusal.ts';
import { parseMoment, resolveMoment } from '../../../src/core/time/moment.ts';

describe('parseMoment', () => {
  test.each([
    ['10m', { kind: 'ago', ms: 600_000 }],
    ['90', { kind: 'ago', ms: 90_000 }],
    ['2026-11-23T20:41:07Z', { kind: 'at', atSeconds: 1_795_466_467 }],
    ['2026-11-23T21:41:07.250+01:00', { kind: 'at', atSeconds: 1_795_466_467.25 }],
    ['2026-11-23T20:41Z', { kind: 'at', atSeconds: 1_795_466_460 }],
    ['2026-11-23', { kind: 'at', atSeconds: 1_795_392_000 }],
  ])('reads %j', (text, moment) => {
    expect(parseMoment(text)).toEqual(moment);
  });

  test.each(['', 'never', '23.11.2026', '-5m', '2026-11-23T'])('has null for %j', (text) => {
    expect(parseMoment(text)).toBeNull();
  });

  test.each([
    ['2026-11-23T20:41:07', 'its zone is missing, such as Z or +01:00'],
    ['2026-11-23 20:41', 'its zone is missing, such as Z or +01:00'],
    ['2026-13-01', 'there is no such time'],
    ['2026-11-23T25:00Z', 'there is no such time'],
  ])('refuses %j, and says why', (text, reason) => {
    expect(parseMoment(text)).toEqual(new Refusal(reason));
  });
});

test('resolveMoment counts back from now, or gives the time itself', () => {
  expect(resolveMoment({ kind: 'ago', ms: 1500 }, 1000)).toBe(998.5);
  expect(resolveMoment({ kind: 'at', atSeconds: 7 }, 1000)).toBe(7);
});
