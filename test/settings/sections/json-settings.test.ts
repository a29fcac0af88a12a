import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../src/core/refusal.ts';
import { SETTINGS } from '../../../src/settings/registry.ts';

function read(key: 'api.url' | 'api.ids' | 'api.fields', raw: unknown): unknown {
  const value = SETTINGS[key].read(raw);
  return value instanceof Refusal ? value.reason : value;
}

describe('api.url', () => {
  test.each([
    ['https://host/v1/{patient}/latest?n=50', 'https://host/v1/%7Bpatient%7D/latest?n=50'],
    ['http://host?d={patient}', 'http://host/?d={patient}'],
    ['http://u:p@host:81/x', 'http://u:p@host:81/x'],
    ['host/{patient}', 'it does not begin with http:// or https://'],
    ['http://host/{patient}#x', 'what follows its # is never sent'],
    ['http://{patient}.host/', '{patient} may stand in its path and its query only'],
    ['http://host/{id}', 'the only place in braces is {patient}'],
    ['http://host/{patient', 'the only place in braces is {patient}'],
    ['http://host:port/{patient}', 'its host or its port is wrong'],
    ['http://u:%@host/', 'its user or password has a % that encodes nothing'],
  ])('%s is %s', (given, value) => {
    expect(read('api.url', given)).toBe(value);
  });

  test('is shown without what may be a secret', () => {
    expect(SETTINGS['api.url'].show('http://u:p@host/secret/{patient}?key=1')).toBe(
      'http://***@host/***?***',
    );
  });
});

describe('api.ids', () => {
  test.each([
    [
      { 3: 'a7f-22', 4: 77 },
      { 3: 'a7f-22', 4: '77' },
    ],
    [['a'], 'one of its keys is no number of a patient'],
    [{ three: 'a' }, 'one of its keys is no number of a patient'],
    [{ 3: 1.5 }, 'the name of patient 3 is no text; a number with a point stands in quotes'],
    [{ 3: '..' }, 'the name of patient 3 cannot stand in an address'],
    [{ 3: 'a\nb' }, 'the name of patient 3 cannot stand in an address'],
    [{ 3: 'a', 4: 'a' }, 'patients 3 and 4 have the same name'],
  ])('%j is %j', (given, value) => {
    if (Array.isArray(given)) expect(read('api.ids', given)).toBeNull();
    else expect(read('api.ids', given)).toEqual(value);
  });
});

describe('api.fields', () => {
  test('are shown as they were written', () => {
    const fields = { value: { left: '/l/*', right: '/r/*' }, time: '/t' };
    const mapping = SETTINGS['api.fields'].read(fields);
    if (mapping === null || mapping instanceof Refusal) throw new Error('refused');
    expect(SETTINGS['api.fields'].show(mapping)).toEqual(fields);
  });

  test('are refused with the key that is wrong', () => {
    expect(read('api.fields', { value: 'p' })).toBe('value is no JSON pointer: a pointer begins with /');
  });
});
