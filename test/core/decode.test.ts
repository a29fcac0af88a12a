import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decoded, decodeBody, type ReceivedSensor } from '../../src/core/decode.ts';

const IDS = [0, 1, 2, 3, 4, 5];

const sensor = (id: number, changes: object = {}) => ({ anomaly: false, id, value: 100 * id, ...changes });

/** An answer of the service, with changes to it, to its trace, or to its first sensor. */
function answer(changes: { root?: object; trace?: object; first?: object } = {}): string {
  const sensors = IDS.map((id) => sensor(id, id === 0 ? changes.first : {}));
  const trace = { id: 2350401012010, name: 'bach', sensors, ...changes.trace };
  return JSON.stringify({
    birthdate: '1982',
    disabled: false,
    firstname: 'Janek',
    id: 12,
    lastname: 'Grzegorczyk',
    trace,
    ...changes.root,
  });
}

const decode = (text: string) => decodeBody(Buffer.from(text), IDS);

function observed(decoded: Decoded) {
  if (decoded.kind === 'refused') throw new Error(decoded.message);
  return decoded;
}

const stored = (text: string) => JSON.stringify(observed(decode(text)).sensors);

/** The answer with its first sensor put as this JSON. */
const withFirst = (json: string) => answer().replace(JSON.stringify(sensor(0)), json);

