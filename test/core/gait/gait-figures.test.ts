import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measureCadence } from '../../../bench/cadence-accuracy.ts';
import { makeSample, pollWalk, readWalks } from '../../../bench/recorded-walk.ts';
import { GAITS, makeWalk, standBefore, stretchWalk } from '../../../bench/synthetic-walk.ts';
import { computeFigures, computeFiguresOf, type GaitFigures } from '../../../src/core/gait/gait-figures.ts';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { selectSensors } from '../../../src/core/insole/insole.ts';
import { seededRandom } from '../../../src/core/random.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { splitSensors, TWELVE_SENSORS } from './twelve-sensors.ts';

const walks = readWalks();
const messy = (intervalSeconds: number) => ({ intervalSeconds, missing: 0.1, jitter: 0.2 });
const evenly = (intervalSeconds: number) => ({ intervalSeconds, missing: 0, jitter: 0 });

function pollRecorded(walk: number, intervalSeconds: number, seconds: number, seed = 1): Sample[] {
  const recorded = walks[walk % walks.length] ?? { rows: [] };
  const samples = pollWalk(recorded, messy(intervalSeconds), seededRandom(seed));
  return samples.filter(({ atSeconds }) => atSeconds <= seconds);
}

function mapReadings(samples: readonly Sample[], map: (value: number, id: number) => number): Sample[] {
  return samples.map((sample) => ({
    ...sample,
    sensors: sample.sensors.map((reading) => ({ ...reading, value: map(reading.value, reading.id) })),
  }));
}

/** Samples of a patient who stands and sways a little. */
function standStill(seconds: number, startSeconds = 0): Sample[] {
  const random = seededRandom(7);
  return Array.from({ length: Math.round(seconds / 0.3) }, (_, index) =>
    makeSample(
      startSeconds + index * 0.3,
      [500, 400, 600, 520, 380, 610].map((value) => Math.round(value + 40 * (random() - 0.5))),
    ),
  );
}

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

describe('state, cadence and contact are not known', () => {
  const nothingOfSteps = {
    cadence: null,
    strideSeconds: null,
    stanceShare: null,
    doubleSupportShare: null,
    meanStrideSeconds: null,
  };

  test('in the first five seconds', () => {
    expect(computeFigures([])).toMatchObject({ state: 'unknown', load: null, ...nothingOfSteps });
    expect(computeFigures(pollRecorded(0, 0.1, 4))).toMatchObject({ state: 'unknown', ...nothingOfSteps });
  });

  test('when polls are too far apart to show strides', () => {
    for (const intervalSeconds of [0.5, 0.7, 1]) {
      const samples = pollRecorded(0, intervalSeconds, 60);
      expect(computeFigures(samples)).toMatchObject({ state: 'unknown', ...nothingOfSteps });
    }
  });

  test('right after a gap, even when the walk before it was known', () => {
    const samples = pollRecorded(0, 0.1, 60).filter(({ atSeconds }) => atSeconds < 50 || atSeconds > 57);
    expect(computeFigures(samples)).toMatchObject({ state: 'unknown', ...nothingOfSteps });
  });

  test('of unloaded sensors', () => {
    const empty = mapReadings(standStill(20), (value) => Math.round(value / 20));
    expect(computeFigures(empty)).toMatchObject({ state: 'unknown', ...nothingOfSteps });
  });

  test('of random readings', () => {
    const random = seededRandom(3);
    const noise = mapReadings(standStill(40), () => Math.round(random() * 1023));
    for (let count = 1; count <= noise.length; count++) {
      expect(computeFigures(noise.slice(0, count)).state).not.toBe('walking');
    }
  });
});

describe('standing', () => {
  test('is known after two and a half seconds, and never has a cadence', () => {
    const samples = standStill(60);
    for (const [index, { atSeconds }] of samples.entries()) {
      const { state, cadence } = computeFigures(samples.slice(0, index + 1));
      expect(state).toBe(atSeconds < 2.5 ? 'unknown' : 'standing');
      expect(cadence).toBeNull();
    }
  });

  test('is known within four seconds after a walk', () => {
    const walk = pollRecorded(3, 0.3, 60);
    const stop = walk.at(-1)?.atSeconds ?? 0;
    expect(computeFigures([...walk, ...standStill(4, stop + 0.3)]).state).toBe('standing');
  });

  test('has the load of the last five seconds, whichever foot was loaded before', () => {
    const lean = mapReadings(standStill(30), (value, id) => (id < 3 ? value : 0));
    const then = mapReadings(standStill(6, 30), (value, id) => (id < 3 ? 0 : value));
    expect(computeFigures([...lean, ...then])).toMatchObject({
      state: 'standing',
      load: { left: 0, right: 1 },
      symmetryIndexPercent: 200,
    });
  });

  test('has the load of exactly the last five seconds', () => {
    const shiftAt = (shiftSeconds: number) =>
      Array.from({ length: 121 }, (_, index) => {
        const [left, right] = index / 4 < shiftSeconds ? [500, 0] : [0, 500];
        return makeSample(index / 4, [left, left, left, right, right, right]);
      });
    expect(computeFigures(shiftAt(25))).toMatchObject({ state: 'standing', load: { left: 0, right: 1 } });
    expect(computeFigures(shiftAt(25.25)).load?.right).toBeCloseTo(20 / 21, 9);
  });
});

