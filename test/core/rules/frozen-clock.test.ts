import { expect, test } from 'vitest';
import { createFrozenClockRule } from '../../../src/core/rules/frozen-clock.ts';

const SENSORS = [0, 1, 2].map((id) => ({ id, value: 100, anomaly: false }));

/** Whether each of the samples was flagged. */
function judge(...samples: readonly (readonly [atSeconds: number, traceId: string | null])[]): boolean[] {
  const rule = createFrozenClockRule();
  return samples.map(([atSeconds, traceId]) => {
    const guilty = rule.detect({ atSeconds, traceId, sensors: SENSORS });
    expect(guilty).toEqual(guilty.length === 0 ? [] : [0, 1, 2]);
    return guilty.length > 0;
  });
}

test('all sensors are flagged from the tenth second on in which the clock has not moved', () => {
  expect(judge([0, 'a'], [1, 'b'], [6, 'b'], [10.9, 'b'], [11, 'b'], [12, 'b'])).toEqual([
    ...[false, false, false, false],
    ...[true, true],
  ]);
});

test('the clock that moves again is forgiven, also when it jumps back as a recording loops', () => {
  expect(judge([0, 'b'], [5, 'b'], [10, 'b'], [11, 'a'], [12, 'b'])).toEqual([
    ...[false, false, true],
    ...[false, false],
  ]);
});

test('a clock that is the same after a long gap may have come round, and is counted anew', () => {
  expect(judge([0, 'a'], [11, 'a'], [20, 'a'], [21, 'a'])).toEqual([false, false, false, true]);
});

test('a failed poll or two do not hide it', () => {
  expect(judge([0, 'a'], [4, 'a'], [13, 'a'])).toEqual([false, false, true]);
});

test('no clock is no frozen one', () => {
  expect(judge([0, null], [6, null], [12, null])).toEqual([false, false, false]);
});
