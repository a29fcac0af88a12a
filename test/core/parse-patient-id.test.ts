import { expect, test } from 'vitest';
import { parsePatientId } from '../../src/core/parse-patient-id.ts';

test.each([
  ['0', 0],
  ['3', 3],
  ['9007199254740991', 9_007_199_254_740_991],
])('the text %s is patient %i', (text, patient) => {
  expect(parsePatientId(text)).toBe(patient);
});

test.each([
  '',
  '03',
  '-1',
  '+1',
  '1.0',
  '1e3',
  ' 1',
  '1\n',
  '0x1',
  '٣',
  '9007199254740992',
  '10000000000000000',
])('the text %j is no patient', (text) => {
  expect(parsePatientId(text)).toBeNull();
});