describe('the previous centres of pressure', () => {
  const countCentres = (stepSeconds: number) =>
    computeFigures(
      Array.from({ length: 20 }, (_, index) => makeSample(index * stepSeconds, [100, 0, 0, 100])),
    ).previousCentres.length;

  test('are those of the second before the newest sample', () => {
    expect(countCentres(0.5)).toBe(2);
    expect(countCentres(0.52)).toBe(1);
  });

  test('are five at most, the newest first', () => {
    expect(countCentres(0.1)).toBe(5);
    const moving = Array.from({ length: 20 }, (_, index) => makeSample(index * 0.1, [100, 0, 0, index * 5]));
    const { previousCentres } = computeFigures(moving);
    const sideways = previousCentres.map((place) => place?.xPercent ?? Number.NaN);
    expect(sideways).toEqual(sideways.toSorted((a, b) => b - a));
  });
});

describe('load', () => {
  test('is lower on the foot that a limping patient spares', () => {
    const limp = GAITS.find(({ name }) => name === 'limping');
    if (limp === undefined) throw new Error('no limp');
    const walk = makeWalk({ ...limp, peak: 900 }, 1);
    const { load, symmetryIndexPercent } = computeFigures(pollWalk(walk, messy(0.2), seededRandom(1)));
    expect(load?.left).toBeCloseTo(1 / 3, 1);
    expect((load?.left ?? 0) + (load?.right ?? 0)).toBeCloseTo(1);
    expect(symmetryIndexPercent).toBeCloseTo(200 / 3, -1);
  });

  test('is known even when the strides are not', () => {
    const hops = Array.from({ length: 60 }, (_, index) =>
      makeSample(index * 0.3, Array(6).fill((index % 2) * 900)),
    );
    expect(computeFigures(hops)).toMatchObject({ state: 'unknown', reason: 'moving', load: { left: 0.5 } });
  });

  test('is null of polls too far apart to tell one foot from the other, standing or not', () => {
    const nothing = { state: 'unknown', reason: 'sparse', load: null, symmetryIndexPercent: null };
    expect(computeFigures(pollRecorded(0, 0.6, 60))).toMatchObject(nothing);
    expect(computeFigures(standStill(60).filter((_, index) => index % 2 === 0))).toMatchObject(nothing);
  });

  test('counts a missing sensor as unloaded', () => {
    const samples = standStill(6).map(({ atSeconds, sensors }) => ({
      atSeconds,
      sensors: sensors.slice(0, 1),
    }));
    expect(computeFigures(samples).load).toEqual({ left: 1, right: 0 });
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

test('polling more often than strides need changes the stride time by less than 0.05 s', () => {
  const walk = walks[0] ?? makeWalk(GAITS[0] ?? never(), 1);
  const dense = computeFigures(pollWalk(walk, evenly(0.02), seededRandom(1)));
  const sparse = computeFigures(pollWalk(walk, evenly(0.1), seededRandom(1)));
  expect(dense.strideSeconds ?? 0).toBeCloseTo(sparse.strideSeconds ?? 1, 1);
});

test('a clock that steps back makes the gait unknown', () => {
  const samples = pollRecorded(0, 0.2, 40);
  const earlier = pollRecorded(1, 0.2, 3);
  expect(computeFigures([...samples, ...earlier]).state).toBe('unknown');
});

function never(): never {
  throw new Error('no walks');
}

test('the numbers of the sensors mean nothing: an insole that has them in another order has the same figures', () => {
  const samples = pollRecorded(0, 0.2, 60);
  const renumber = (id: number) => 20 - 3 * id;
  const renumbered = samples.map((sample) => ({
    ...sample,
    sensors: sample.sensors.map((sensor) => ({ ...sensor, id: renumber(sensor.id) })).reverse(),
  }));
  const insole = {
    ...SIX,
    sensors: SIX.sensors.map((sensor) => ({ ...sensor, id: renumber(sensor.id) })),
  };
  expect(computeFiguresOf(renumbered, insole)).toEqual(computeFigures(samples));
});

test('an insole with several sensors in a region has nearly the figures of one with the same places', () => {
  const samples = pollRecorded(0, 0.2, 60);
  const six = computeFigures(samples);
  const twelve = computeFiguresOf(samples.map(splitSensors), TWELVE_SENSORS);
  expect(twelve.state).toBe('walking');
  expect(twelve.strideSeconds).toBeCloseTo(six.strideSeconds ?? 0, 2);
  expect(twelve.load?.left).toBeCloseTo(six.load?.left ?? 0, 2);
  expect(twelve.stanceShare?.left).toBeCloseTo(six.stanceShare?.left ?? 0, 1);
  expect(twelve.phase).toEqual(six.phase);
});

test('the unit of the readings means nothing: an insole with another range has the same figures', () => {
  const samples = pollRecorded(0, 0.2, 60);
  const insole = { ...SIX, name: 'halves', lowest: -50, highest: 461.5, decimals: 1 };
  const halved = mapReadings(samples, (value) => value / 2 - 50);
  expect(computeFiguresOf(halved, insole)).toEqual(computeFigures(samples));
});

test('an insole for one foot has neither steps nor a share of the load nor a centre of pressure, but a phase', () => {
  const left = { ...SIX, name: 'left', sensors: selectSensors(SIX, 'left') };
  const figures = computeFiguresOf(pollRecorded(0, 0.2, 60), left);
  expect(figures).toMatchObject({
    state: 'unknown',
    cadence: null,
    load: null,
    symmetryIndexPercent: null,
    stanceShare: null,
    centreOfPressure: null,
    previousCentres: [],
    intervals: { loadLeft: null, symmetryIndexPercent: null },
  });
  expect(figures.phase.left).not.toBeNull();
  expect(figures.phase.right).toBeNull();
});
