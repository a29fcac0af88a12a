import { describe, expect, test } from 'vitest';
import { MAX_PATIENTS, parsePatientList } from '../../src/settings/patient-list.ts';

describe('parsePatientList', () => {
  test.each([
    ['3', [3]],
    ['1-6,9', [1, 2, 3, 4, 5, 6, 9]],
    ['9, 1-2', [1, 2, 9]],
    ['2,1-3,2', [1, 2, 3]],
    ['5-5', [5]],
    ['0', [0]],
    ['10,9', [9, 10]],
  ])('reads %j as patients in ascending order, each once', (text, patients) => {
    expect(parsePatientList(text)).toEqual(patients);
  });

  test.each(['', ',', '1,', 'a', '1-', '-1', '6-1', '1.5', '1e3', '1-2-3', '1 2', '1-9999999999'])(
    'refuses %j',
    (text) => {
      expect(parsePatientList(text)).toBeNull();
    },
  );

  test('refuses lists of more than MAX_PATIENTS', () => {
    expect(parsePatientList(`1-${MAX_PATIENTS}`)).toHaveLength(MAX_PATIENTS);
    expect(parsePatientList(`0-${MAX_PATIENTS}`)).toBeNull();
    expect(parsePatientList(`1-${MAX_PATIENTS},${MAX_PATIENTS + 1}`)).toBeNull();
    expect(parsePatientList('1-999999999')).toBeNull();
  });
});
