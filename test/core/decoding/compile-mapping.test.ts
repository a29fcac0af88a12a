import { describe, expect, test } from 'vitest';
import type { DecodeTarget } from '../../../src/core/decoding/frame.ts';
import { compileFields, decodeBy, readingsBy, refusalBy } from './mapping-examples.ts';

const SIX = [10, 20, 30, 40, 50, 60];

describe('the sensors of an answer', () => {
  test('are found as objects that say which they are, in any order', () => {
    const answer = { trace: { s: SIX.map((p, id) => ({ id, p, battery: 3 })).reverse() } };
    expect(readingsBy({ value: '/trace/s/*/p', id: '/trace/s/*/id' }, answer)).toEqual([SIX]);
  });

  test('are found as objects with labels, or with names of their own', () => {
    const labelled = SIX.map((p, at) => ({ n: ['L0', 'L1', 'L2', 'R0', 'R1', 'R2'][at], p }));
    expect(readingsBy({ value: '/*/p', id: '/*/n' }, labelled.reverse())).toEqual([SIX]);
    const named = SIX.map((p, at) => ({ n: `fsr-${at}`, p }));
    const names = Object.fromEntries(SIX.map((_, at) => [`fsr-${at}`, at]));
    expect(readingsBy({ value: '/*/p', id: '/*/n', names }, named.reverse())).toEqual([SIX]);
  });

  test('are found as an array of numbers a foot, in the order of the insole', () => {
    const fields = { value: { left: '/left/*', right: '/right/*' } };
    expect(readingsBy(fields, { left: [10, 20, 30], right: [40, 50, 60] })).toEqual([SIX]);
    expect(readingsBy({ value: '/*' }, SIX)).toEqual([SIX]);
  });

  test('are found one by one where they are nested, by id or label', () => {
    const answer = {
      l: { fore: { in: 10, out: 20 }, heel: 30 },
      r: { fore: { in: 40, out: 50 }, heel: [60] },
    };
    const value = {
      L0: '/l/fore/in',
      1: '/l/fore/out',
      L2: '/l/heel',
      3: '/r/fore/in',
      R1: '/r/fore/out',
      5: '/r/heel/0',
    };
    expect(readingsBy({ value }, answer)).toEqual([SIX]);
  });

  test('are found as members whose names say which they are, whatever else is beside them', () => {
    const answer = { p: { R2: 60, L0: 10, battery: 'low', L1: 20, L2: 30, R0: 40, R1: 50 } };
    expect(readingsBy({ value: '/p/*' }, answer)).toEqual([SIX]);
  });

  test('are refused when one is missing, is there twice, or when their number is another', () => {
    const fields = { value: '/*/p', id: '/*/id' };
    const sensors = SIX.map((p, id) => ({ id, p }));
    expect(refusalBy(fields, sensors.slice(1))).toBe('sensor 0 (L0) is missing');
    expect(refusalBy(fields, [...sensors, { id: 3, p: 1 }])).toBe('/*/p has sensor 3 twice');
    expect(refusalBy({ value: { left: '/l/*', right: '/r/*' } }, { l: [1, 2], r: [1, 2, 3, 4] })).toBe(
      '/l/* has 2 values, must be 3',
    );
  });

  test('are flagged one by one, or together', () => {
    const flagsOf = (fields: object, answer: object) => {
      const decoded = decodeBy(fields, answer);
      return decoded.kind === 'frames' && decoded.frames[0]?.sensors.map(({ anomaly }) => anomaly);
    };
    const flags = [true, false, false, false, true, false];
    expect(flagsOf({ value: '/v/*', anomaly: '/a/*' }, { v: SIX, a: flags })).toEqual(flags);
    expect(flagsOf({ value: '/v/*', anomaly: '/a/*' }, { v: SIX, a: flags.map(Number) })).toEqual(flags);
    expect(flagsOf({ value: '/v/*', anomaly: '/a' }, { v: SIX, a: true })).toEqual(Array(6).fill(true));
    expect(flagsOf({ value: '/v/*' }, { v: SIX, a: true })).toEqual(Array(6).fill(false));
    expect(refusalBy({ value: '/v/*', anomaly: '/a' }, { v: SIX, a: 'no' })).toBe(
      '/a is a string, must be true or false',
    );
  });
});

