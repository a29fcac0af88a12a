import { describe, expect, test } from 'vitest';
import { type Decoded, decodeBody } from '../../src/core/decode.ts';
import { checkAnyJson, checkChangedBytes, makeBody, makeSensor, SENSOR_IDS } from './received-bodies.ts';

const decode = (text: string) => decodeBody(Buffer.from(text), SENSOR_IDS);

function observed(decoded: Decoded) {
  if (decoded.kind === 'refused') throw new Error(decoded.message);
  return decoded;
}

const stored = (text: string) => JSON.stringify(observed(decode(text)).sensors);

/** The body with this JSON in place of its first sensor. */
const withFirst = (json: string) => makeBody().replace(JSON.stringify(makeSensor(0)), json);

describe('decodeBody', () => {
  test('reads the profile, and the sensors as received', () => {
    expect(decode(makeBody())).toEqual({
      kind: 'observed',
      profile: {
        firstname: 'Janek',
        lastname: 'Grzegorczyk',
        birthdate: '1982',
        disabled: false,
        traceName: 'bach',
        traceId: '2350401012010',
      },
      sensors: SENSOR_IDS.map((id) => makeSensor(id)),
    });
  });

  test('passes on numbers, flags and null in extra fields as received', () => {
    const first = '{"anomaly":false,"id":0,"value":0,"extra":1.5,"flag":true,"none":null,"name":7}';
    expect(stored(withFirst(first))).toContain(first);
  });

  test('cleans the name of a sensor, and text in other fields', () => {
    expect(stored(makeBody({ first: { name: 'L\u200b0' } }))).toContain('"name":"L0"');
    expect(stored(makeBody({ first: { note: 'L\u200b0' } }))).toContain('"note":"L0"');
    expect(stored(makeBody({ first: { name: ['L\u200b0'] } }))).toContain('"name":["L0"]');
  });

  test('keeps the order of sensors and of their fields, and keeps unknown fields', () => {
    const sensors = [
      { id: 5, value: 0, anomaly: true, name: 'R2' },
      ...[4, 3, 2, 1].map((id) =>
        makeSensor(id, { name: `S${id}`, unit: { scale: [1, 2.5, null], label: 'raw' } }),
      ),
      { value: 1023, anomaly: false, id: 0 },
    ];
    expect(stored(makeBody({ trace: { sensors } }))).toBe(JSON.stringify(sensors));
  });

  test('accepts readings from 0 to 1023', () => {
    expect(decode(makeBody({ first: { value: 1023 } })).kind).toBe('observed');
    expect(decode(makeBody({ first: { value: 0 } })).kind).toBe('observed');
  });

  test('requires exactly the configured sensors', () => {
    const sensors = [makeSensor(1), makeSensor(0)];
    expect(decodeBody(Buffer.from(makeBody({ trace: { sensors } })), [0, 1]).kind).toBe('observed');
    expect(decodeBody(Buffer.from(makeBody()), [0, 1]).kind).toBe('refused');
  });

  test('drops a source that the API sends, since only footwatch sets it', () => {
    const plain = stored(makeBody({ first: { anomaly: true } }));
    expect(stored(makeBody({ first: { anomaly: true, source: 'simulated' } }))).toBe(plain);
    const disguised = stored(
      withFirst('{"anomaly":true,"id":0,"value":0,"sour\\u200bce":"rule:stuck-high"}'),
    );
    expect(disguised).toBe(plain);
  });

  test.each([
    ['is missing', {}, null],
    ['is null', { firstname: null }, null],
    ['is empty', { firstname: '' }, null],
    ['is only hostile', { firstname: '\u001b[31m\u202e' }, null],
    ['is a list', { firstname: ['Jan'] }, null],
    ['is an object', { firstname: { toString: 'Jan' } }, null],
    ['is a number', { firstname: 7 }, '7'],
  ])('reads a first name that %s', (_, changes, firstname) => {
    const root = { firstname: undefined, ...changes };
    expect(observed(decode(makeBody({ root }))).profile.firstname).toBe(firstname);
  });

  test('reads no first name from a number beyond all bounds', () => {
    const text = makeBody().replace('"Janek"', '1e999');
    expect(observed(decode(text)).profile.firstname).toBeNull();
  });

  test('has null for each field of the profile that the body does not have', () => {
    const text = JSON.stringify({ trace: { sensors: SENSOR_IDS.map((id) => makeSensor(id)) } });
    expect(Object.values(observed(decode(text)).profile)).toEqual([null, null, null, null, null, null]);
  });

  test('accepts only true and false for disabled', () => {
    const disabledOf = (disabled: unknown) =>
      observed(decode(makeBody({ root: { disabled } }))).profile.disabled;
    expect([true, false, 'true', 1, null].map(disabledOf)).toEqual([true, false, null, null, null]);
  });

  test.each<[string, string, string, string]>([
    ['invalid JSON', makeBody().slice(0, -1), 'not-json', 'the body is not valid JSON'],
    ['an HTML page', '<html>Login</html>', 'not-json', 'the body is not valid JSON'],
    ['an empty body', '', 'not-json', 'the body is not valid JSON'],
    ['a body that is a list', '[]', 'wrong-shape', 'the body is an array, must be an object'],
    ['a body that is null', 'null', 'wrong-shape', 'the body is null, must be an object'],
    ['a body that is text', '"a"', 'wrong-shape', 'the body is a string, must be an object'],
    ['a body that is a number', '7', 'wrong-shape', 'the body is a number, must be an object'],
    ['a body that is true', 'true', 'wrong-shape', 'the body is a boolean, must be an object'],
    ['no trace', '{}', 'wrong-shape', 'trace is missing, must be an object'],
    ['a trace that is null', '{"trace":null}', 'wrong-shape', 'trace is null, must be an object'],
    ['a trace that is a list', '{"trace":[]}', 'wrong-shape', 'trace is an array, must be an object'],
    [
      'sensors that are an object',
      '{"trace":{"sensors":{}}}',
      'wrong-shape',
      'trace.sensors is an object, must be an array',
    ],
    [
      'a sensor that is null',
      makeBody({ trace: { sensors: [makeSensor(0), null] } }),
      'wrong-shape',
      'trace.sensors[1] is null, must be an object',
    ],
    [
      'a sensor that is a list',
      makeBody({ trace: { sensors: [[]] } }),
      'wrong-shape',
      'trace.sensors[0] is an array, must be an object',
    ],
    [
      'an id that is missing',
      makeBody({ first: { id: undefined } }),
      'wrong-shape',
      'trace.sensors[0].id is missing, must be an integer',
    ],
    [
      'an id that is a fraction',
      makeBody({ first: { id: 0.5 } }),
      'wrong-shape',
      'trace.sensors[0].id is a number, must be an integer',
    ],
    [
      'a flag that is missing',
      makeBody({ first: { anomaly: undefined } }),
      'wrong-shape',
      'trace.sensors[0].anomaly is missing, must be true or false',
    ],
    [
      'a reading that is text',
      makeBody({ first: { value: '7' } }),
      'reading-not-integer',
      'trace.sensors[0].value is a string, must be an integer',
    ],
    [
      'a reading that is null',
      makeBody({ first: { value: null } }),
      'reading-not-integer',
      'trace.sensors[0].value is null, must be an integer',
    ],
    ['no sensors', '{"trace":{}}', 'wrong-shape', 'trace.sensors is missing, must be an array'],
    [
      'a sensor that is a number',
      makeBody({ trace: { sensors: [7] } }),
      'wrong-shape',
      'trace.sensors[0] is a number, must be an object',
    ],
    [
      'an id that is text',
      makeBody({ first: { id: '0' } }),
      'wrong-shape',
      'trace.sensors[0].id is a string, must be an integer',
    ],
    [
      'a flag that is a number',
      makeBody({ first: { anomaly: 1 } }),
      'wrong-shape',
      'trace.sensors[0].anomaly is a number, must be true or false',
    ],
    [
      'a missing reading',
      makeBody({ first: { value: undefined } }),
      'reading-not-integer',
      'trace.sensors[0].value is missing, must be an integer',
    ],
    [
      'a reading that is a fraction',
      makeBody({ first: { value: 7.5 } }),
      'reading-not-integer',
      'trace.sensors[0].value is a number, must be an integer',
    ],
    [
      'a reading without bound',
      withFirst('{"anomaly":false,"id":0,"value":1e999}'),
      'reading-not-integer',
      'trace.sensors[0].value is a number, must be an integer',
    ],
    [
      'a negative reading',
      makeBody({ first: { value: -1 } }),
      'reading-out-of-range',
      'trace.sensors[0].value is -1, must be 0 to 1023',
    ],
    [
      'a reading over the range',
      makeBody({ first: { value: 1024 } }),
      'reading-out-of-range',
      'trace.sensors[0].value is 1024, must be 0 to 1023',
    ],
    [
      'a sensor too few',
      makeBody({ trace: { sensors: [0, 1, 2, 3, 4].map((id) => makeSensor(id)) } }),
      'wrong-sensors',
      'trace.sensors has other ids than 0, 1, 2, 3, 4, 5, each once',
    ],
    [
      'a sensor too many',
      makeBody({ trace: { sensors: [...SENSOR_IDS, 6].map((id) => makeSensor(id)) } }),
      'wrong-sensors',
      'trace.sensors has other ids than 0, 1, 2, 3, 4, 5, each once',
    ],
    [
      'a sensor twice',
      makeBody({ trace: { sensors: [0, 1, 2, 3, 4, 4].map((id) => makeSensor(id)) } }),
      'wrong-sensors',
      'trace.sensors has other ids than 0, 1, 2, 3, 4, 5, each once',
    ],
  ])('refuses %s', (_, text, reason, message) => {
    expect(decode(text)).toEqual({ kind: 'refused', reason, message });
  });

  test('accepts a byte order mark', () => {
    expect(decode(`\ufeff${makeBody()}`).kind).toBe('observed');
  });

  test('refuses invalid UTF-8', () => {
    const body = Buffer.from(makeBody().replace('Janek', 'Jan\u00f3k'), 'latin1');
    expect(decodeBody(body, SENSOR_IDS)).toEqual({
      kind: 'refused',
      reason: 'not-utf8',
      message: 'the body is not valid UTF-8',
    });
  });

  test('cleans all text in the profile, in extra fields, and in what is nested in them', () => {
    const hostile = '\u001b]0;owned\u0007a\u202eb\n';
    const decoded = observed(
      decode(
        makeBody({
          root: { firstname: hostile, lastname: hostile, birthdate: hostile },
          trace: { name: hostile, id: hostile },
          first: {
            name: hostile,
            note: [{ text: hostile }],
            [`key${hostile}`]: 1,
            deep: { [hostile]: 1, kept: 2 },
          },
        }),
      ),
    );
    const { disabled: _, ...texts } = decoded.profile;
    expect(new Set(Object.values(texts))).toEqual(new Set(['ab']));
    expect(decoded.sensors[0]).toEqual({
      ...makeSensor(0),
      name: 'ab',
      note: [{ text: 'ab' }],
      deep: { kept: 2 },
    });
  });

  test('drops a field whose cleaned name could be that of another', () => {
    const sensors = stored(withFirst('{"anomaly":false,"id":0,"value":0,"val\\u200bue":5000,"\\u001bid":9}'));
    expect(sensors).toBe(stored(makeBody()));
  });

  test('keeps __proto__ as an ordinary field, as it is in JSON', () => {
    const first = '{"anomaly":false,"id":0,"value":0,"__proto__":{"polluted":true,"source":"simulated"}}';
    const decoded = observed(decode(withFirst(first)));
    const [received] = decoded.sensors;
    expect(Object.getPrototypeOf(received)).toBe(Object.prototype);
    expect(received?.polluted).toBeUndefined();
    expect(received?.source).toBeUndefined();
    expect(JSON.stringify(received)).toBe(first);
    expect({}).not.toHaveProperty('polluted');
  });

  test('never reads a required field from __proto__', () => {
    const hidden = `{"__proto__":${JSON.stringify(makeSensor(0))}}`;
    expect(decode(withFirst(hidden))).toMatchObject({ kind: 'refused', reason: 'wrong-shape' });
    expect(decode(`{"__proto__":${makeBody()}}`)).toMatchObject({ kind: 'refused', reason: 'wrong-shape' });
  });

  test('cuts off nesting that could exhaust the stack, deeper than four levels', () => {
    const depth = 30_000;
    const lists = `{"anomaly":false,"id":0,"value":0,"deep":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(stored(withFirst(lists))).toContain('"deep":[[[[null]]]]');
    const kept = '{"anomaly":false,"id":0,"value":0,"deep":{"a":[{"b":[[]]}]}}';
    expect(stored(withFirst(kept))).toContain('"deep":{"a":[{"b":[null]}]}');
    expect(stored(withFirst(kept.replace('[[]]', '[7]')))).toContain('"deep":{"a":[{"b":[7]}]}');
    const objects = `{"anomaly":false,"id":0,"value":0,"deep":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`;
    expect(stored(withFirst(objects))).toContain('"deep":{"a":{"a":{"a":{"a":null}}}}');
  });

  test('never throws and never accepts a wrong sample, for any JSON', () => {
    checkAnyJson(2000);
  });

  test('never throws and never accepts a wrong sample, for any changed bytes of a body', () => {
    checkChangedBytes(4000);
  });
});
