import { describe, expect, test } from 'vitest';
import {
  findFault,
  findFaultySensors,
  findTwins,
  isFrozen,
  leaveOutFaulty,
  listFrozen,
} from '../../../src/core/gait/faulty-sensors.ts';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import type { Insole, InsoleSensor, Region, Side } from '../../../src/core/insole/insole.ts';

const reading = (flag: { anomaly?: boolean; source?: string; rule?: string }) => ({
  id: 0,
  value: 7,
  anomaly: true,
  ...flag,
});

describe('a sensor', () => {
  test('is faulty by a rule, also beside a flag of the API', () => {
    expect(findFault(reading({ source: 'rule:stuck-low' }))).toBe('stuck-low');
    expect(findFault(reading({ rule: 'swapped' }))).toBe('swapped');
  });

  test('is not faulty by a flag of the API, of a simulation, or of a frozen clock', () => {
    for (const flag of [
      {},
      { source: 'simulated' },
      { source: 'rule:frozen-clock' },
      { rule: 'frozen-clock' },
    ]) {
      expect(findFault(reading(flag))).toBeNull();
    }
    expect(findFault(reading({ anomaly: false, source: 'rule:stuck-low' }))).toBeNull();
  });
});

test('a clock is frozen while the newest sample says so', () => {
  const sample = (source: string, atSeconds: number) => ({
    atSeconds,
    sensors: [reading({ anomaly: false }), reading({ source })],
  });
  expect(isFrozen([])).toBe(false);
  expect(isFrozen([sample('rule:stuck-low', 0), sample('rule:frozen-clock', 1)])).toBe(true);
  expect(isFrozen([sample('rule:frozen-clock', 0), sample('rule:stuck-low', 1)])).toBe(false);
});

test('a sample is frozen by its flag, and by reading the very same as the frozen one after it', () => {
  const sample = (value: number, source?: string) => ({
    atSeconds: 0,
    sensors: [
      { id: 0, value: 7, anomaly: false },
      { ...reading({ anomaly: source !== undefined, ...(source && { source }) }), value },
    ],
  });
  const frozen = 'rule:frozen-clock';
  const samples = [
    sample(5),
    sample(4),
    sample(5),
    sample(5),
    sample(5, frozen),
    sample(6, frozen),
    sample(6),
  ];
  expect(listFrozen(samples)).toEqual([false, false, true, true, true, true, false]);
  expect(listFrozen([sample(5), sample(5)])).toEqual([false, false]);
});

test('the faulty sensors of some samples are those that a rule found faulty in any', () => {
  const sample = (id: number, source: string) => ({
    atSeconds: 0,
    sensors: [{ ...reading({ source }), id }],
  });
  const samples = [sample(4, 'rule:swapped'), sample(2, 'rule:frozen-clock'), sample(1, 'rule:stuck-low')];
  expect([...findFaultySensors(samples)].sort()).toEqual([1, 4]);
});

test('an insole without its faulty sensors is one without those of the newest sample', () => {
  const flagged = (ids: readonly number[]) => ({
    atSeconds: 0,
    sensors: [0, 1, 2].map((id) => ({
      id,
      value: 7,
      anomaly: true,
      ...(ids.includes(id) && { source: 'rule:stuck-low' }),
    })),
  });
  expect(leaveOutFaulty([flagged([0]), flagged([1, 2])], SIX).sensors.map(({ id }) => id)).toEqual([
    0, 3, 4, 5,
  ]);
  expect(leaveOutFaulty([flagged([1]), flagged([1]), flagged([])], SIX)).toBe(SIX);
  expect(leaveOutFaulty([], SIX)).toBe(SIX);
});

describe('the twin of a sensor', () => {
  const sensor = (id: number, side: Side, region: Region, x: number, y: number): InsoleSensor => ({
    id,
    label: `S${id}`,
    side,
    region,
    x,
    y,
  });
  const insole: Insole = {
    ...SIX,
    sensors: [
      sensor(1, 'left', 'heel', 20, 80),
      sensor(2, 'left', 'heel', 80, 80),
      sensor(3, 'left', 'toes', 20, 10),
      sensor(4, 'right', 'heel', 78, 81),
      sensor(5, 'right', 'heel', 22, 90),
      sensor(6, 'right', 'midfoot', 20, 80),
    ],
  };
  const findIds = (...ids: readonly number[]) =>
    [
      ...findTwins(
        insole.sensors.filter(({ id }) => ids.includes(id)),
        insole,
      ),
    ].map(({ id }) => id);

  test('is the nearest one of the same region of the other foot', () => {
    expect(findIds(1)).toEqual([5]);
    expect(findIds(2)).toEqual([4]);
    expect(findIds(4)).toEqual([2]);
  });

  test('is another one for each, and none where the region has no more', () => {
    expect(findIds(1, 2)).toEqual([5, 4]);
    expect(findIds(3)).toEqual([]);
  });

  test('of two faulty ones in the same place is the other', () => {
    expect(findIds(1, 5)).toEqual([5]);
  });
});
