import { expect, test } from 'vitest';
import type { Sample } from '../../../src/core/sample.ts';
import { makeTimedColumns } from '../../../src/tui/frame/timed-columns.ts';

/** Ten columns of 0.5 s each. */
const SPAN = { fromSeconds: 100, untilSeconds: 105 };

function sample(atSeconds: number, value: number, source?: string): Sample {
  const flag = source === undefined ? {} : { source };
  return { atSeconds, sensors: [{ id: 1, value, anomaly: source !== undefined, ...flag }] };
}

function columns(...samples: Sample[]) {
  return makeTimedColumns(samples, [1], SPAN, 1, 10)[0];
}

test('lets a reading last until the next one, also when polls come late', () => {
  expect(columns(sample(100, 1), sample(101.2, 2), sample(102, 3))?.columns).toEqual([
    ...[1, 1, 2, 2, 3, 3],
    ...[null, null, null, null],
  ]);
});

test('bridges no gap: before a missing sample a reading lasts for one interval', () => {
  expect(columns(sample(100, 1), sample(104, 2))?.columns).toEqual([
    ...[1, 1, null, null, null],
    ...[null, null, null, 2, 2],
  ]);
});

test('draws the highest of the readings that share a column, with the strongest mark', () => {
  const dense = [sample(102, 5, 'simulated'), sample(102.1, 9, 'api'), sample(102.2, 7)];
  const { columns: values, flagged, simulated } = makeTimedColumns(dense, [1], SPAN, 0.1, 10)[0] ?? {};
  expect([values?.[4], flagged?.[4], simulated?.[4]]).toEqual([9, true, false]);
  expect(values?.[3]).toBe(null);
});

test('leaves out what is before or after its seconds, but for what lasts into them', () => {
  expect(columns(sample(90, 1), sample(99.5, 2), sample(106, 3))?.columns).toEqual([
    2,
    ...new Array(9).fill(null),
  ]);
});

test('has columns for each sensor, empty where it was not read', () => {
  const [, other] = makeTimedColumns([sample(100, 1)], [1, 2], SPAN, 1, 10);
  expect(other?.columns).toEqual(new Array(10).fill(null));
});
