import { expect, test } from 'vitest';
import { createFrozenClockRule } from '../../../src/core/rules/frozen-clock.ts';

const SENSORS = [0, 1, 2].map((id) => ({ id, value: 100, anomaly: false }));

/** Whether each of the samples is flagged, on all sensors or on none. */
function listFlagged(
  ...samples: readonly (readonly [atSeconds: number, traceId: string | null])[]
): boolean[] {
  const rule = createFrozenClockRule();
  return samples.map(([atSeconds, traceId]) => {
    const flagged = rule.detect({ atSeconds, traceId, sensors: SENSORS });
    expect(flagged).toEqual(flagged.length === 0 ? [] : [0, 1, 2]);
    return flagged.length > 0;
  });
}

test('all sensors are flagged once the clock has stood still for 10 s', () => {
  expect(listFlagged([0, 'a'], [1, 'b'], [6, 'b'], [10.9, 'b'], [11, 'b'], [12, 'b'])).toEqual([
    ...[false, false, false, false],
    ...[true, true],
  ]);
});

test('nothing is flagged once the clock moves again, even back, as when a recording loops', () => {
  expect(listFlagged([0, 'b'], [5, 'b'], [10, 'b'], [11, 'a'], [12, 'b'])).toEqual([
    ...[false, false, true],
    ...[false, false],
  ]);
});

test('a gap of more than 10 s restarts the count, since a recording may have looped in it', () => {
  expect(listFlagged([0, 'a'], [11, 'a'], [20, 'a'], [21, 'a'])).toEqual([false, false, false, true]);
});

test('samples whose own time steps back restart the count, and those of one instant do not', () => {
  expect(listFlagged([0, 'a'], [8, 'a'], [3, 'a'], [12, 'a'], [13, 'a'])).toEqual([
    ...[false, false, false],
    ...[false, true],
  ]);
  expect(listFlagged([0, 'a'], [5, 'a'], [5, 'a'], [10, 'a'])).toEqual([false, false, false, true]);
});

test('failed polls for up to 10 s do not restart the count', () => {
  expect(listFlagged([0, 'a'], [10, 'a'])).toEqual([false, true]);
  expect(listFlagged([0, 'a'], [4, 'a'], [13, 'a'])).toEqual([false, false, true]);
});

test('a recording without a clock is never flagged', () => {
  expect(listFlagged([0, null], [6, null], [12, null])).toEqual([false, false, false]);
});
