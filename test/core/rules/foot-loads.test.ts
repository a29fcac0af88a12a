import { describe, expect, test } from 'vitest';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { FootLoads } from '../../../src/core/rules/foot-loads.ts';

const makeRuleSample = (atSeconds: number, readings: readonly number[]) => ({
  atSeconds,
  traceId: null,
  sensors: readings.map((value, id) => ({ id, value, anomaly: false })),
});

/** Whether the other two sensors of sensor 0 are loaded after each of their readings, all at one instant. */
function listLoaded(...readings: readonly (readonly [first: number, second: number])[]): boolean[] {
  const loads = new FootLoads();
  return readings.map(([first, second]) => {
    loads.push(makeRuleSample(0, [7, first, second]));
    return loads.sensors[0]?.othersLoaded ?? false;
  });
}

describe('the other two sensors of a foot', () => {
  test('show strides only when each has a range of 150 readings', () => {
    expect(listLoaded([0, 0], [150, 150])).toEqual([false, true]);
    expect(listLoaded([0, 0], [150, 149])).toEqual([false, false]);
  });

  test('are loaded from half the range of one of them on', () => {
    expect(listLoaded([0, 0], [1000, 1000], [0, 0], [499, 0], [500, 0]).slice(2)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('are lifted when both are below 20 % of their ranges', () => {
    expect(listLoaded([0, 0], [1000, 1000], [0, 200], [199, 200], [199, 199])).toEqual([
      ...[false, true],
      ...[true, true, false],
    ]);
  });

  test('end a stride at the one frame at which they are lifted', () => {
    const loads = new FootLoads();
    const lifted = [0, 1000, 500, 0, 1].map((reading, index) => {
      loads.push(makeRuleSample(index / 10, [7, reading, reading]));
      return loads.sensors[0]?.othersLifted;
    });
    expect(lifted).toEqual([false, false, false, true, false]);
  });

  test('of which two show strides are enough, where a foot has more than two others', () => {
    const [left] = SIX.sensors;
    if (left === undefined) throw new Error('no sensors');
    const sensors = [0, 1, 2, 3].map((id) => ({ ...left, id }));
    const listLoadedOf = (width: number) => {
      const loads = new FootLoads({ ...SIX, sensors });
      loads.push(makeRuleSample(0, [7, 0, 0, 0]));
      loads.push(makeRuleSample(0, [7, 900, width, 10]));
      return loads.sensors[0]?.othersLoaded;
    };
    expect(listLoadedOf(150)).toBe(true);
    expect(listLoadedOf(149)).toBe(false);
  });

  test('are those of the same foot', () => {
    const loads = new FootLoads();
    loads.push(makeRuleSample(0, [0, 0, 0, 0, 0, 0]));
    loads.push(makeRuleSample(0, [0, 0, 0, 900, 900, 900]));
    expect(loads.sensors.map(({ othersLoaded }) => othersLoaded)).toEqual([
      ...[false, false, false],
      ...[true, true, true],
    ]);
  });
});

describe('a sample', () => {
  test('follows the one before within 5 s, and else starts again', () => {
    const loads = new FootLoads();
    expect(loads.push(makeRuleSample(0, [1]))).toBe('broken');
    expect(loads.push(makeRuleSample(5, [2]))).toBe('next');
    expect(loads.gapSeconds).toBe(5);
    expect(loads.push(makeRuleSample(10.1, [3]))).toBe('broken');
    expect(loads.push(makeRuleSample(10, [4]))).toBe('broken');
  });

  test('with the same readings is the same frame, and the next one counts from the first of them', () => {
    const loads = new FootLoads();
    loads.push(makeRuleSample(0, [1]));
    expect(loads.push(makeRuleSample(0.1, [1]))).toBe('same');
    expect(loads.push(makeRuleSample(0.2, [2]))).toBe('next');
    expect(loads.gapSeconds).toBe(0.2);
  });

  test('that two rules push counts once', () => {
    const loads = new FootLoads();
    loads.push(makeRuleSample(0, [1]));
    const sample = makeRuleSample(0.1, [2]);
    expect([loads.push(sample), loads.push(sample)]).toEqual(['next', 'next']);
    expect(loads.gapSeconds).toBe(0.1);
  });
});
