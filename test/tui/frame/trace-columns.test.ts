import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Sample } from '../../../src/core/sample.ts';
import {
  countMissed,
  makeMeanColumns,
  makeTraceColumns,
  numberNewestColumn,
} from '../../../src/tui/frame/trace-columns.ts';

const INTERVAL_MS = 300;

function samplesAt(...instants: number[]): Sample[] {
  return instants.map((atSeconds, index) => ({
    atSeconds,
    sensors: [{ id: 0, value: index + 1, anomaly: false }],
  }));
}

function listColumns(samples: readonly Sample[], count: number) {
  return makeTraceColumns(samples, [0], INTERVAL_MS, count)[0]?.columns;
}

describe('columns', () => {
  test('makes one column for each poll, newest last, and empty ones before the history begins', () => {
    expect(listColumns(samplesAt(10, 10.3, 10.6), 5)).toEqual([null, null, 1, 2, 3]);
    expect(listColumns(samplesAt(10, 10.3, 10.6), 2)).toEqual([2, 3]);
    expect(listColumns([], 2)).toEqual([null, null]);
  });

  test('makes an empty column for each missed poll', () => {
    expect(listColumns(samplesAt(10, 10.3, 11.2, 11.5), 6)).toEqual([1, 2, null, null, 3, 4]);
  });

  test('makes no gap of a reply that took its time', () => {
    expect(listColumns(samplesAt(10, 10.48, 10.6), 3)).toEqual([1, 2, 3]);
  });

  test('makes a gap where the clock stepped back', () => {
    expect(listColumns(samplesAt(10, 10.3, 5, 5.3), 5)).toEqual([1, 2, null, 3, 4]);
  });

  test('makes no gaps in data of whole seconds, which the original program stored', () => {
    expect(listColumns(samplesAt(10, 10, 10, 11, 11, 11, 12), 7)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(
      listColumns(samplesAt(10, 10, 20), 100)?.filter((reading) => reading === null).length,
    ).toBeGreaterThan(90);
  });

  test('averages the readings of a foot, keeps their gaps, and calls it simulated when all its flags are', () => {
    const reading = (id: number, value: number, source?: string) => ({
      id,
      value,
      anomaly: source !== undefined,
      ...(source === undefined ? {} : { source }),
    });
    const samples: Sample[] = [
      { atSeconds: 10, sensors: [reading(0, 5), reading(1, 10), reading(3, 900, 'rule:stuck-high')] },
      { atSeconds: 10.9, sensors: [reading(0, 7, 'simulated'), reading(1, 8)] },
      { atSeconds: 11.2, sensors: [reading(0, 7, 'simulated'), reading(1, 8, 'rule:stuck-high')] },
      { atSeconds: 11.5, sensors: [reading(3, 900)] },
    ];
    expect(makeMeanColumns(samples, [0, 1, 2], INTERVAL_MS, 7)).toEqual({
      columns: [null, 7.5, null, null, 7.5, 7.5, null],
      flagged: [false, false, false, false, true, true, false],
      simulated: [false, false, false, false, true, false, false],
    });
  });

  test('flags a column only for its own sensor', () => {
    const samples: Sample[] = [
      {
        atSeconds: 10,
        sensors: [
          { id: 0, value: 5, anomaly: true },
          { id: 1, value: 6, anomaly: false },
        ],
      },
    ];
    const [first, second, absent] = makeTraceColumns(samples, [0, 1, 2], INTERVAL_MS, 2);
    expect(first).toMatchObject({ columns: [null, 5], flagged: [false, true] });
    expect(second).toMatchObject({ columns: [null, 6], flagged: [false, false] });
    expect(absent).toMatchObject({ columns: [null, null], flagged: [false, false] });
  });

  test('pushes columns along when a sample comes, and never places them anew', () => {
    const gaps = fc.array(fc.integer({ min: 100, max: 2000 }), { minLength: 3, maxLength: 40 });
    fc.assert(
      fc.property(gaps, (gapsMs) => {
        const instants = gapsMs.map((_, index) => gapsMs.slice(0, index).reduce((a, b) => a + b, 1_000_000));
        const samples = samplesAt(...instants.map((atMs) => atMs / 1000));
        const before = listColumns(samples.slice(0, -1), 1000) ?? [];
        const after = listColumns(samples, 1000) ?? [];
        const last = countMissed(samples.at(-2)?.atSeconds ?? 0, samples.at(-1)?.atSeconds ?? 0, 0.3) + 1;
        expect(after.slice(0, -last)).toEqual(before.slice(last));
      }),
    );
  });
});

describe('the number of the newest column', () => {
  const read = samplesAt(10, 10.3, 10.6);
  const before = { samples: read, newestColumn: 7 };

  test('numbers the newest column on by the columns since, missed ones included', () => {
    expect(numberNewestColumn(undefined, read, INTERVAL_MS)).toBe(1);
    expect(numberNewestColumn(before, read, INTERVAL_MS)).toBe(7);
    expect(numberNewestColumn(before, [...read, ...samplesAt(10.9)], INTERVAL_MS)).toBe(8);
    expect(numberNewestColumn(before, [...read.slice(2), ...samplesAt(11.5, 11.8)], INTERVAL_MS)).toBe(11);
  });

  test('goes on numbering when all samples were read anew', () => {
    expect(numberNewestColumn(before, samplesAt(9.7, 10, 10.3, 10.6, 10.9), INTERVAL_MS)).toBe(8);
    expect(numberNewestColumn(before, samplesAt(50, 50.3), INTERVAL_MS)).toBe(7);
    expect(numberNewestColumn(before, [], INTERVAL_MS)).toBe(7);
  });

  test('counts each sample of the same whole second', () => {
    const coarse = samplesAt(10, 10, 10);
    const known = { samples: coarse.slice(0, 2), newestColumn: 4 };
    expect(numberNewestColumn(known, coarse, INTERVAL_MS)).toBe(5);
  });
});

test('numbers columns back where a recording was taken back, and on again', () => {
  const samples = Array.from({ length: 20 }, (_, index) => ({ atSeconds: 100 + index * 0.3, sensors: [] }));
  const withGap = samples.filter((_, index) => index !== 10 && index !== 11);
  const before = { samples: withGap, newestColumn: 31 };
  const back = numberNewestColumn(before, withGap.slice(0, 9), 300);
  expect(back).toBe(20);
  expect(numberNewestColumn({ samples: withGap.slice(0, 9), newestColumn: back }, withGap, 300)).toBe(31);
  expect(numberNewestColumn(before, [{ atSeconds: 7, sensors: [] }], 300)).toBe(31);
});
