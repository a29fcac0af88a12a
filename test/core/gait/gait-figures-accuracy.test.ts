import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measureCadence } from '../../../bench/cadence-accuracy.ts';
import { makeSample } from '../../../bench/recorded-walk.ts';
import { GAITS, makeWalk, standBefore, stretchWalk } from '../../../bench/synthetic-walk.ts';
import { computeFigures, type GaitFigures } from '../../../src/core/gait/gait-figures.ts';
import { seededRandom } from '../../../src/core/random.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { mapReadings, messy, pollRecorded, standStill, walks } from './gait-samples.ts';

describe('cadence of the recorded walks, with a tenth of the polls missing and a fifth of jitter', () => {
  test.each(walks.flatMap((walk) => [0.1, 0.2, 0.3].map((interval) => [walk.name, interval, walk] as const)))(
    'is within 2 % at the median: %s, polled every %s s',
    (_, intervalSeconds, walk) => {
      const accuracy = measureCadence(walk, messy(intervalSeconds), 2);
      expect(Math.abs(accuracy.worstMedianError)).toBeLessThan(0.02);
      // At 0.3 s one window in a hundred of the walk with the longest turns is off by up to 6.8 %: see docs/figures.md.
      expect(Math.abs(accuracy.worstWindowError)).toBeLessThan(intervalSeconds < 0.3 ? 0.05 : 0.07);
      expect(accuracy.walkingAfterSeconds).toBeLessThan(10);
      expect(accuracy.unknown / accuracy.windows).toBeLessThan(0.02);
    },
  );

  test('is known within ten seconds of the first step after standing', () => {
    for (const [seed, walk] of walks.entries()) {
      const accuracy = measureCadence(standBefore(walk, 20, seed), messy(0.3), 2);
      expect(accuracy.walkingAfterSeconds).toBeLessThan(10);
    }
  });
});

describe('cadence of synthetic walks', () => {
  test.each(GAITS.map((gait, seed) => [gait.name, makeWalk(gait, seed + 1)] as const))(
    'is within 2 % at the median: %s',
    (_, walk) => {
      for (const intervalSeconds of [0.1, 0.3]) {
        const accuracy = measureCadence(walk, messy(intervalSeconds), 1);
        expect(Math.abs(accuracy.worstMedianError)).toBeLessThan(0.02);
        expect(Math.abs(accuracy.worstWindowError)).toBeLessThan(0.05);
      }
    },
  );

  test('changes with the speed at which a walk is played', () => {
    const [walk] = walks;
    if (walk === undefined) throw new Error('no walks');
    for (const factor of [0.75, 1.3]) {
      const accuracy = measureCadence(stretchWalk(walk, factor), messy(0.2), 1);
      expect(Math.abs(accuracy.found / (walk.cadence / factor) - 1)).toBeLessThan(0.03);
    }
  });
});

describe('for any walk and any polling', () => {
  const polled = fc.record({
    walk: fc.nat(4),
    intervalSeconds: fc.constantFrom(0.1, 0.2, 0.3),
    seconds: fc.integer({ min: 12, max: 60 }),
    seed: fc.nat(10_000),
  });
  const runs = { numRuns: 25 };

  function expectSame(actual: GaitFigures, expected: GaitFigures) {
    expect(actual.state).toBe(expected.state);
    expect(actual.phase).toEqual(expected.phase);
    expect(actual.strideSeconds ?? 0).toBeCloseTo(expected.strideSeconds ?? 0, 6);
  }

  test('the scale and the floor of a sensor change neither phases nor strides', () => {
    // Powers of two and whole numbers, which floating-point arithmetic keeps exact.
    const scales = fc.tuple(...[0, 1, 2, 3, 4, 5].map(() => fc.constantFrom(1, 2, 4)));
    const floors = fc.tuple(...[0, 1, 2, 3, 4, 5].map(() => fc.nat(60)));
    fc.assert(
      fc.property(polled, scales, floors, ({ walk, intervalSeconds, seconds, seed }, scale, floor) => {
        const samples = pollRecorded(walk, intervalSeconds, seconds, seed);
        const changed = mapReadings(samples, (value, id) => value * (scale[id] ?? 1) + (floor[id] ?? 0));
        const expected = computeFigures(samples);
        expectSame(computeFigures(changed), expected);
      }),
      runs,
    );
  });

  test('exchanging the feet exchanges the figures', () => {
    fc.assert(
      fc.property(polled, ({ walk, intervalSeconds, seconds, seed }) => {
        const samples = pollRecorded(walk, intervalSeconds, seconds, seed);
        const swapped = samples.map(({ atSeconds, sensors }) =>
          makeSample(
            atSeconds,
            [...sensors.slice(3), ...sensors.slice(0, 3)].map(({ value }) => value),
          ),
        );
        const before = computeFigures(samples);
        const after = computeFigures(swapped);
        expect(after.state).toBe(before.state);
        expect(after.phase).toEqual({ left: before.phase.right, right: before.phase.left });
        expect(after.strideSeconds ?? 0).toBeCloseTo(before.strideSeconds ?? 0, 3);
        expect(after.load?.left ?? 0).toBeCloseTo(before.load?.right ?? 0, 2);
      }),
      runs,
    );
  });

  test('a gap never adds steps, neither to standing nor to a walk', () => {
    const gap = fc.record({ from: fc.integer({ min: 2, max: 30 }), lasts: fc.integer({ min: 2, max: 15 }) });
    const without = (samples: readonly Sample[], { from, lasts }: { from: number; lasts: number }) =>
      samples.filter(({ atSeconds }) => atSeconds < from || atSeconds > from + lasts);
    fc.assert(
      fc.property(polled, gap, ({ walk, intervalSeconds, seed }, hole) => {
        const standing = without(standStill(50), hole);
        for (let count = 1; count <= standing.length; count++) {
          expect(computeFigures(standing.slice(0, count)).cadence).toBeNull();
        }
        const cadence = computeFigures(without(pollRecorded(walk, intervalSeconds, 45, seed), hole)).cadence;
        if (cadence !== null) expect(cadence).toBeLessThan((walks[walk]?.cadence ?? 0) * 1.05);
      }),
      runs,
    );
  });
});

test('random readings are never a walk', () => {
  const random = seededRandom(3);
  const noise = mapReadings(standStill(40), () => Math.round(random() * 1023));
  for (let count = 1; count <= noise.length; count++) {
    expect(computeFigures(noise.slice(0, count)).state).not.toBe('walking');
  }
});