describe('the readings of an answer', () => {
  test('are multiplied and moved, and rounded to the decimals of the insole', () => {
    expect(readingsBy({ value: '/*', scale: 1023, offset: 1 }, [0, 0.5, 0.25, 0.1, 0, 0.99])).toEqual([
      [1, 513, 257, 103, 1, 1014],
    ]);
    const kilopascals: DecodeTarget = {
      sensors: [{ id: 1, label: 'H', side: 'left' }],
      lowest: -5,
      highest: 600,
      decimals: 1,
    };
    expect(readingsBy({ value: '/*', scale: 0.1 }, [1234], kilopascals)).toEqual([[123.4]]);
    expect(readingsBy({ value: '/*' }, [-1.26], kilopascals)).toEqual([[-1.3]]);
    expect(refusalBy({ value: '/*' }, [600.1], kilopascals)).toBe('/0 is 600.1, must be -5 to 600');
  });

  test.each([
    ['a text', '"512"', 'a string, must be a number'],
    ['null', 'null', 'null, must be a number'],
    ['a switch', 'true', 'a boolean, must be a number'],
    ['a list', '[1]', 'an array, must be a number'],
    ['too large', '1e300', '1e+300, must be 0 to 1023'],
    ['too small', '-1', '-1, must be 0 to 1023'],
    ['not whole', '1.5', '1.5, must be a whole number where no scale is set'],
  ])('are refused when one is %s', (_, json, message) => {
    const decoded = compileFields({ value: '/p/*' }).decode(Buffer.from(`{"p":[1,2,3,${json},5,6]}`));
    expect(decoded).toMatchObject({ kind: 'refused', message: `/p/3 is ${message}` });
  });

  test('are refused in one line for what is no JSON', () => {
    const decode = (text: string | Buffer) => compileFields({ value: '/*' }).decode(Buffer.from(text));
    expect(decode('[1,2,3,NaN,5,6]')).toMatchObject({ message: 'it is not valid JSON: it has NaN' });
    expect(decode('[1,')).toMatchObject({ reason: 'not-json', message: 'it is not valid JSON' });
    expect(decode(Buffer.from([0xff]))).toMatchObject({ reason: 'not-utf8' });
    expect(decode('['.repeat(500_000))).toMatchObject({ kind: 'refused' });
    expect(decode(`${'['.repeat(200_000)}1${']'.repeat(200_000)}`)).toMatchObject({ kind: 'refused' });
    expect(decode('null')).toMatchObject({
      message: 'at /* is null, must be an array or an object of sensors',
    });
  });

  test('are never those that every object inherits', () => {
    const decode = (text: string) =>
      compileFields({ value: { L0: '/__proto__/a' } }).decode(Buffer.from(text));
    expect(decode('{}')).toMatchObject({ message: '/__proto__/a is missing, must be a number' });
    expect(decode('{"__proto__":{"a":7}}')).toMatchObject({
      kind: 'refused',
      message: 'sensor 1 (L1) is missing',
    });
    expect(refusalBy({ value: '/toString/*' }, {})).toContain('is missing');
    expect(refusalBy({ value: '/*/length' }, [[1]])).toContain('has 1 value');
  });

  test('are refused when there are far too many of them', () => {
    expect(refusalBy({ value: '/*' }, Array(2000).fill(1))).toBe('/* has over 1000 sensors');
    const fields = { value: '/#/*', number: '/#/0' };
    expect(refusalBy(fields, Array(20_001).fill(0))).toBe('/ has over 20000 frames');
  });
});

