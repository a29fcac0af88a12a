import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Health, Profile } from '../../src/core/patient.ts';
import {
  decodeHealth,
  decodeProfile,
  encodeHealth,
  encodeProfile,
  type FieldsToStore,
} from '../../src/store/stored-record.ts';

const store = (fields: FieldsToStore) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );

const word = fc.option(fc.stringMatching(/^[a-zż]{1,9}( [a-z]{1,9})?$/));
const milliseconds = fc.integer({ min: 1, max: 10_000_000 }).map((thousandths) => thousandths / 1000);
const seconds = milliseconds.map((value) => 1_795_465_522 + Math.round(value));

test('gives back every profile and health record that was stored', () => {
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

test('reads no profile from a hash without a field, and nulls for fields that are missing or wrong', () => {
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

test('cleans texts that anybody may have written', () => {
  expect(decodeProfile({ firstname: '\u001b[31mEl\u202eżbieta\u0007' })?.firstname).toBe('Elżbieta');
  const fields = { state: 'down', updatedAt: '1', intervalMs: '300', lastError: 'time\u001b]0;x\u0007out' };
  expect(decodeHealth(fields)?.lastError).toBe('timeout');
});

test('reads no health record that does not say what state, when, and at what interval', () => {
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
