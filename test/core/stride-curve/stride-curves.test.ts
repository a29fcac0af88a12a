import { describe, expect, test } from 'vitest';
import { makeDisturbances } from '../../../bench/figures/disturbances.ts';
import { listWalks, readForceWalk } from '../../../bench/figures/force-walk.ts';
import { computeTrueCurve, findTrueStrides } from '../../../bench/figures/stride-truth.ts';
import { holdFrames, makeSample, pollWalk, readWalks } from '../../../bench/recorded-walk.ts';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import type { Insole } from '../../../src/core/insole/insole.ts';
import { seededRandom } from '../../../src/core/random.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { CURVE_POINTS } from '../../../src/core/stride-curve/describe-feet.ts';
import {
  computeStrideCurves,
  type NoStrideCurves,
  type StrideCurves,
} from '../../../src/core/stride-curve/stride-curves.ts';

const POLLING = { intervalSeconds: 0.3, missing: 0.1, jitter: 0.2 };
const [walk = { name: '', cadence: 0, rows: [], strikes: [] }] = readWalks();
const samples = pollWalk(holdFrames(walk, 5), POLLING, seededRandom(3));
const [files] = listWalks(null);

function expectCurves(found: StrideCurves | NoStrideCurves): StrideCurves {
  if (found.reason !== null) throw new Error(`no curves: ${found.reason}`);
  return found;
}

const measureError = (mean: readonly number[], truth: readonly number[]): number => {
  const errors = [-2, -1, 0, 1, 2].map((shift) =>
    Math.sqrt(
      mean.reduce(
        (sum, reading, point) =>
          sum + (reading - (truth[(point + shift + truth.length) % truth.length] ?? 0)) ** 2,
        0,
      ) / mean.length,
    ),
  );
  return Math.min(...errors) / (Math.max(...truth) - Math.min(...truth));
};

describe('the mean stride', () => {
  const found = expectCurves(computeStrideCurves(samples));

  test('is that of 50 readings a second, from 3 of 5 frames, some of them lost', () => {
    if (files === undefined) throw new Error('no walk');
    const truth = findTrueStrides(readForceWalk(files), 0, 121);
    for (const [side, ids] of [
      ['left', [0, 1, 2]],
      ['right', [3, 4, 5]],
    ] as const) {
      const foot = found[side];
      expect(measureError(foot?.mean ?? [], computeTrueCurve(truth, ids, CURVE_POINTS))).toBeLessThan(0.06);
      const contact = (foot?.contact?.to ?? 0) - (foot?.contact?.from ?? 0);
      expect(Math.abs(contact - truth.contact[side])).toBeLessThan(0.04);
    }
  });

  test('begins when the left foot comes down, and the right one comes down half of a stride later', () => {
    expect(found.left?.contact?.from).toBe(0);
    expect(found.right?.contact?.from).toBeGreaterThan(0.4);
    expect(found.right?.contact?.from).toBeLessThan(0.6);
    expect(found.strideSeconds).toBeCloseTo(1.22, 1);
    expect(found.strides).toBeGreaterThan(70);
  });

  test('has a centre of pressure that goes from the heel to the toes, and none while the foot is lifted', () => {
    const path = found.left?.path ?? [];
    const y = path.flatMap((place) => place?.yPercent ?? []);
    expect(y[1]).toBeGreaterThan(80);
    expect(y.at(-3)).toBeLessThan(50);
    expect(path.at(-5)).toBeNull();
  });

  test('has a band that is wider where there are fewer strides', () => {
    const widen = (curves: StrideCurves) =>
      (curves.left?.halfWidths ?? []).reduce((sum, halfWidth) => sum + halfWidth, 0) / CURVE_POINTS;
    const short = expectCurves(computeStrideCurves(samples, { seconds: 50 }));
    expect(widen(short)).toBeGreaterThan(1.1 * widen(found));
  });

  test('is the same whatever the numbers and the order of the sensors are', () => {
    const number = (id: number) => 40 - 3 * id;
    const insole: Insole = {
      ...SIX,
      sensors: SIX.sensors.map((sensor) => ({ ...sensor, id: number(sensor.id) })).toReversed(),
    };
    const renumbered = samples.map(({ atSeconds, sensors }) => ({
      atSeconds,
      sensors: sensors.map((sensor) => ({ ...sensor, id: number(sensor.id) })),
    }));
    const other = expectCurves(computeStrideCurves(renumbered, { insole }));
    expect(other.left?.mean.map(Math.round)).toEqual(found.left?.mean.map(Math.round));
    expect(other.sensors.map(({ sensor }) => sensor.label)).toEqual(['R2', 'R1', 'R0', 'L2', 'L1', 'L0']);
  });

  test('is told in the readings of the insole', () => {
    const insole: Insole = { ...SIX, lowest: -10, highest: 590 };
    const convert = (reading: number) => (reading * 600) / 1023 - 10;
    const inNewtons = samples.map(({ atSeconds, sensors }) => ({
      atSeconds,
      sensors: sensors.map((sensor) => ({ ...sensor, value: convert(sensor.value) })),
    }));
    const other = expectCurves(computeStrideCurves(inNewtons, { insole }));
    other.left?.mean.forEach((reading, point) => {
      expect(reading).toBeCloseTo(convert(found.left?.mean[point] ?? 0) - 20, 3);
    });
    expect(other.left?.halfWidths[0]).toBeCloseTo(((found.left?.halfWidths[0] ?? 0) * 600) / 1023, 3);
  });

  test('is made without the sensors that are left out', () => {
    const stuck = samples.map((sample) => ({
      ...sample,
      sensors: sample.sensors.map((sensor) => (sensor.id === 4 ? { ...sensor, value: 1023 } : sensor)),
    }));
    const other = expectCurves(computeStrideCurves(stuck, { leftOut: new Set([4]) }));
    expect(other.sensors.map(({ sensor }) => sensor.id)).toEqual([0, 1, 2, 3, 5]);
    expect(Math.max(...(other.right?.mean ?? []))).toBeLessThanOrEqual(2 * 1023);
  });

  test('is made without a sensor that a rule holds for faulty', () => {
    const flagged = samples.map((sample) => ({
      ...sample,
      sensors: sample.sensors.map((sensor) =>
        sensor.id === 4 ? { ...sensor, value: 0, anomaly: true, source: 'rule:stuck-low' } : sensor,
      ),
    }));
    const other = expectCurves(computeStrideCurves(flagged));
    expect(other.sensors.map(({ sensor }) => sensor.id)).toEqual([0, 1, 2, 3, 5]);
  });

  test('is made from the samples that have all sensors, and from the sensors that most samples have', () => {
    const patchy = samples.map(({ atSeconds, sensors }, index) => ({
      atSeconds,
      sensors: sensors.filter(({ id }) => id !== 5 && (id !== 0 || index % 7 !== 0)),
    }));
    const other = expectCurves(computeStrideCurves(patchy));
    expect(other.sensors.map(({ sensor }) => sensor.id)).toEqual([0, 1, 2, 3, 4]);
    expect(measureError(other.left?.mean ?? [], found.left?.mean ?? [])).toBeLessThan(0.05);
  });

  test('goes on where the clock of the samples jumps over a gap', () => {
    const gap = samples.map((sample) =>
      sample.atSeconds < 60 ? sample : { ...sample, atSeconds: sample.atSeconds + 20 },
    );
    const other = expectCurves(computeStrideCurves(gap, { seconds: 141 }));
    expect(measureError(other.left?.mean ?? [], found.left?.mean ?? [])).toBeLessThan(0.05);
  });
});

