import { expect, test } from 'vitest';
import { KeySchema } from '../../src/store/keys.ts';

const plain = new KeySchema('plain');
const braced = new KeySchema('braced');

test('names the keys as the original program does, and in braces for a cluster', () => {
  expect(plain.keys(3)).toEqual([
    '3_data',
    '3_timestamp',
    '3_anomaly',
    '3_anomaly_timestamp',
    '3_profile',
    '3_health',
    '3_lease',
  ]);
  expect(plain.liveChannel(3)).toBe('3_live');
  expect(braced.key(0, 'anomaly_timestamp')).toBe('{0}_anomaly_timestamp');
  expect(braced.liveChannel(3)).toBe('{3}_live');
});

test.each([plain, braced])('knows its own keys again, in %o style', (schema) => {
  for (const patient of [0, 3, 42, Number.MAX_SAFE_INTEGER]) {
    for (const key of schema.keys(patient)) {
      const parsed = schema.parse(key);
      expect(parsed?.patient).toBe(patient);
      expect(schema.key(patient, parsed?.part ?? 'lease')).toBe(key);
    }
  }
});

test.each([
  '{3}_data',
  '03_data',
  '-1_data',
  '1.5_data',
  '3_datax',
  'x3_data',
  '3_live',
  '3_',
  '_data',
  '3_constructor',
  '9007199254740993_data',
  '99999999999999999_data',
  '3_data\n',
])('takes %j for none of its keys', (key) => {
  expect(plain.parse(key)).toBeNull();
});

test('has no key for what is no number from 0 up', () => {
  for (const patient of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    expect(() => plain.key(patient, 'data')).toThrow(RangeError);
    expect(() => braced.liveChannel(patient)).toThrow(RangeError);
  }
});
