import { describe, expect, test } from 'vitest';
import { nextWardSort, orderPatients, resolveWardSort, type WardPatient } from '../../src/core/ward-order.ts';

const NOBODY = {
  firstname: null,
  lastname: null,
  birthdate: null,
  disabled: false,
  traceName: null,
  traceId: null,
};

function describePatient(
  patient: number,
  lastname: string,
  state: WardPatient['state'] = 'live',
  hasNewAnomalies = false,
): WardPatient {
  return { patient, profile: { ...NOBODY, firstname: 'Ana', lastname }, state, hasNewAnomalies };
}

const WARD = [
  describePatient(1, 'Żółć'),
  describePatient(2, 'Nowak', 'unknown'),
  describePatient(3, 'Lis', 'live', true),
  describePatient(4, 'Adam', 'stale'),
  describePatient(12, 'Bak', 'down'),
  describePatient(21, 'Cis', null),
];

describe('the order of a ward', () => {
  test('by attention is: down, stale, live with new anomalies, live or not read yet, never seen', () => {
    expect(orderPatients(WARD, 'attention', '')).toEqual([12, 4, 3, 1, 21, 2]);
  });

  test('by name is that of last names, and by number that of numbers', () => {
    expect(orderPatients(WARD, 'name', '')).toEqual([4, 12, 21, 3, 2, 1]);
    expect(orderPatients(WARD, 'number', '')).toEqual([1, 2, 3, 4, 12, 21]);
  });

  test('finds by parts of names as typed on any keyboard, and by the beginning of numbers', () => {
    expect(orderPatients(WARD, 'number', 'zolc ana')).toEqual([1]);
    expect(orderPatients(WARD, 'number', '2')).toEqual([2, 21]);
    expect(orderPatients(WARD, 'attention', '1')).toEqual([1, 12]);
    expect(orderPatients(WARD, 'number', 'nobody')).toEqual([]);
  });

  test('goes from one sort to the next, and past names while they are hidden', () => {
    expect([nextWardSort('attention', false), nextWardSort('number', false)]).toEqual(['number', 'name']);
    expect([nextWardSort('number', true), nextWardSort('name', false)]).toEqual(['attention', 'attention']);
    expect(resolveWardSort('name', true)).toBe('number');
  });
});
