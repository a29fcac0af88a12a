import { describe, expect, test } from 'vitest';
import type { WardRow } from '../../../src/page/live/messages.ts';
import { countNew, markSeen, NOTHING_SEEN, takeRows } from '../../../src/page/ward/new-anomalies.ts';
import { orderRows } from '../../../src/page/ward/order-rows.ts';

const NOW = 1_795_465_522;

function makeRow(
  patient: number,
  ageSeconds: number,
  anomalies = 0,
  newestAnomaly: '' | '!' | '~' = '',
): WardRow {
  return {
    patient,
    known: true,
    newestAtSeconds: NOW - ageSeconds,
    anomaliesStored: anomalies,
    newestAnomaly,
    profile: {
      firstname: 'Ana',
      lastname: `N${patient}`,
      birthdate: null,
      disabled: false,
      traceName: null,
      traceId: null,
    },
    health: null,
    gait: null,
    trace: null,
  };
}

const order = (rows: readonly WardRow[], own: Partial<Parameters<typeof orderRows>[0]> = {}) =>
  orderRows({
    patients: rows.map(({ patient }) => patient),
    rows: new Map(rows.map((row) => [row.patient, row])),
    seen: NOTHING_SEEN,
    nowSeconds: NOW,
    isHeard: true,
    sort: 'attention',
    filter: '',
    isPrivate: false,
    ...own,
  });

describe('the ward', () => {
  test('has those who are stale first, and those with new anomalies before others', () => {
    const before = takeRows(NOTHING_SEEN, [makeRow(1, 0), makeRow(2, 0), makeRow(3, 60)]);
    const rows = [makeRow(1, 0), makeRow(2, 0, 4, '!'), makeRow(3, 60)];
    const { found } = order(rows, { seen: takeRows(before, rows) });
    expect(found.map(({ patient, state }) => `${patient} ${state}`)).toEqual(['3 stale', '2 live', '1 live']);
  });

  test('calls nobody live while the server is not heard', () => {
    expect(order([makeRow(1, 0)], { isHeard: false }).found[0]?.state).toBe('stale');
  });

  test('tells of a patient who is not read yet, and finds none by a hidden name', () => {
    const rows = [makeRow(1, 0), makeRow(2, 0)];
    expect(order(rows, { patients: [1, 2, 9] }).all.at(-1)).toMatchObject({ patient: 9, state: 'unread' });
    expect(order(rows, { filter: 'n2' }).found).toHaveLength(1);
    expect(order(rows, { filter: 'n2', isPrivate: true }).found).toHaveLength(0);
  });
});

describe('new anomalies', () => {
  test('are those since somebody looked, simulated ones by their sign', () => {
    let seen = takeRows(NOTHING_SEEN, [makeRow(1, 0, 5)]);
    expect(countNew(seen, makeRow(1, 0, 5))).toEqual({ count: 0, mark: '' });
    seen = takeRows(seen, [makeRow(1, 0, 7, '~')]);
    expect(countNew(seen, makeRow(1, 0, 7))).toEqual({ count: 2, mark: '~' });
    seen = takeRows(seen, [makeRow(1, 0, 8, '!')]);
    expect(countNew(seen, makeRow(1, 0, 8))).toEqual({ count: 3, mark: '!' });
    expect(countNew(markSeen(seen, 1, 8), makeRow(1, 0, 8))).toEqual({ count: 0, mark: '' });
  });

  test('of a patient who was erased begin at zero', () => {
    const seen = takeRows(takeRows(NOTHING_SEEN, [makeRow(1, 0, 50)]), [makeRow(1, 0, 0)]);
    expect(countNew(takeRows(seen, [makeRow(1, 0, 2, '!')]), makeRow(1, 0, 2))).toEqual({
      count: 2,
      mark: '!',
    });
  });
});
