import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decoded, decodeBody } from '../../src/core/decode.ts';
import { RepeatedBodies } from '../../src/core/repeated-bodies.ts';
import { makeBody, makeSensor, SENSOR_IDS } from './received-bodies.ts';

/** Decodes bodies one after the other; says how many were decoded in full. */
function createSubject() {
  const bodies = new RepeatedBodies();
  const subject = {
    full: 0,
    decode(text: string | Uint8Array): Decoded {
      // The body is a part of a larger buffer, as those that come from a socket are.
      const bytes = Buffer.concat([Buffer.from('before'), Buffer.from(text), Buffer.from('after')]);
      const body = bytes.subarray('before'.length, bytes.length - 'after'.length);
      return bodies.decode(body, (received) => {
        if (received === body) subject.full++;
        return decodeBody(received, SENSOR_IDS);
      });
    },
  };
  return subject;
}

/** Expects what the body means, and that its JSON, where it is told, is that of its sensors. */
function expectDecoded(decoded: Decoded, text: string | Uint8Array): void {
  const { sensorsJson, ...rest } = decoded as Extract<Decoded, { kind: 'observed' }>;
  const expected = decodeBody(Buffer.from(text), SENSOR_IDS);
  expect(rest).toEqual(expected);
  if (expected.kind === 'observed')
    expect([undefined, JSON.stringify(expected.sensors)]).toContain(sensorsJson);
}

const withReadings = (readings: readonly number[], trace: object = {}, root: object = {}) =>
  makeBody({ root, trace: { sensors: readings.map((value, id) => makeSensor(id, { value })), ...trace } });

describe('RepeatedBodies', () => {
  test('decodes bodies that differ in readings and clock alone once in full', () => {
    const subject = createSubject();
    const readings = [
      [0, 1, 2, 3, 4, 5],
      [1023, 100, 99, 10, 9, 0],
      [0, 0, 0, 0, 0, 0],
    ];
    for (const [index, values] of readings.entries()) {
      const text = withReadings(values, { id: 999_999_999_999 + index });
      const decoded = subject.decode(text);
      expectDecoded(decoded, text);
      if (index > 0) expect(decoded).toHaveProperty('sensorsJson');
    }
    expect(subject.full).toBe(1);
  });

  test.each([
    [
      'names of other letters before and in the sensors',
      makeBody({ root: { firstname: 'Łucja' }, first: { name: 'Ł0' } }),
    ],
    ['fields that are not known', makeBody({ first: { unit: { value: 5, scale: [1, 2.5] } } })],
    ['fields in another order', makeBody().replaceAll(/("anomaly":false),("id":\d)/g, '$2,$1')],
    ['a clock that is text', makeBody({ trace: { id: '2350401012010' } })],
    ['no clock', makeBody({ trace: { id: null } })],
    [
      'a clock behind the sensors',
      makeBody({ trace: { id: undefined, at: 1 } }).replace('"at":1', '"id":12345678'),
    ],
  ])('tells the JSON of sensors with %s', (_, text) => {
    const { decode } = createSubject();
    decode(text);
    const next = text.replace('"value":500', '"value":77');
    const decoded = decode(next);
    expectDecoded(decoded, next);
    expect(decoded).toHaveProperty('sensorsJson');
  });

  test.each([
    ['a reading that is too high', '"value":1024'],
    ['a reading of too many digits', '"value":12345678901234567890'],
    ['a reading that is no integer', '"value":5.5'],
    ['a reading with an exponent', '"value":5e2'],
    ['a reading below zero', '"value":-5'],
    ['a reading with a leading zero', '"value":05'],
    ['no reading', '"value":'],
    ['a flag', '"value":500,"anomaly":true'],
    ['a reading twice', '"value":500,"value":7'],
  ])('sees %s', (_, reading) => {
    const { decode } = createSubject();
    decode(makeBody());
    const text = makeBody().replace('"value":500', reading);
    expectDecoded(decode(text), text);
  });

  test.each([
    [
      'the first reading stands in a field as well',
      makeBody({ first: { value: 1 } }).replace('{"anomaly"', '{"note":{"value":1},"anomaly"'),
      '"note":{"value":1}',
      '"note":{"value":9}',
    ],
    [
      'the same sensors stand before',
      `{"old":${JSON.stringify(JSON.parse(makeBody()).trace.sensors)},${makeBody().slice(1)}`,
      '"value":500',
      '"value":501',
    ],
    [
      'the clock stands elsewhere',
      makeBody({ root: { clock: 2350401012010 } }),
      '2350401012010',
      '2350401012011',
    ],
    ['the clock is among the readings', makeBody({ trace: { id: 5 } }), '"value":500', '"value":55'],
    [
      'the sensors are not compact',
      JSON.stringify(JSON.parse(makeBody()), null, 1),
      '"value": 500',
      '"value": 501',
    ],
    ['another field changes', makeBody(), 'Janek', 'Anna'],
    ['the body ends early', makeBody(), '}}', '}'],
    ['something follows', makeBody(), '}}', '}} x'],
  ])('sees what changed where %s', (_, text, from, to) => {
    const { decode } = createSubject();
    decode(text);
    const next = text.replace(from, to);
    expect(next).not.toBe(text);
    expectDecoded(decode(next), next);
  });

  test('means the same as decodeBody of each, in whatever order bodies come', () => {
    const piece = fc.record({
      readings: fc.array(fc.oneof(fc.integer({ min: 0, max: 1023 }), fc.integer({ min: -2, max: 1100 })), {
        minLength: 6,
        maxLength: 6,
      }),
      clock: fc.oneof(
        fc.integer({ min: 0, max: 30 }),
        fc.nat(),
        fc.maxSafeNat(),
        fc.constantFrom('7', '', null),
      ),
      firstname: fc.constantFrom('Janek', 'Łucja', 'Janek "value":5'),
      flagged: fc.constantFrom(false, false, false, true),
      change: fc.option(
        fc.record({ at: fc.nat(400), insert: fc.constantFrom('', '0', '7', ',', '"', ' ') }),
        {
          freq: 4,
        },
      ),
    });
    const bodies = fc.array(piece, { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(bodies, (pieces) => {
        const { decode } = createSubject();
        for (const { readings, clock, firstname, flagged, change } of pieces) {
          const root = { firstname };
          const whole = withReadings(readings, { id: clock }, root).replace(
            'false,"id":3',
            `${flagged},"id":3`,
          );
          const text =
            change === null ? whole : whole.slice(0, change.at) + change.insert + whole.slice(change.at + 1);
          expectDecoded(decode(text), text);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('tries ever more seldom where each body differs in more than its numbers', () => {
    let decoded = 0;
    const bodies = new RepeatedBodies();
    for (let index = 0; index < 1000; index++) {
      const body = Buffer.from(makeBody({ root: { sentAt: `${index}` } }));
      bodies.decode(body, (received) => {
        decoded++;
        return decodeBody(received, SENSOR_IDS);
      });
    }
    expect(decoded).toBeLessThan(1040);
  });
});