describe('decodeBody', () => {
  test('reads who it is, and the sensors as received', () => {
    expect(decode(answer())).toEqual({
      kind: 'observed',
      profile: {
        firstname: 'Janek',
        lastname: 'Grzegorczyk',
        birthdate: '1982',
        disabled: false,
        traceName: 'bach',
        traceId: '2350401012010',
      },
      sensors: IDS.map((id) => sensor(id)),
    });
  });

  test('keeps the order of the sensors and of their fields, and fields that it does not know', () => {
    const sensors = [
      { id: 5, value: 0, anomaly: true, name: 'R2' },
      ...[4, 3, 2, 1].map((id) =>
        sensor(id, { name: `S${id}`, unit: { scale: [1, 2.5, null], label: 'raw' } }),
      ),
      { value: 1023, anomaly: false, id: 0 },
    ];
    expect(stored(answer({ trace: { sensors } }))).toBe(JSON.stringify(sensors));
  });

  test('takes a saturated reading and one of nothing for ordinary ones', () => {
    expect(decode(answer({ first: { value: 1023 } })).kind).toBe('observed');
    expect(decode(answer({ first: { value: 0 } })).kind).toBe('observed');
  });

  test('asks for the configured sensors', () => {
    const sensors = [sensor(1), sensor(0)];
    expect(decodeBody(Buffer.from(answer({ trace: { sensors } })), [0, 1]).kind).toBe('observed');
    expect(decodeBody(Buffer.from(answer()), [0, 1]).kind).toBe('refused');
  });

  test('drops a source that the API claims: that is for footwatch to say', () => {
    const plain = stored(answer({ first: { anomaly: true } }));
    expect(stored(answer({ first: { anomaly: true, source: 'simulated' } }))).toBe(plain);
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
  ])('takes a text that %s for what it is', (_, changes, firstname) => {
    const root = { firstname: undefined, ...changes };
    expect(observed(decode(answer({ root }))).profile.firstname).toBe(firstname);
  });

  test('knows nothing of a patient whose answer says nothing', () => {
    const text = JSON.stringify({ trace: { sensors: IDS.map((id) => sensor(id)) } });
    expect(Object.values(observed(decode(text)).profile)).toEqual([null, null, null, null, null, null]);
  });

  test('takes nothing but true and false for disabled', () => {
    const disabledOf = (disabled: unknown) =>
      observed(decode(answer({ root: { disabled } }))).profile.disabled;
    expect([true, false, 'true', 1, null].map(disabledOf)).toEqual([true, false, null, null, null]);
  });

  test.each<[string, string, string, string]>([
    ['invalid JSON', answer().slice(0, -1), 'not-json', 'the body is not valid JSON'],
    ['an HTML page', '<html>Login</html>', 'not-json', 'the body is not valid JSON'],
    ['nothing', '', 'not-json', 'the body is not valid JSON'],
    ['a list', '[]', 'wrong-shape', 'the body is an array, allowed is an object'],
    ['null', 'null', 'wrong-shape', 'the body is null, allowed is an object'],
    ['no trace', '{}', 'wrong-shape', 'trace is missing, allowed is an object'],
    ['no sensors', '{"trace":{}}', 'wrong-shape', 'trace.sensors is missing, allowed is an array'],
    [
      'a sensor that is none',
      answer({ trace: { sensors: [7] } }),
      'wrong-shape',
      'trace.sensors[0] is a number, allowed is an object',
    ],
    [
      'an id that is text',
      answer({ first: { id: '0' } }),
      'wrong-shape',
      'trace.sensors[0].id is a string, allowed is an integer',
    ],
    [
      'a flag that is a number',
      answer({ first: { anomaly: 1 } }),
      'wrong-shape',
      'trace.sensors[0].anomaly is a number, allowed is true or false',
    ],
    [
      'a missing reading',
      answer({ first: { value: undefined } }),
      'reading-not-integer',
      'trace.sensors[0].value is missing, allowed is an integer',
    ],
    [
      'a broken reading',
      answer({ first: { value: 7.5 } }),
      'reading-not-integer',
      'trace.sensors[0].value is a number, allowed is an integer',
    ],
    [
      'a reading without bound',
      withFirst('{"anomaly":false,"id":0,"value":1e999}'),
      'reading-not-integer',
      'trace.sensors[0].value is a number, allowed is an integer',
    ],
    [
      'a negative reading',
      answer({ first: { value: -1 } }),
      'reading-out-of-range',
      'trace.sensors[0].value is -1, allowed is 0 to 1023',
    ],
    [
      'a reading over the range',
      answer({ first: { value: 1024 } }),
      'reading-out-of-range',
      'trace.sensors[0].value is 1024, allowed is 0 to 1023',
    ],
    [
      'a sensor too few',
      answer({ trace: { sensors: [0, 1, 2, 3, 4].map((id) => sensor(id)) } }),
      'wrong-sensors',
      'trace.sensors has other ids than 0, 1, 2, 3, 4, 5, each once',
    ],
    [
      'a sensor too many',
      answer({ trace: { sensors: [...IDS, 6].map((id) => sensor(id)) } }),
      'wrong-sensors',
      'trace.sensors has other ids than 0, 1, 2, 3, 4, 5, each once',
    ],
    [
      'a sensor twice',
      answer({ trace: { sensors: [0, 1, 2, 3, 4, 4].map((id) => sensor(id)) } }),
      'wrong-sensors',
      'trace.sensors has other ids than 0, 1, 2, 3, 4, 5, each once',
    ],
  ])('refuses %s', (_, text, reason, message) => {
    expect(decode(text)).toEqual({ kind: 'refused', reason, message });
  });

  test('refuses invalid UTF-8 rather than guess', () => {
    const body = Buffer.from(answer().replace('Janek', 'Jan\u00f3k'), 'latin1');
    expect(decodeBody(body, IDS)).toMatchObject({ kind: 'refused', reason: 'not-utf8' });
  });

  test('cleans all text: of the profile, of extra fields, and of what is nested in them', () => {
    const hostile = '\u001b]0;owned\u0007a\u202eb\n';
    const decoded = observed(
      decode(
        answer({
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
      ...sensor(0),
      name: 'ab',
      note: [{ text: 'ab' }],
      deep: { kept: 2 },
    });
  });

  test('lets no field take the place of another by a hostile name', () => {
    const sensors = stored(withFirst('{"anomaly":false,"id":0,"value":0,"val\\u200bue":5000,"\\u001bid":9}'));
    expect(sensors).toBe(stored(answer()));
  });

  test('takes __proto__ for the ordinary field that it is in JSON', () => {
    const first = '{"anomaly":false,"id":0,"value":0,"__proto__":{"polluted":true,"source":"simulated"}}';
    const decoded = observed(decode(withFirst(first)));
    const [received] = decoded.sensors;
    expect(Object.getPrototypeOf(received)).toBe(Object.prototype);
    expect(received?.polluted).toBeUndefined();
    expect(received?.source).toBeUndefined();
    expect(JSON.stringify(received)).toBe(first);
    expect({}).not.toHaveProperty('polluted');
  });

  test('takes nothing that is required from __proto__', () => {
    const hidden = `{"__proto__":${JSON.stringify(sensor(0))}}`;
    expect(decode(withFirst(hidden))).toMatchObject({ kind: 'refused', reason: 'wrong-shape' });
    expect(decode(`{"__proto__":${answer()}}`)).toMatchObject({ kind: 'refused', reason: 'wrong-shape' });
  });

  test('cuts off nesting that could exhaust the stack, and keeps the rest', () => {
    const depth = 30_000;
    const lists = `{"anomaly":false,"id":0,"value":0,"deep":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(stored(withFirst(lists))).toContain('"deep":[[[[null]]]]');
    const objects = `{"anomaly":false,"id":0,"value":0,"deep":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`;
    expect(stored(withFirst(objects))).toContain('"deep":{"a":{"a":{"a":{"a":null}}}}');
  });

  test('never throws and takes nothing wrong, whatever JSON comes', () => {
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom(0, 1, 5, 1023, 1024, -1, 0.5, true, false, null));
    const entry = fc.oneof(
      { weight: 1, arbitrary: fc.jsonValue() },
      { weight: 3, arbitrary: fc.record({ id: field, value: field, anomaly: field }, { requiredKeys: [] }) },
      {
        weight: 8,
        arbitrary: fc.record({
          id: fc.nat(5),
          value: fc.integer({ min: -2, max: 1025 }),
          anomaly: fc.boolean(),
          name: field,
        }),
      },
    );
    const sensors = fc.oneof(fc.array(entry, { maxLength: 8 }), fc.jsonValue());
    const trace = fc.oneof(fc.record({ id: field, name: field, sensors }), fc.jsonValue());
    const root = fc.oneof(fc.record({ firstname: field, disabled: field, trace }), fc.jsonValue());
    fc.assert(
      fc.property(root, (body) => expectSound(decodeBody(Buffer.from(JSON.stringify(body)), [0, 1]), [0, 1])),
      { numRuns: 20_000 },
    );
  });

  test('never throws and takes nothing wrong, however the bytes of an answer are changed', {
    timeout: 120_000,
  }, () => {
    const whole = Buffer.from(
      answer({ root: { firstname: 'Elżbieta' }, first: { name: 'L0', anomaly: true } }),
    );
    const change = fc.record({
      at: fc.nat(whole.length - 1),
      cut: fc.nat(4),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 3 }),
        fc.constantFrom('-', '.', '9', '"', '[', '}', ',', 'null').map((text) => Buffer.from(text)),
      ),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        let body = whole;
        for (const { at, cut, insert } of changes) {
          body = Buffer.concat([body.subarray(0, at), insert, body.subarray(at + cut)]);
        }
        expectSound(decodeBody(body, IDS), IDS);
      }),
      { numRuns: 80_000 },
    );
  });
});

/** What is taken is whole and clean; what is refused says so in one line. */
function expectSound(decoded: Decoded, ids: readonly number[]): void {
  if (decoded.kind === 'refused') {
    expect(decoded.message).toMatch(/^[ -~]{1,120}$/);
    return;
  }
  const byId = (a: ReceivedSensor, b: ReceivedSensor) => a.id - b.id;
  // As it is stored: in JSON, -0 is 0.
  const stored = JSON.parse(JSON.stringify(decoded.sensors)) as ReceivedSensor[];
  expect(stored.toSorted(byId).map(({ id }) => id)).toEqual(ids);
  for (const { value, anomaly, source } of decoded.sensors) {
    expect(Number.isInteger(value) && value >= 0 && value <= 1023).toBe(true);
    expect(typeof anomaly).toBe('boolean');
    expect(source).toBeUndefined();
  }
  const { disabled, ...texts } = decoded.profile;
  expect([true, false, null]).toContain(disabled);
  for (const text of Object.values(texts)) {
    if (text !== null) expect(text).not.toMatch(/^$|[\p{Cc}\p{Cf}\p{Cs}]/u);
  }
  expect(() => JSON.stringify(decoded.sensors)).not.toThrow();
}
