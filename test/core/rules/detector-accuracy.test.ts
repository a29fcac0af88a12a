import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdFrames, playFrames } from '../../../bench/recorded-walk.ts';
import { countFalseAlarms } from '../../../bench/rule-accuracy.ts';
import { GAITS, makeWalk } from '../../../bench/synthetic-walk.ts';
import { generateWalk } from '../../../src/simulator/generated-walk.ts';
import { getWalk, WALKS } from './rule-samples.ts';

describe('walks without a fault', () => {
  const healthy = [
    ...WALKS,
    ...WALKS.map((walk) => holdFrames(walk, 5)),
    ...GAITS.map((gait, seed) => makeWalk(gait, seed + 1)),
    playFrames('limping and standing', generateWalk(1), 300),
  ];

  test('are never flagged, at any interval from 20 ms to 1 s, in any phase, with up to 30 % of polls missing and jitter', () => {
    fc.assert(
      fc.property(
        fc.nat(healthy.length - 1),
        fc.double({ min: 0.02, max: 1, noNaN: true }),
        fc.constantFrom(0, 0.1, 0.3),
        fc.nat(10_000),
        (walk, intervalSeconds, missing, seed) => {
          const polling = { intervalSeconds, missing, jitter: missing };
          expect(countFalseAlarms(healthy[walk] ?? getWalk(0), polling, seed)).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
