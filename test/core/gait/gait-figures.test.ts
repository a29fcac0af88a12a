import { describe, expect, test } from 'vitest';
import { makeSample, pollWalk } from '../../../bench/recorded-walk.ts';
import { GAITS, makeWalk } from '../../../bench/synthetic-walk.ts';
import { computeFigures, computeFiguresOf } from '../../../src/core/gait/gait-figures.ts';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { selectSensors } from '../../../src/core/insole/insole.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { mapReadings, messy, pollRecorded, standStill, walks } from './gait-samples.ts';
import { splitSensors, TWELVE_SENSORS } from './twelve-sensors.ts';

const evenly = (intervalSeconds: number) => ({ intervalSeconds, missing: 0, jitter: 0 });

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
