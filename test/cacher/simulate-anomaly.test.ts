import { describe, expect, test } from 'vitest';
import { simulateAnomaly } from '../../src/cacher/simulate-anomaly.ts';
import type { ReceivedSensor } from '../../src/core/decode.ts';
import { seededRandom } from '../../src/core/random.ts';

const createSensors = (anomaly: boolean): ReceivedSensor[] =>
  [0, 1, 2, 3, 4, 5].map((id) => ({ anomaly, id, value: 7, name: `S${id}` }));

const createDice =
  (...numbers: number[]) =>
  () =>
    numbers.shift() ?? Number.NaN;

describe('simulateAnomaly', () => {
  test('flags one random sensor as simulated', () => {
    const sensors = createSensors(false);
    const flagged = simulateAnomaly(sensors, 0.5, createDice(0.49, 0.5));
    expect(flagged[3]).toEqual({ anomaly: true, id: 3, value: 7, name: 'S3', source: 'simulated' });
    expect(flagged.filter((sensor) => sensor.anomaly)).toHaveLength(1);
    expect(sensors).toEqual(createSensors(false));
  });

  test('returns the sensors unchanged in the other polls', () => {
    const sensors = createSensors(false);
    expect(simulateAnomaly(sensors, 0.5, createDice(0.5))).toBe(sensors);
  });

  test('draws no random number when it is off', () => {
    const failOnDraw = () => {
      throw new Error('a number was drawn');
    };
    const sensors = createSensors(false);
    expect(simulateAnomaly(sensors, 0, failOnDraw)).toBe(sensors);
  });

  test('keeps a flag of the API as it is', () => {
    expect(simulateAnomaly(createSensors(true), 1, createDice(0.2, 0.7))).toEqual(createSensors(true));
  });

  test('flags every sensor equally often, in the configured share of polls', () => {
    const random = seededRandom(1);
    const counts = new Map<number, number>();
    for (let poll = 0; poll < 12_000; poll++) {
      for (const { id, anomaly } of simulateAnomaly(createSensors(false), 0.5, random)) {
        if (anomaly) counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    }
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  test('flags in every poll at a share of 1', () => {
    expect(simulateAnomaly(createSensors(false), 1, createDice(0.999_999, 0.999_999))[5]?.anomaly).toBe(true);
  });
});
