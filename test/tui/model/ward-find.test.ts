import { describe, expect, test } from 'vitest';
import type { PatientId } from '../../../src/core/patient.ts';
import type { Model } from '../../../src/tui/model/model.ts';
import { exampleModel, exampleProfile, exampleSummary, exampleWard, NOW_MS } from '../example-model.ts';
import { play, typeText } from '../play.ts';

const ENTER = { kind: 'typed', key: 'enter' } as const;

/** A ward of named patients. */
function ward(names: Readonly<Record<PatientId, readonly [firstname: string, lastname: string]>>): Model {
  const patients = Object.keys(names).map(Number);
  const summaries = Object.entries(names).map(([patient, [firstname, lastname]]) =>
    exampleSummary(Number(patient), { profile: { ...exampleProfile(Number(patient)), firstname, lastname } }),
  );
  const model = exampleModel(120, 40, { mode: 'ward', patients, ward: exampleWard(patients) });
  return play(model, { kind: 'summariesRead', summaries, readAtMs: NOW_MS });
}

const WARD = ward({
  1: ['Albert', 'Lisowski'],
  2: ['Łucja', 'Albertowska'],
  12: ['Jürgen', 'Groß'],
  125: ['Ela', 'Lis'],
  1250: ['Jan', 'Nowak'],
});

describe('find', () => {
  test.each([
    ['albert lis', [1]],
    ['lis alb', [1]],
    ['Lisowski al', [1]],
    ['  lis  ', [1, 125]],
    ['lucja', [2]],
    ['łUCJA', [2]],
    ['gross', [12]],
    ['jurgen', [12]],
    ['nobody', []],
  ])('takes names in any order and part, with letters folded: %s', (text, found) => {
    expect(play(WARD, 'filter', ...typeText(text)).ward.order).toEqual(found);
  });

  test('puts the patient first whose number is the whole filter, and opens no other', () => {
    const found = play(WARD, 'filter', ...typeText('12'));
    expect(found.ward.order).toEqual([12, 125, 1250]);
    expect(play(found, ENTER, 'open')).toMatchObject({ mode: 'patient', selected: 12 });
  });

  test('goes there also when the cursor was put on another patient that is found', () => {
    const on1250 = play(WARD, 'last', 'filter', ...typeText('12'), ENTER, 'open');
    expect(on1250.selected).toBe(12);
  });

  test('finds numbers by their beginning where none is whole', () => {
    expect(play(WARD, 'filter', ...typeText('125'), { kind: 'typed', key: 'backspace' }).ward.order[0]).toBe(
      12,
    );
    const of99 = play(WARD, 'filter', ...typeText('99'));
    expect(of99.ward.order).toEqual([]);
  });
});
