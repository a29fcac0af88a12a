import { describe, expect, test } from 'vitest';
import { compileMapping } from '../../../src/core/decoding/compile-mapping.ts';
import { decodeLine, EXPORT_MAPPING, type LineFormat } from '../../../src/core/decoding/decode-line.ts';
import { type FieldMapping, readFieldMapping } from '../../../src/core/decoding/field-mapping.ts';
import type { FrameDecoder } from '../../../src/core/decoding/frame.ts';
import { keepFramesOf } from '../../../src/core/decoding/frames-of-patient.ts';
import { SIX_TARGET } from './mapping-examples.ts';

const NAMES: Readonly<Record<string, number>> = { a: 1, b: 2, 1: 1, 2: 2 };

function makeFormat(mapping: FieldMapping = EXPORT_MAPPING, onlyPatient: number | null = null): LineFormat {
  const decoder = compileMapping(mapping, SIX_TARGET) as FrameDecoder;
  const names = (patient: number) => Object.keys(NAMES).filter((name) => NAMES[name] === patient);
  return {
    mapping,
    onlyPatient,
    findPatient: (name) => NAMES[name] ?? null,
    isElsewhere: (name) => name === '7',
    decoderOf: (patient) => (mapping.patient === null ? decoder : keepFramesOf(names(patient), decoder)),
  };
}

const decode = (value: unknown, format = makeFormat()) =>
  decodeLine(Buffer.from(JSON.stringify(value)), format);
const sensors = [0, 1, 2, 3, 4, 5].map((id) => ({ anomaly: false, id, value: 10 * id }));

describe('a line', () => {
  test('as export writes it is a sample of its patient, with its timestamp as its own time', () => {
    const flagged = sensors.map((sensor) =>
      sensor.id === 3 ? { ...sensor, anomaly: true, source: 'rule:swapped' } : sensor,
    );
    expect(decode({ patient: 2, timestamp: 1795465522.312, sensors: flagged })).toMatchObject({
      kind: 'line',
      answers: [
        {
          patient: 2,
          decoded: {
            frames: [
              {
                own: 1795465522.312,
                sensors: [
                  { anomaly: false, id: 0, value: 0, deviceTime: 1795465522.312 },
                  {},
                  {},
                  { anomaly: true, id: 3, value: 30, source: 'rule:swapped' },
                  {},
                  {},
                ],
              },
            ],
          },
        },
      ],
    });
  });

  test('keeps no source of a flag that footwatch does not set, and none without a flag', () => {
    const odd = sensors.map((sensor) => ({
      ...sensor,
      anomaly: sensor.id === 1,
      source: sensor.id === 1 ? 'api\u001b' : 'simulated',
    }));
    expect(JSON.stringify(decode({ patient: 1, timestamp: 1, sensors: odd }))).not.toContain('source');
  });

  test('may leave out flags', () => {
    const bare = sensors.map(({ id, value }) => ({ id, value }));
    expect(decode({ patient: 1, timestamp: 1, sensors: bare })).toMatchObject({
      answers: [{ decoded: { frames: [{ sensors: [{ anomaly: false }, {}, {}, {}, {}, {}] }] } }],
    });
  });

  test.each([
    [{ timestamp: 1, sensors }, 'unknown-patient', '/patient says of no patient, must be a number or a name'],
    [
      { patient: 9, timestamp: 1, sensors },
      'unknown-patient',
      'it is of no patient whose samples are stored here',
    ],
    [[], 'unknown-patient', '/patient says of no patient, must be a number or a name'],
    [null, 'unknown-patient', '/patient says of no patient, must be a number or a name'],
  ])('%j is refused', (value, reason, message) => {
    expect(decode(value)).toEqual({ kind: 'refused', reason, message });
  });

  test('without a time of its own is refused, with its patient', () => {
    expect(decode({ patient: 1, sensors })).toMatchObject({
      answers: [{ patient: 1, decoded: { kind: 'refused', reason: 'no-own-time' } }],
    });
  });

  test('of a patient whom another cacher stores is nothing', () => {
    expect(decode({ patient: 7, timestamp: 1, sensors })).toEqual({ kind: 'line', answers: [] });
  });

  test('that is no JSON is refused', () => {
    expect(decodeLine(Buffer.from('{"patient":1,'), makeFormat())).toMatchObject({ reason: 'not-json' });
    expect(decodeLine(Buffer.from([0xc3, 0x28]), makeFormat())).toMatchObject({ reason: 'not-utf8' });
  });

  test('by a mapping may hold frames of several patients, each with its own', () => {
    const mapping = readFieldMapping({ value: '/#/p/*', number: '/#/n', patient: '/#/who' }) as FieldMapping;
    const p = sensors.map(({ value }) => value);
    const line = decode(
      [
        { who: 'a', n: 1, p },
        { who: 'b', n: 2, p },
        { who: 'a', n: 3, p },
        { who: 'x', n: 4, p },
      ],
      makeFormat(mapping),
    );
    expect(line).toMatchObject({
      answers: [
        { patient: 1, decoded: { frames: [{ own: 1 }, { own: 3 }] } },
        { patient: 2, decoded: { frames: [{ own: 2 }] } },
      ],
    });
  });

  test('by a mapping without a patient is of the only one', () => {
    const mapping = readFieldMapping({ value: '/p/*', number: '/n' }) as FieldMapping;
    expect(decode({ n: 1, p: [1, 2, 3, 4, 5, 6] }, makeFormat(mapping, 4))).toMatchObject({
      answers: [{ patient: 4 }],
    });
  });
});
