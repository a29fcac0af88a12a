import { describe, expect, test } from 'vitest';
import { computeFigures, computeFiguresOf } from '../../../src/core/gait/gait-figures.ts';
import { createDetector, flagSensors } from '../../../src/core/rules/detector.ts';
import { RULE_NAMES } from '../../../src/core/rules/rule.ts';
import { BROKEN_SECONDS, breakSensors, EACH, FLAGGED_SECONDS, judge, poll, upTo } from './broken-sensors.ts';
import { splitId, splitSensors, TWELVE_SENSORS } from './twelve-sensors.ts';

describe('the load while a sensor is faulty', () => {
  test('rests on no reading of the faulty sensor', () => {
    const samples = poll();
    const high = judge(samples, { ids: [4], value: 1023, rule: 'stuck-high' }, 90);
    expect(high).toEqual(judge(samples, { ids: [4], value: 0, rule: 'stuck-low' }, 90));
    expect(high.withoutSensors).toEqual([4]);
  });

  test('is less sure than without', () => {
    const samples = poll();
    const width = ([from, to]: readonly [number, number]) => to - from;
    const { intervals } = judge(samples, { ids: [1], value: 0, rule: 'stuck-low' }, 90);
    const sound = computeFigures(upTo(samples, 90)).intervals;
    expect(width(intervals.loadLeftOfSensors ?? [0, 0])).toBeGreaterThan(
      1.2 * width(sound.loadLeftOfSensors ?? [0, 0]),
    );
  });

  test('is not told of a sensor that was not seen before its fault, and says why', () => {
    const samples = poll().filter(({ atSeconds }) => atSeconds >= BROKEN_SECONDS);
    const figures = judge(samples, { ids: [1], value: 0, rule: 'stuck-low' }, 90);
    expect(figures).toMatchObject({
      state: 'walking',
      reason: 'flagged',
      load: null,
      symmetryIndexPercent: null,
      intervals: { loadLeft: null },
    });
    expect(figures.cadence).not.toBeNull();
  });

  test('is not told of a patient who stands, since what a sensor bears in a stride says nothing of that', () => {
    const walked = poll();
    const standing = Array.from({ length: 60 }, (_, index) => ({
      atSeconds: 100.2 + index / 5,
      sensors: EACH.map((id) => ({ id, value: 400 + id, anomaly: false })),
    }));
    const figures = judge([...walked, ...standing], { ids: [1], value: 0, rule: 'stuck-low' }, 120);
    expect(figures).toMatchObject({ state: 'standing', reason: 'flagged', load: null });
  });
});

describe('the other figures while a sensor is faulty', () => {
  const samples = poll();
  const judgeTruth = () => computeFigures(upTo(samples, 90));

  test.each(EACH)('are those of a walk: cadence, and a phase without a faulty sensor %i', (id) => {
    const figures = judge(samples, { ids: [id], value: 1023, rule: 'stuck-high' }, 90);
    expect(figures.cadence ?? 0).toBeCloseTo(judgeTruth().cadence ?? 1, 0);
    const isHeel = id % 3 === 2;
    expect([figures.phase.left, figures.phase.right].includes(null)).toBe(isHeel);
  });

  test.each([0, 1, 3, 4])('are the stance within 7 points without sensor %i of the forefoot', (id) => {
    const { stanceShare } = judge(samples, { ids: [id], value: 1023, rule: 'stuck-high' }, 90);
    const truth = judgeTruth();
    expect(Math.abs((stanceShare?.left ?? 0) - (truth.stanceShare?.left ?? 0))).toBeLessThan(0.07);
    expect(Math.abs((stanceShare?.right ?? 0) - (truth.stanceShare?.right ?? 0))).toBeLessThan(0.07);
  });

  test.each([2, 5])(
    'are neither stance nor centre of pressure without heel %i, which a step begins with',
    (id) => {
      expect(judge(samples, { ids: [id], value: 1023, rule: 'stuck-high' }, 90)).toMatchObject({
        stanceShare: null,
        doubleSupportShare: null,
        centreOfPressure: null,
        previousCentres: [],
      });
    },
  );

  test('have no centre of pressure that a faulty sensor or its twin moves', () => {
    const fault = { ids: [1, 4], value: 1023, rule: 'stuck-high' };
    const one = judge(samples, { ...fault, ids: [1] }, 90);
    expect(one.centreOfPressure).not.toBeNull();
    expect(one.centreOfPressure).toEqual(judge(samples, fault, 90).centreOfPressure);
  });
});

describe('a fault that ended', () => {
  const samples = poll();
  const fault = { ids: [0], value: 1023, rule: 'stuck-high' };

  test('has the sensor back in the figures ten seconds later, its wrong readings still left out', () => {
    const broken = breakSensors(samples, fault, 60);
    expect(computeFigures(upTo(broken, 66)).withoutSensors).toEqual([0]);
    const figures = computeFigures(upTo(broken, 72));
    expect(figures.withoutSensors).toEqual([]);
    const truth = computeFigures(upTo(samples, 72));
    expect(Math.abs((figures.load?.left ?? 0) - (truth.load?.left ?? 0))).toBeLessThan(0.04);
    expect(figures.phase).toEqual(truth.phase);
  });

  test('leaves no trace half a minute after its last wrong reading', () => {
    expect(computeFigures(upTo(breakSensors(samples, fault, 60), 95))).toEqual(
      computeFigures(upTo(samples, 95)),
    );
  });
});

