import { expect, test } from 'vitest';
import { parseJson } from '../../src/core/parse-json.ts';

test('gives the value of a JSON text, null included', () => {
  expect(parseJson('{"a":[1]}')).toEqual({ a: [1] });
  expect(parseJson('null')).toBeNull();
});

test('gives undefined for a text that is not JSON', () => {
  expect(parseJson('{"a":')).toBeUndefined();
  expect(parseJson('')).toBeUndefined();
});
