import { describe, expect, test } from 'vitest';
import { simulateAnomaly } from '../../src/cacher/simulate-anomaly.ts';
import type { ReceivedSensor } from '../../src/core/decode.ts';
import { seededRandom } from '../../src/core/random.ts';

const sensorsOf = (anomaly: boolean): ReceivedSensor[] =>
  [0, 1, 2, 3, 4, 5].map((id) => ({ anomaly, id, value: 7, name: `S${id}` }));

const dice =
  (...numbers: number[]) =>
  () =>
    numbers.shift() ?? Number.NaN;

describe('simulateAnomaly', () => {
  test('flags one sensor when the dice say so, and says that it was simulated', () => {
    const sensors = sensorsOf(false);
    const flagged = simulateAnomaly(sensors, 0.5, dice(0.49, 0.5));
    expect(flagged[3]).toEqual({ anomaly: true, id: 3, value: 7, name: 'S3', source: 'simulated' });
    expect(flagged.filter((sensor) => sensor.anomaly)).toHaveLength(1);
    expect(sensors).toEqual(sensorsOf(false));
  });

  test('leaves the sensors alone when the dice say so', () => {
    const sensors = sensorsOf(false);
    expect(simulateAnomaly(sensors, 0.5, dice(0.5))).toBe(sensors);
  });

  test('throws no dice when it is off', () => {
    const noDice = () => {
      throw new Error('thrown');
    };
    const sensors = sensorsOf(false);
    expect(simulateAnomaly(sensors, 0, noDice)).toBe(sensors);
  });

  test('leaves a flag of the API the flag of the API', () => {
    expect(simulateAnomaly(sensorsOf(true), 1, dice(0.2, 0.7))).toEqual(sensorsOf(true));
  });

  test('flags every sensor as often, in the share of polls asked for', () => {
    const random = seededRandom(1);
    const counts = new Map<number, number>();
    for (let poll = 0; poll < 12_000; poll++) {
      for (const { id, anomaly } of simulateAnomaly(sensorsOf(false), 0.5, random)) {
        if (anomaly) counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    }
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  test('flags in every poll at a share of 1', () => {
    expect(simulateAnomaly(sensorsOf(false), 1, dice(0.999_999, 0.999_999))[5]?.anomaly).toBe(true);
  });
});