describe('two sensors that are swapped', () => {
  test('are left out, with what they read in the 20 s before they were found', () => {
    const samples = poll();
    const swapped = samples.map((sample) => ({
      ...sample,
      sensors: sample.sensors.map((sensor) => {
        const other = sensor.id === 1 ? 4 : sensor.id === 4 ? 1 : null;
        if (other === null || sample.atSeconds < BROKEN_SECONDS) return sensor;
        const value = sample.sensors[other]?.value ?? 0;
        if (sample.atSeconds < FLAGGED_SECONDS) return { ...sensor, value };
        return { ...sensor, value, anomaly: true, source: 'rule:swapped' };
      }),
    }));
    const figures = computeFigures(upTo(swapped, 60));
    const truth = computeFigures(upTo(samples, 60));
    expect(figures.withoutSensors).toEqual([1, 4]);
    expect(Math.abs((figures.load?.left ?? 0) - (truth.load?.left ?? 0))).toBeLessThan(0.05);
  });
});

describe('flags', () => {
  const samples = poll();
  const flagAll = (flag: { source?: string; rule?: string }, ids: readonly number[] = EACH) =>
    samples.map((sample) => ({
      ...sample,
      sensors: sample.sensors.map((sensor) =>
        ids.includes(sensor.id) ? { ...sensor, anomaly: true, ...flag } : sensor,
      ),
    }));

  test('of the API and of a simulation leave no sensor out', () => {
    const { flaggedShare, ...sound } = computeFigures(samples);
    expect(flaggedShare).toBe(0);
    expect(computeFigures(flagAll({}))).toEqual({ ...sound, flaggedShare: 1 });
    expect(computeFigures(flagAll({ source: 'simulated' }))).toEqual({ ...sound, flaggedShare: 0 });
  });

  test('of the API on a sensor that a rule finds faulty as well leave it out', () => {
    const [flagged, byRule] = [{ rule: 'stuck-low' }, { source: 'rule:stuck-low' }].map((flag) =>
      computeFigures(flagAll(flag, [3])),
    );
    expect(flagged).toEqual({ ...byRule, flaggedShare: 1 });
    expect(flagged?.withoutSensors).toEqual([3]);
  });

  test('of a frozen clock make every figure null', () => {
    const { flaggedShare, ...nothing } = computeFigures(flagAll({ source: 'rule:frozen-clock' }));
    expect(flaggedShare).toBeNull();
    expect(nothing).toEqual({
      state: 'unknown',
      reason: 'frozen',
      cadence: null,
      strideSeconds: null,
      meanStrideSeconds: null,
      load: null,
      symmetryIndexPercent: null,
      stanceShare: null,
      doubleSupportShare: null,
      withoutSensors: [],
      intervals: Object.fromEntries(Object.keys(nothing.intervals).map((name) => [name, null])),
      phase: { left: null, right: null },
      centreOfPressure: null,
      previousCentres: [],
    });
  });

  test('on a sensor of each pair leave nothing known, and say why', () => {
    expect(computeFigures(flagAll({ source: 'rule:stuck-low' }, [0, 1, 5]))).toMatchObject({
      state: 'unknown',
      reason: 'flagged',
      cadence: null,
      load: null,
      withoutSensors: [0, 1, 5],
    });
  });
});

test('of several sensors in a region one twin leaves with each where the feet are compared', () => {
  const samples = poll().map(splitSensors);
  const [first, second] = splitId(2);
  const [firstTwin, secondTwin] = splitId(5);
  const locate = (ids: readonly number[]) =>
    computeFiguresOf(upTo(breakSensors(samples, { ids, value: 300, rule: 'stuck-low' }), 90), TWELVE_SENSORS)
      .centreOfPressure;
  expect(locate([first])).not.toBeNull();
  expect(locate([first])).toEqual(locate([first, firstTwin]));
  expect(locate([first])).not.toEqual(computeFiguresOf(upTo(samples, 90), TWELVE_SENSORS).centreOfPressure);
  expect(locate([first, second])).toBeNull();
  expect([firstTwin, secondTwin].includes(first)).toBe(false);
});

test('by the rules themselves, a stuck sensor is out of the figures from its flag on', () => {
  const detector = createDetector(RULE_NAMES);
  const judged = breakSensors(poll(2), { ids: [5], value: 0, rule: 'unused' }).map((sample) => {
    const sensors = sample.sensors.map(({ id, value }) => ({ id, value, anomaly: false }));
    const traceId = String(Math.floor(sample.atSeconds));
    return { ...sample, sensors: flagSensors(sensors, detector.detect({ ...sample, sensors, traceId })) };
  });
  const truth = computeFigures(upTo(poll(2), 90)).load?.left ?? Number.NaN;
  const figures = computeFigures(upTo(judged, 90));
  expect(figures.withoutSensors).toEqual([5]);
  expect(Math.abs((figures.load?.left ?? 0) - truth)).toBeLessThan(0.05);
});