describe('there is no mean stride', () => {
  const explain = (given: readonly Sample[]) => computeStrideCurves(given).reason;
  const play = (rows: readonly (readonly number[])[], intervalSeconds = 0.3) =>
    pollWalk({ rows }, { ...POLLING, intervalSeconds }, seededRandom(5));

  test('of fewer than thirty strides', () => {
    const few = computeStrideCurves(samples.filter(({ atSeconds }) => atSeconds < 30));
    expect(few.reason).toBe('short');
    expect(few.strides).toBeGreaterThan(15);
    expect(few.strides).toBeLessThan(30);
    expect(explain([])).toBe('short');
  });

  test('of a patient who stands', () => {
    const standing = Array.from({ length: 400 }, (_, index) =>
      makeSample(index * 0.3, [500, 400, 600, 520, 380, 610]),
    );
    expect(explain(standing)).toBe('standing');
  });

  const disturbances = makeDisturbances(walk.rows, 120, 1);

  test('of a patient who moves without walking', () => {
    for (const kind of ['tremble', 'tapping', 'seated march', 'sway']) {
      const rows = disturbances.findLast((one) => one.kind === kind)?.rows ?? [];
      expect([kind, explain(play(rows))]).toEqual([kind, 'moving']);
    }
  });

  test('of the time in which nobody walks', () => {
    const tremble = disturbances.findLast(({ kind }) => kind === 'tremble')?.rows.slice(0, 2500) ?? [];
    const found = computeStrideCurves(play([...walk.rows.slice(0, 3000), ...tremble]), { seconds: 120 });
    const walked = computeStrideCurves(play(walk.rows.slice(0, 3000)));
    expect(found.reason).toBeNull();
    expect(Math.abs(found.strides - walked.strides)).toBeLessThanOrEqual(3);
  });

  test('while the clock of the recording stands still, or when no sensor is sound', () => {
    const flag = (source: string) =>
      samples.map((sample) => ({
        ...sample,
        sensors: sample.sensors.map((sensor) => ({ ...sensor, anomaly: true, source })),
      }));
    expect(explain(flag('rule:frozen-clock'))).toBe('frozen');
    expect(explain(flag('rule:stuck-high'))).toBe('flagged');
    expect(explain(flag('simulated'))).toBeNull();
  });

  test('of samples that are too far apart', () => {
    expect(explain(play(walk.rows, 0.5))).toBe('sparse');
  });

  test('where polls come at the same parts of every stride', () => {
    const [from = 0, to = 0] = (walk.strikes[0] ?? []).slice(3).map((seconds) => Math.round(seconds * 50));
    const even = Array.from({ length: 6000 }, (_, row) => walk.rows[from + (row % (to - from))] ?? []);
    const inStep = pollWalk(
      { rows: even },
      { intervalSeconds: (to - from) / 50 / 4, missing: 0, jitter: 0 },
      seededRandom(1),
    );
    expect(explain(inStep)).toBe('locked');
  });
});
