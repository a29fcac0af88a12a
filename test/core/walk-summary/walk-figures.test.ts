import { describe, expect, test } from 'vitest';
import { listWalks, readForceWalk } from '../../../bench/figures/force-walk.ts';
import { holdFrames, makeSample, pollWalk, readWalks } from '../../../bench/recorded-walk.ts';
import { computeFiguresOf } from '../../../src/core/gait/gait-figures.ts';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { seededRandom } from '../../../src/core/random.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { computeWalkFigures, estimateSteps } from '../../../src/core/walk-summary/walk-figures.ts';

const [walk = { name: '', cadence: 0, rows: [], strikes: [] }] = readWalks();
const POLLING = { intervalSeconds: 0.3, missing: 0.1, jitter: 0.2 };
const step = (fromSeconds: number, seconds: number): Sample[] =>
  pollWalk(walk, POLLING, seededRandom(2))
    .filter(({ atSeconds }) => atSeconds < seconds)
    .map((sample) => ({ ...sample, atSeconds: sample.atSeconds + fromSeconds }));
const stand = (fromSeconds: number, seconds: number): Sample[] =>
  Array.from({ length: Math.floor(seconds / 0.3) }, (_, index) =>
    makeSample(fromSeconds + index * 0.3, [500, 400, 600, 520, 380, 610]),
  );

const walked = pollWalk(holdFrames(walk, 5), POLLING, seededRandom(4));
const span = (given: readonly Sample[], from: number, to: number) =>
  given.filter(({ atSeconds }) => atSeconds > from && atSeconds <= to);

interface Fault {
  readonly ids: readonly number[];
  readonly value: number;
  readonly rule?: string;
  readonly fromSeconds?: number;
  readonly flaggedSeconds?: number;
}

function breakSensors({ ids, value, rule = 'stuck-low', fromSeconds = 40, flaggedSeconds = 50 }: Fault) {
  return walked.map((sample): Sample => {
    const { atSeconds, sensors } = sample;
    if (atSeconds < fromSeconds) return sample;
    const flag = atSeconds < flaggedSeconds ? {} : { anomaly: true, source: `rule:${rule}` };
    return {
      atSeconds,
      sensors: sensors.map((sensor) => (ids.includes(sensor.id) ? { ...sensor, value, ...flag } : sensor)),
    };
  });
}

describe('how long a patient walked and stood', () => {
  test('adds up to the time of the samples', () => {
    const samples = [...step(0, 40), ...stand(40, 20), ...step(60, 30)];
    const { walkingSeconds, standingSeconds, unknownSeconds } = computeWalkFigures(samples, SIX);
    const span = (samples.at(-1)?.atSeconds ?? 0) - (samples[0]?.atSeconds ?? 0);
    expect(walkingSeconds + standingSeconds + unknownSeconds).toBeCloseTo(span, 6);
    expect(Math.abs(walkingSeconds - 70)).toBeLessThan(3);
    expect(Math.abs(standingSeconds - 20)).toBeLessThan(2);
  });

  test('is walking from the first sample on, and from the first after a gap, where steps are what is told first', () => {
    const { walkingSeconds, unknownSeconds } = computeWalkFigures(step(0, 40), SIX);
    expect(unknownSeconds).toBe(0);
    expect(walkingSeconds).toBeGreaterThan(39);
    const [last = 0, next = 0] = [step(0, 30).at(-1)?.atSeconds, step(90, 30)[0]?.atSeconds];
    const parted = computeWalkFigures([...step(0, 30), ...step(90, 30)], SIX);
    expect(Math.abs(parted.unknownSeconds - (next - last))).toBeLessThan(2);
    // Neither a step nor a stand: nobody knows what it was.
    const shaking = step(0, 6).map((sample, index) => ({
      ...sample,
      sensors: sample.sensors.map((sensor) => ({ ...sensor, value: 100 + (index % 2) * 800 })),
    }));
    expect(computeWalkFigures([...shaking, ...step(6, 40)], SIX).unknownSeconds).toBeGreaterThan(3);
  });

  test('is not known in a gap', () => {
    const { walkingSeconds, unknownSeconds } = computeWalkFigures([...step(0, 30), ...step(90, 30)], SIX);
    expect(unknownSeconds).toBeGreaterThan(58);
    expect(walkingSeconds).toBeGreaterThan(55);
  });

  test('is not known while the clock is frozen, from the first of the frames that repeat on', () => {
    const before = step(0, 30);
    const last = before.at(-1)?.sensors ?? [];
    const frozen = Array.from({ length: 100 }, (_, index) => ({
      atSeconds: 30 + index * 0.3,
      sensors: last.map((sensor) =>
        index < 40 ? sensor : { ...sensor, anomaly: true, source: 'rule:frozen-clock' },
      ),
    }));
    const found = computeWalkFigures([...before, ...frozen], SIX);
    expect(found.standingSeconds).toBe(0);
    expect(found.unknownSeconds).toBeGreaterThan(28);
    expect(found.walkingSeconds).toBeGreaterThan(25);
  });

  test.each([
    ['no sample', []],
    ['a single sample', stand(0, 0.3)],
  ])('is nothing with %s', (_, samples) => {
    const none = { walkingSeconds: 0, standingSeconds: 0, unknownSeconds: 0 };
    expect(computeWalkFigures(samples, SIX)).toMatchObject(none);
  });
});

