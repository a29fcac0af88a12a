import { describe, expect, test } from 'vitest';
import { SIX, SIXTEEN } from '../../../src/core/insole/built-in-insoles.ts';
import { groupSensors } from '../../../src/core/insole/group-sensors.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { makeTraceData, type TraceSpan } from '../../../src/page/traces/trace-data.ts';

const GROUPS = groupSensors(SIX, 'left', 3);
const SPAN: TraceSpan = { fromSeconds: 100, untilSeconds: 115, gapSeconds: 1, isSwept: false };

function sample(atSeconds: number, value = 1023, anomaly = false): Sample {
  return { atSeconds, sensors: SIX.sensors.map(({ id }) => ({ id, value, anomaly })) };
}

const everyThird = (from: number, until: number) =>
  Array.from({ length: Math.floor((until - from) / 0.3) + 1 }, (_, index) => sample(from + index * 0.3));

describe('traces', () => {
  test('have a lane a group on a scale of 0 to 1, of several sensors their mean', () => {
    const data = makeTraceData([sample(110, 0), sample(110.3, 1023)], SIX, GROUPS, SPAN);
    expect(data.lanes.map(({ levels }) => levels)).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    const groups = groupSensors(SIXTEEN, 'left', 8);
    const half = {
      atSeconds: 110,
      sensors: SIXTEEN.sensors.map(({ id }) => ({ id, value: SIXTEEN.highest / 2, anomaly: false })),
    };
    const { lanes } = makeTraceData([half], SIXTEEN, groups, SPAN);
    for (const { levels } of lanes) expect(levels[0]).toBeCloseTo(0.5);
  });

  test('bridge no gap, nor a sensor that is missing', () => {
    const samples = [sample(101), sample(103), { atSeconds: 103.3, sensors: [] }, sample(103.6)];
    const { xs, lanes, gaps } = makeTraceData(samples, SIX, GROUPS, SPAN);
    expect(lanes[0]?.levels).toEqual([1, null, 1, null, 1]);
    expect(gaps).toEqual([[101, 103]]);
    expect(xs[1]).toBe(102);
  });

  test('tell where a reading was flagged', () => {
    const { lanes } = makeTraceData([sample(110, 5, true)], SIX, GROUPS, SPAN);
    expect(lanes[0]?.flags).toEqual([{ x: 110, mark: '!' }]);
  });

  test('that are swept keep their places, and have a gap before what is older', () => {
    const first = makeTraceData(everyThird(100, 115), SIX, GROUPS, { ...SPAN, isSwept: true });
    const later = makeTraceData(everyThird(100, 118), SIX, GROUPS, {
      ...SPAN,
      fromSeconds: 103,
      untilSeconds: 118,
      isSwept: true,
    });
    for (const { xs } of [first, later]) {
      expect(xs).toEqual([...xs].sort((a, b) => a - b));
      expect(xs.every((x) => x >= 0 && x <= 15)).toBe(true);
    }
    const place = (data: typeof first, seconds: number) =>
      data.xs.some((x) => Math.abs(x - (seconds % 15)) < 1e-6);
    expect([place(first, 109), place(later, 109)]).toEqual([true, true]);
    const { xs, lanes } = later;
    const newest = xs.findIndex((x) => Math.abs(x - (118 % 15)) < 1e-6);
    expect(lanes[0]?.levels[newest + 1]).toBeNull();
    expect((xs[newest + 2] ?? 0) - (xs[newest] ?? 0)).toBeGreaterThan(0.5);
  });
});
