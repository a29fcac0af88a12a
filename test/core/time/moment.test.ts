import { describe, expect, test } from 'vitest';
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

  test.each(['', 'never', '2026-11-23T20:41:07', '2026-13-01', '2026-11-23T25:00Z', '23.11.2026', '-5m'])(
    'has null for %j',
    (text) => {
      expect(parseMoment(text)).toBeNull();
    },
  );
});

test('resolveMoment counts back from now, or gives the time itself', () => {
  expect(resolveMoment({ kind: 'ago', ms: 1500 }, 1000)).toBe(998.5);
  expect(resolveMoment({ kind: 'at', atSeconds: 7 }, 1000)).toBe(7);
});