describe('the steps of a walk', () => {
  const countSteps = (samples: readonly Sample[]) => estimateSteps(computeWalkFigures(samples, SIX));

  test.each(listWalks(null).map((files) => [files.name, files] as const))(
    '%s, are those of the force',
    (_, files) => {
      const forceWalk = readForceWalk(files);
      const truth = forceWalk.feet.reduce((sum, { strikes }) => sum + strikes.length, 0);
      const steps = countSteps(pollWalk(forceWalk, POLLING, seededRandom(2))) ?? 0;
      expect(Math.abs(steps / truth - 1)).toBeLessThan(0.08);
    },
  );

  test('are none while standing, and without a sample', () => {
    expect(countSteps(stand(0, 30))).toBe(0);
    expect(countSteps([])).toBe(0);
  });
});

describe('the figures of a walk', () => {
  test.each([
    ['sound sensors', walked],
    ['a sensor stuck high', breakSensors({ ids: [1], value: 1023, rule: 'stuck-high' })],
    ['a heel cut', breakSensors({ ids: [5], value: 0 })],
    ['one stuck midway under each foot', breakSensors({ ids: [0, 4], value: 437 })],
  ])('are those of the dashboard for the same half minute, with %s', (_, given) => {
    const shown = computeFiguresOf(span(given, 0, 95), SIX);
    const told = computeWalkFigures(span(given, 65, 95), SIX, span(given, 0, 65)).figures;
    expect(shown.load?.left).toBeDefined();
    expect(told.loadLeft?.value).toBeCloseTo(shown.load?.left ?? Number.NaN, 9);
    expect(told.loadLeft?.interval).toEqual(shown.intervals.loadLeft);
    expect(told.loadLeft?.ownInterval).toEqual(shown.intervals.loadLeftOfSensors);
    expect(told.symmetryIndexPercent?.value).toBeCloseTo(shown.symmetryIndexPercent ?? Number.NaN, 9);
    expect(told.stanceLeft?.value ?? null).toBe(shown.stanceShare?.left ?? null);
    expect(told.stanceRight?.interval ?? null).toEqual(shown.intervals.stanceRight);
    expect(told.doubleSupport?.value ?? null).toBe(shown.doubleSupportShare);
    expect(told.meanStrideSeconds?.value).toBe(shown.meanStrideSeconds);
    expect(told.cadence?.value).toBe(shown.cadence);
  });

  test.each([0, 1, 2, 3, 4, 5])('have the load within 3 points, however sensor %i is broken', (id) => {
    const sound = computeWalkFigures(walked, SIX).figures.loadLeft?.value ?? Number.NaN;
    for (const value of [1023, 0, 437]) {
      const load = computeWalkFigures(breakSensors({ ids: [id], value }), SIX).figures.loadLeft;
      expect(Math.abs((load?.value ?? Number.NaN) - sound)).toBeLessThan(0.03);
    }
  });

  test('have no load when a sensor was not seen before its fault, but a cadence', () => {
    const { figures } = computeWalkFigures(span(breakSensors({ ids: [1], value: 0 }), 40, 121), SIX);
    expect(figures).toMatchObject({ loadLeft: null, symmetryIndexPercent: null });
    expect(figures.cadence).not.toBeNull();
  });

  test('are none, since sensors are faulty, where a foot has none that is sound', () => {
    const broken = breakSensors({ ids: [0, 1, 2], value: 0, fromSeconds: 0, flaggedSeconds: 0 });
    const { reason, walkingSeconds, standingSeconds, figures } = computeWalkFigures(broken, SIX);
    expect({ reason, walkingSeconds, standingSeconds }).toEqual({
      reason: 'flagged',
      walkingSeconds: 0,
      standingSeconds: 0,
    });
    expect(Object.values(figures).every((figure) => figure === null)).toBe(true);
  });

  test('are none, and nobody stood, while the clock is frozen', () => {
    const last = walked.at(-1)?.sensors ?? [];
    const sensors = last.map((sensor) => ({ ...sensor, anomaly: true, source: 'rule:frozen-clock' }));
    const frozen = Array.from({ length: 100 }, (_, index) => ({ atSeconds: index * 0.3, sensors }));
    expect(computeWalkFigures(frozen, SIX)).toMatchObject({
      reason: 'frozen',
      walkingSeconds: 0,
      standingSeconds: 0,
    });
  });
});
