import fc from 'fast-check';
import { expect } from 'vitest';
import { type Decoded, decodeBody, type ReceivedSensor } from '../../src/core/decode.ts';

/** The ids of the configured sensors. */
export const SENSOR_IDS = [0, 1, 2, 3, 4, 5];

/** A sensor as the service sends it, with changes to its fields. */
export function makeSensor(id: number, changes: object = {}) {
  return { anomaly: false, id, value: 100 * id, ...changes };
}

/** A body of the service, with changes to it, to its trace, or to its first sensor. */
export function makeBody(changes: { root?: object; trace?: object; first?: object } = {}): string {
  const sensors = SENSOR_IDS.map((id) => makeSensor(id, id === 0 ? changes.first : {}));
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

/** Expects of bodies of any JSON that they are decoded soundly. */
export function checkAnyJson(numRuns: number): void {
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
    { numRuns },
  );
}

/** Expects of bodies of the service with some bytes changed that they are decoded soundly. */
export function checkChangedBytes(numRuns: number): void {
  const whole = Buffer.from(
    makeBody({ root: { firstname: 'Elżbieta' }, first: { name: 'L0', anomaly: true } }),
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
      expectSound(decodeBody(body, SENSOR_IDS), SENSOR_IDS);
    }),
    { numRuns },
  );
}

/** Expects an accepted body to be complete and clean, and a refused one to have a reason of one line. */
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
