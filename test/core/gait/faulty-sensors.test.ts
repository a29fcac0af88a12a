import { describe, expect, test } from 'vitest';
import { pollWalk, readWalks } from '../../../bench/recorded-walk.ts';
import { computeFigures, computeFiguresOf } from '../../../src/core/gait/gait-figures.ts';
import { seededRandom } from '../../../src/core/random.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { splitId, splitSensors, TWELVE_SENSORS } from './twelve-sensors.ts';

const even = { intervalSeconds: 0.1, missing: 0, jitter: 0 };
const samples = pollWalk(readWalks()[0] ?? { rows: [] }, even, seededRandom(1)).slice(0, 400);

function flag(source: string | undefined, ids: readonly number[], value?: number): Sample[] {
  return samples.map((sample) => ({
    ...sample,
    sensors: sample.sensors.map((sensor) =>
      ids.includes(sensor.id)
        ? { ...sensor, value: value ?? sensor.value, anomaly: true, ...(source && { source }) }
        : sensor,
    ),
  }));
}

describe('faulty sensors', () => {
  test.each([0, 1, 2, 3, 4, 5])('sensor %i makes no difference once flagged, whatever it reads', (id) => {
    const stuck = computeFigures(flag('rule:stuck-high', [id], 1023));
    expect(stuck.load).not.toBeNull();
    expect(stuck).toEqual(computeFigures(flag('rule:stuck-low', [id], 0)));
    expect(stuck.load).toEqual(computeFigures(flag('rule:stuck-low', [(id + 3) % 6], 500)).load);
  });

  test('a flag of the API leaves no sensor out', () => {
    expect(computeFigures(flag(undefined, [0])).load).toEqual(computeFigures(samples).load);
  });

  test('a frozen clock makes every figure null', () => {
    const { state, reason, load, centreOfPressure, phase } = computeFigures(
      flag('rule:frozen-clock', [0, 1, 2, 3, 4, 5]),
    );
    expect({ state, reason, load, centreOfPressure, phase }).toEqual({
      state: 'unknown',
      reason: 'frozen',
      load: null,
      centreOfPressure: null,
      phase: { left: null, right: null },
    });
  });

  test('without a pair left the reason is flagged', () => {
    expect(computeFigures(flag('rule:stuck-low', [0, 1, 5]))).toMatchObject({
      reason: 'flagged',
      load: null,
    });
  });

  test('of several sensors in a region one is left out on either foot, the other stays', () => {
    const split = samples.map(splitSensors);
    const [first, second] = splitId(2);
    const [firstTwin, secondTwin] = splitId(5);
    const stick = (ids: readonly number[]) =>
      computeFiguresOf(
        split.map((sample) => ({
          ...sample,
          sensors: sample.sensors.map((sensor) =>
            ids.includes(sensor.id)
              ? { ...sensor, value: 900, anomaly: true, source: 'rule:stuck-low' }
              : sensor,
          ),
        })),
        TWELVE_SENSORS,
      );
    expect(stick([first]).load).toEqual(stick([first, firstTwin]).load);
    expect(stick([first, second]).load).toEqual(stick([first, second, firstTwin, secondTwin]).load);
    expect(stick([first]).load).not.toEqual(stick([first, second]).load);
  });
});
