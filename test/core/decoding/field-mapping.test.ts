import { describe, expect, test } from 'vitest';
import { readFieldMapping } from '../../../src/core/decoding/field-mapping.ts';
import { Refusal } from '../../../src/core/refusal.ts';

const refusalOf = (raw: unknown) => {
  const mapping = readFieldMapping(raw);
  return mapping instanceof Refusal ? mapping.reason : null;
};

describe('readFieldMapping', () => {
  test.each([
    [null, 'it is no mapping'],
    [[], 'it is no mapping'],
    [{}, 'value is missing, which says where the readings are'],
    [{ value: '/*', valeu: '/*' }, 'there is no "valeu"; allowed are value, id, names'],
    [{ value: 3 }, 'value must be a pointer, or a mapping of left, right'],
    [{ value: {} }, 'value must be a pointer, or a mapping of left, right'],
    [{ value: 'data' }, 'value is no JSON pointer: a pointer begins with /'],
    [{ value: '/a~b' }, 'value is no JSON pointer: a ~ stands for itself as ~0'],
    [{ value: '/*/*' }, 'value is no JSON pointer: * is there twice'],
    [{ value: { left: '/l/*', right: 7 } }, 'value of "right" must be a JSON pointer'],
    [{ value: { all: '/l/*' } }, 'a pointer for all sensors stands by itself'],
    [{ value: '/*', time: '/t/*' }, 'time has a *, but is not of single sensors'],
    [{ value: '/#/*' }, 'value has a #, but neither time nor number tells the frames apart'],
    [{ value: '/#/*', time: '/t' }, 'time has no #, so that all frames of an answer would have the same'],
    [{ value: '/*', time: '/#/t' }, 'time or number has a #, but value has none'],
    [{ value: { left: '/#/l/*', right: '/r/*' }, time: '/#/t' }, 'only some pointers of value have a #'],
    [{ value: { left: '/l/*' }, id: '/i/*' }, 'id must have the same parts as value'],
    [{ value: '/*', timeUnit: 'min' }, 'timeUnit must be one of auto, s, ms, us, ns'],
    [{ value: '/*', scale: 0 }, 'scale must be a number other than 0'],
    [{ value: '/*', scale: '2' }, 'scale must be a number other than 0'],
    [{ value: '/*', offset: Number.POSITIVE_INFINITY }, 'offset must be a number'],
    [{ value: '/*', rate: -1 }, 'rate must be a number over 0'],
    [{ value: '/*', names: { heel: 'R2' } }, 'names: "heel" must be the id of a sensor'],
    [
      { value: '/#/*', time: '/#/t', firstname: '/#/n' },
      'firstname has a #, but a patient has one for all frames',
    ],
  ])('refuses %j', (raw, reason) => {
    expect(refusalOf(raw)).toContain(reason);
  });

  test('takes every key, and leaves out what is empty', () => {
    const raw = {
      value: { left: '/#/l/*/p', right: '/#/r/*/p' },
      id: { right: '/#/r/*/i', left: '/#/l/*/i' },
      anomaly: null,
      names: { heel: 2 },
      time: '/#/t',
      timeUnit: 'us',
      number: '/#/n',
      rate: 50,
      scale: 0.25,
      offset: -1,
      patient: '/#/who',
      firstname: '/name',
    };
    expect(readFieldMapping(raw)).toMatchObject({
      anomaly: null,
      timeUnit: 'us',
      rate: 50,
      scale: 0.25,
      offset: -1,
      source: raw,
    });
  });
});
