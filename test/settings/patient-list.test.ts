import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/core/refusal.ts';
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

  test.each([
    ['', 'it is empty'],
    [',', 'a number is missing at a comma'],
    ['1,', 'a number is missing at a comma'],
    ['1,a', '"a" is neither a whole number nor a range of two'],
    ['1-', '"1-" is neither a whole number nor a range of two'],
    ['-1', '"-1" is neither a whole number nor a range of two'],
    ['1.5', '"1.5" is neither a whole number nor a range of two'],
    ['1e3', '"1e3" is neither a whole number nor a range of two'],
    ['1-2-3', '"1-2-3" is neither a whole number nor a range of two'],
    ['1 2', '"1 2" is neither a whole number nor a range of two'],
    [`1,${'x'.repeat(31)}`, `"${'x'.repeat(30)}…" is neither a whole number nor a range of two`],
    ['2,6-1', 'the range 6-1 runs backwards'],
    ['1-9999999999', 'a number has more than 9 digits'],
    ['9999999999', 'a number has more than 9 digits'],
    ['0-100000', 'the range 0-100000 has more than 100000 numbers'],
    ['1-999999999', 'the range 1-999999999 has more than 100000 numbers'],
    ['1-100000,100001', 'it names more than 100000 numbers'],
  ])('refuses %j, and says why', (text, reason) => {
    expect(parsePatientList(text)).toEqual(new Refusal(reason));
  });

  test('reads as many as MAX_PATIENTS, and the largest number', () => {
    expect(parsePatientList(`1-${MAX_PATIENTS}`)).toHaveLength(MAX_PATIENTS);
    expect(parsePatientList('999999999')).toEqual([999_999_999]);
  });
});
