/// <reference path="../../src/store/redis/cluster/cluster-key-slot.d.ts" />
import computeSlot from 'cluster-key-slot';
import { expect, test } from 'vitest';
import { isKeyPrefix } from '../../src/store/key-prefix.ts';
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

test.each([plain, braced, new KeySchema('plain', 'wardB:'), new KeySchema('braced', 'wardB:')])(
  'parses its own keys: %o',
  (schema) => {
    for (const patient of [0, 3, 42, Number.MAX_SAFE_INTEGER]) {
      for (const key of schema.keys(patient)) {
        const parsed = schema.parse(key);
        expect(parsed?.patient).toBe(patient);
        expect(schema.key(patient, parsed?.part ?? 'lease')).toBe(key);
      }
    }
  },
);

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

test('puts its prefix before every key and channel, and leaves the patient in braces', () => {
  expect(new KeySchema('plain', 'wardB:').keys(3)[0]).toBe('wardB:3_data');
  expect(new KeySchema('plain', 'wardB:').liveChannel(3)).toBe('wardB:3_live');
  expect(new KeySchema('braced', 'wardB:').key(3, 'lease')).toBe('wardB:{3}_lease');
  expect(computeSlot('wardB:{3}_lease')).toBe(computeSlot('{3}_data'));
});

test.each([
  ['', 'wardB:3_data'],
  ['', 'w3_data'],
  ['wardB:', '3_data'],
  ['wardB:', 'wardA:3_data'],
  ['wardB:', 'WARDB:3_data'],
  ['wardB:', 'wardB:wardB:3_data'],
  ['wardB:', 'xwardB:3_data'],
  ['ward', 'ward_3_data'],
  ['w.', 'wx3_data'],
])('takes nothing of another prefix for its own: with %j not %j', (prefix, key) => {
  expect(new KeySchema('plain', prefix).parse(key)).toBeNull();
});

const [letter, longest] = ['w', `${'w'.repeat(63)}:`];
test.each([letter, longest, 'wardB:', 'ward-b/', '3B:', 'a.b_c:d/e-'])('allows the prefix %j', (prefix) => {
  expect(isKeyPrefix(prefix)).toBe(true);
});

test.each([
  [
    '',
    'w*:',
    'w?:',
    '[w]:',
    '{w}:',
    'w}:',
    'w\\:',
    '^w:',
    'w b:',
    ' w:',
    'w: ',
    'w\n',
    'w:\n',
    '\tw:',
    'w\0:',
    'ż:',
    'w,',
  ],
  ['ward1', '1', ':w', '_', '-w:', `w${longest}`, 'w'.repeat(1000)],
])(
  'does not allow a prefix that matches other keys, chooses the slot or runs into the number',
  (...prefixes) => {
    for (const prefix of prefixes) expect([prefix, isKeyPrefix(prefix)]).toEqual([prefix, false]);
  },
);

test('gives a SCAN pattern for one part of all patients, or for all parts', () => {
  expect(plain.pattern('timestamp')).toBe('[0-9]*_timestamp');
  expect(braced.pattern('*')).toBe('{[0-9]*}_*');
  expect(new KeySchema('plain', 'wardB:').pattern('data')).toBe('wardB:[0-9]*_data');
  expect(new KeySchema('braced', '*[a-z]?\\^').pattern('*')).toBe('\\*\\[a-z\\]\\?\\\\\\^{[0-9]*}_*');
});

test('names the keys of kept walks, and knows them again', () => {
  expect(plain.keptKey(3)).toBe('3_kept');
  expect(new KeySchema('braced', 'wardB:').walkKeys(3, '20261126-140322')).toEqual({
    data: 'wardB:{3}_kept_20261126-140322_data',
    timestamp: 'wardB:{3}_kept_20261126-140322_timestamp',
  });
  expect(plain.parseKept('3_kept')).toEqual({ patient: 3, id: null });
  expect(plain.parseKept('3_kept_20261126-140322_data')).toEqual({ patient: 3, id: '20261126-140322' });
  expect(plain.parseKept('3_kept_a_data_timestamp')).toEqual({ patient: 3, id: 'a_data' });
  for (const key of ['3_keptx', '03_kept', '{3}_kept', 'x3_kept', '3_data'])
    expect([key, plain.parseKept(key)]).toEqual([key, null]);
});

test.each(['3_kept_20261126-140322_data', '3_kept_20261126-140322_timestamp', '3_kept', '3_kept_1_data'])(
  'takes %s, of a kept walk, for no patient',
  (key) => {
    expect(plain.parse(key)).toBeNull();
    expect(braced.parse(key.replace('3', '{3}'))).toBeNull();
  },
);