describe('the frames of an answer', () => {
  const frame = (t: number, first: number) => ({ t, p: [first, ...SIX.slice(1)] });

  test('are rows of a list, each with its own time', () => {
    const decoded = decodeBy(
      { value: '/rows/#/p/*', time: '/rows/#/t', timeUnit: 'ms' },
      {
        rows: [frame(1000, 1), frame(1020, 2)],
      },
    );
    expect(decoded).toMatchObject({
      frames: [
        {
          own: 1,
          deviceSeconds: 1,
          sensors: [{ anomaly: false, id: 0, value: 1, deviceTime: 1000 }, { id: 1 }, {}, {}, {}, {}],
        },
        { own: 1.02, sensors: [{ value: 2, deviceTime: 1020 }, {}, {}, {}, {}, {}] },
      ],
      refused: null,
    });
  });

  test('are columns, as many in each', () => {
    const fields = { value: '/s/*/v/#', time: '/t/#' };
    const s = SIX.map((v) => ({ v: [v, v + 1, v + 2] }));
    expect(readingsBy(fields, { s, t: [1, 2, 3] })).toEqual([0, 1, 2].map((by) => SIX.map((v) => v + by)));
    expect(refusalBy(fields, { s, t: [1, 2] })).toBe('/t/# has 2 frames, and /s/*/v/# has 3');
  });

  test('go by their number where they have one, and keep the time beside it', () => {
    const fields = { value: '/#/p/*', number: '/#/n', time: '/#/t' };
    const decoded = decodeBy(fields, [{ ...frame(5, 1), n: 77 }]);
    expect(decoded).toMatchObject({
      frames: [
        { own: 77, deviceSeconds: 5, sensors: [{ deviceTime: 5, deviceNumber: 77 }, {}, {}, {}, {}, {}] },
      ],
    });
  });

  test('that are wrong are refused alone, and counted', () => {
    const fields = { value: '/#/p/*', time: '/#/t' };
    const decoded = decodeBy(fields, [frame(1, 1), frame(2, 5000), { ...frame(3, 3), t: null }]);
    expect(decoded).toMatchObject({
      frames: [{ own: 1 }],
      refused: { owns: [2, null], first: { message: '/1/p/0 is 5000, must be 0 to 1023' } },
    });
    expect(refusalBy(fields, [{ p: SIX }])).toBe(
      '/0/t is missing, must be a number, or a date and time of ISO 8601',
    );
  });

  test('are none in an empty list, which is no fault', () => {
    expect(decodeBy({ value: '/#/p/*', time: '/#/t' }, [])).toMatchObject({ kind: 'frames', frames: [] });
    expect(refusalBy({ value: '/d/#/*', time: '/d/#/t' }, { d: { a: 1 } })).toBe(
      '/d is an object, must be an array of frames',
    );
  });

  test('say whose they are', () => {
    const fields = { value: '/p/*', patient: '/who', number: '/n' };
    expect(decodeBy(fields, { p: SIX, who: 'a7f-22', n: 1 })).toMatchObject({
      frames: [{ patient: 'a7f-22' }],
    });
    expect(decodeBy(fields, { p: SIX, who: 3, n: 1 })).toMatchObject({ frames: [{ patient: '3' }] });
    expect(refusalBy(fields, { p: SIX, n: 1 })).toBe('/who is missing, must be a number or a text');
  });

  test('are known again in what is stored', () => {
    const { decode, readOwn } = compileFields({ value: '/p/*', time: '/t' });
    const decoded = decode(Buffer.from(JSON.stringify({ p: SIX, t: '2026-11-26T14:03:22.312Z' })));
    const [own] = decoded.kind === 'frames' ? decoded.frames : [];
    expect(own?.own).toBe(Date.UTC(2026, 10, 26, 14, 3, 22, 312) / 1000);
    expect(readOwn(JSON.stringify(own?.sensors))).toBe(own?.own);
    for (const other of ['', '[]', '[1]', '{}', '[{"id":0}]']) expect(readOwn(other)).toBeNull();
  });
});

describe('the patient of an answer', () => {
  test('has the profile that the mapping finds, cleaned', () => {
    const fields = {
      value: '/p/*',
      firstname: '/who/0',
      lastname: '/who/1',
      birthdate: '/born',
      disabled: '/d',
    };
    const answer = { p: SIX, who: ['Jan\u202eek', 7], born: 1982, d: 'yes' };
    expect(decodeBy(fields, answer)).toMatchObject({
      profile: { firstname: 'Janek', lastname: '7', birthdate: '1982', disabled: null, traceName: null },
    });
  });
});

describe('a mapping', () => {
  test('is refused when it names a sensor that the insole does not have', () => {
    expect(() => compileFields({ value: { L9: '/a' } })).toThrow('value has the sensor "L9"');
    expect(() => compileFields({ value: '/*', names: { heel: 77 } })).toThrow('names has the sensor 77');
    const left: DecodeTarget = {
      sensors: [{ id: 1, label: 'H', side: 'left' }],
      lowest: 0,
      highest: 1,
      decimals: 0,
    };
    expect(() => compileFields({ value: { left: '/a/*', right: '/b/*' } }, left)).toThrow(
      'value has right, and there is no sensor on that side',
    );
  });
});
