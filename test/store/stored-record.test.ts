import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Health, type Profile, UNKNOWN_PROFILE } from '../../src/core/patient.ts';
import type { FieldsToStore } from '../../src/store/hash-fields.ts';
import { decodeHealth, decodeProfile, encodeHealth, encodeProfile } from '../../src/store/stored-record.ts';

const store = (fields: FieldsToStore) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );

const word = fc.option(fc.stringMatching(/^[a-zż]{1,9}( [a-z]{1,9})?$/));
const milliseconds = fc.integer({ min: 1, max: 10_000_000 }).map((thousandths) => thousandths / 1000);
const seconds = milliseconds.map((value) => 1_795_465_522 + Math.round(value));

test('decodes every profile and health record as it was before it was encoded', () => {
  const profiles: fc.Arbitrary<Profile> = fc.record({
    firstname: word,
    lastname: word,
    birthdate: word,
    disabled: fc.option(fc.boolean()),
    traceName: word,
    traceId: fc.constant('12242505062019'),
  });
  const healths: fc.Arbitrary<Health> = fc.record({
    state: fc.constantFrom('up', 'failing', 'down'),
    updatedAtSeconds: seconds,
    lastOkAtSeconds: fc.option(seconds),
    lastError: word,
    latencyMs: fc.option(milliseconds),
    intervalMs: milliseconds,
    clockOffsetMs: fc.option(milliseconds.map((value) => -value)),
    polls: fc.nat(),
    failures: fc.nat(),
  });
  fc.assert(
    fc.property(profiles, healths, (profile, health) => {
      expect(decodeProfile(store(encodeProfile(profile)))).toEqual(profile);
      expect(decodeHealth(store(encodeHealth(health)))).toEqual(health);
    }),
  );
});

test('decodes no profile from a hash without fields, and null for a field that is missing or wrong', () => {
  expect(decodeProfile({})).toBeNull();
  expect(decodeProfile({ disabled: 'perhaps', other: 'x' })).toEqual({
    firstname: null,
    lastname: null,
    birthdate: null,
    disabled: null,
    traceName: null,
    traceId: null,
  });
});

test('removes control characters from texts', () => {
  expect(decodeProfile({ firstname: '\u001b[31mEl\u202eżbieta\u0007' })?.firstname).toBe('Elżbieta');
  const fields = { state: 'down', updatedAt: '1', intervalMs: '300', lastError: 'time\u001b]0;x\u0007out' };
  expect(decodeHealth(fields)?.lastError).toBe('timeout');
});

test('decodes no health record without a state, a time and an interval', () => {
  const fields = { state: 'up', updatedAt: '1795465522.125', intervalMs: '300' };
  expect(decodeHealth(fields)).toEqual({
    state: 'up',
    updatedAtSeconds: 1795465522.125,
    lastOkAtSeconds: null,
    lastError: null,
    latencyMs: null,
    intervalMs: 300,
    clockOffsetMs: null,
    polls: 0,
    failures: 0,
  });
  for (const wrong of [
    { state: 'sleeping' },
    { state: 'constructor' },
    { updatedAt: 'now' },
    { updatedAt: '-1' },
    { intervalMs: '0' },
    { intervalMs: 'NaN' },
    { intervalMs: '' },
  ]) {
    expect(decodeHealth({ ...fields, ...wrong })).toBeNull();
  }
  expect(decodeHealth({})).toBeNull();
  expect(decodeHealth({ ...fields, latencyMs: '-5', clockOffsetMs: 'x', polls: 'many' })).toMatchObject({
    latencyMs: null,
    clockOffsetMs: null,
    polls: 0,
  });
});

test('encodes instants with three decimal places, other numbers with three at most, and null as null', () => {
  const health: Health = {
    state: 'failing',
    updatedAtSeconds: 1795465522,
    lastOkAtSeconds: 1795465521.5,
    lastError: 'timeout',
    latencyMs: 12.34567,
    intervalMs: 300,
    clockOffsetMs: -0.0004,
    polls: 17,
    failures: 3,
  };
  expect(encodeHealth(health)).toEqual({
    state: 'failing',
    updatedAt: '1795465522.000',
    lastOkAt: '1795465521.500',
    lastError: 'timeout',
    latencyMs: '12.346',
    intervalMs: '300',
    clockOffsetMs: '0',
    polls: '17',
    failures: '3',
  });
  expect(
    encodeHealth({ ...health, lastOkAtSeconds: null, lastError: null, latencyMs: null, clockOffsetMs: null }),
  ).toMatchObject({ lastOkAt: null, lastError: null, latencyMs: null, clockOffsetMs: null });
});

test.each([
  ['0', 0],
  ['7', 7],
  ['2.5', 2.5],
  ['999999999999999', 999999999999999],
  ['9999999999999999', null],
  ['0.123456789012345', 0.123456789012345],
  ['0.1234567890123456', null],
  ['-1', null],
  ['x5', null],
  ['5x', null],
  ['.5', null],
  ['5.', null],
  ['1e3', null],
  ['', null],
])('decodes the latency %j as %j', (latencyMs, value) => {
  const fields = { state: 'up', updatedAt: '0', intervalMs: '1', latencyMs };
  expect(decodeHealth(fields)?.latencyMs).toBe(value);
});

test('decodes counts as whole numbers, and a clock offset of either sign', () => {
  const fields = { state: 'down', updatedAt: '0', intervalMs: '0.5', clockOffsetMs: '-40.5' };
  expect(decodeHealth({ ...fields, polls: '17.9', failures: '3.9', lastOkAt: '5' })).toMatchObject({
    updatedAtSeconds: 0,
    intervalMs: 0.5,
    lastOkAtSeconds: 5,
    clockOffsetMs: -40.5,
    polls: 17,
    failures: 3,
  });
  expect(decodeHealth({ ...fields, polls: '-1', failures: '-1' })).toMatchObject({ polls: 0, failures: 0 });
});

test.each(['up', 'failing', 'down'] as const)('decodes the state %s', (state) => {
  expect(decodeHealth({ state, updatedAt: '1', intervalMs: '1' })?.state).toBe(state);
});

test.each([
  ['true', true],
  ['false', false],
  ['True', null],
  ['', null],
])('decodes disabled %j as %j', (disabled, value) => {
  expect(decodeProfile({ disabled })?.disabled).toBe(value);
});

test('removes the fields of a profile that are not known', () => {
  expect(encodeProfile(UNKNOWN_PROFILE)).toEqual({ ...UNKNOWN_PROFILE, insole: null });
  expect(encodeProfile({ ...UNKNOWN_PROFILE, disabled: false }).disabled).toBe('false');
});
