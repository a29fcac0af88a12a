import { expect, test } from 'vitest';
import { KeySchema, resolveKeyStyle } from '../../src/store/keys.ts';

const plain = new KeySchema('plain');
const braced = new KeySchema('braced');

test('spells keys as the original program does, and with braces for a cluster', () => {
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

test.each([plain, braced])('parses its own keys: %o', (schema) => {
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
])('does not take %j for a key', (key) => {
  expect(plain.parse(key)).toBeNull();
});

test('throws for a patient that is not a safe integer from 0 up', () => {
  for (const patient of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    expect(() => plain.key(patient, 'data')).toThrow(RangeError);
    expect(() => braced.liveChannel(patient)).toThrow(RangeError);
  }
});

test.each([
  ['auto', false, 'plain'],
  ['auto', true, 'braced'],
  ['plain', true, 'plain'],
  ['braced', false, 'braced'],
] as const)('resolves the key style %s, on a cluster: %s, to %s', (setting, isCluster, style) => {
  expect(resolveKeyStyle(setting, isCluster)).toBe(style);
});

test('gives a SCAN pattern for one part of all patients, or for all parts', () => {
  expect(plain.pattern('timestamp')).toBe('[0-9]*_timestamp');
  expect(braced.pattern('*')).toBe('{[0-9]*}_*');
});
