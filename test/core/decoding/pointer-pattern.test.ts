import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  escapeStep,
  lookUp,
  type PointerPattern,
  parsePattern,
} from '../../../src/core/decoding/pointer-pattern.ts';

const find = (root: unknown, text: string, frame = 0) => {
  const found = lookUp(root, parsePattern(text) as PointerPattern, frame);
  return Array.isArray(found) ? found.map(({ value }) => value) : found;
};

describe('a pointer', () => {
  // The examples of RFC 6901, section 5.
  const document = {
    foo: ['bar', 'baz'],
    '': 0,
    'a/b': 1,
    'c%d': 2,
    'e^f': 3,
    'g|h': 4,
    'i\\j': 5,
    'k"l': 6,
    ' ': 7,
    'm~n': 8,
  };
  test.each([
    ['', document],
    ['/foo', document.foo],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
    ['/foo/01', undefined],
    ['/foo/-', undefined],
    ['/foo/length', undefined],
    ['/none/0', undefined],
  ])('%s leads where RFC 6901 says', (text, value) => {
    expect(find(document, text)).toEqual([value]);
  });

  test('leads to every member, whatever it is called', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 4 }), (names) => {
        const root = names.reduceRight<unknown>((value, name) => Object.fromEntries([[name, value]]), 7);
        return find(root, names.map((name) => `/${escapeStep(name)}`).join(''))?.toString() === '7';
      }),
    );
  });

  test('leads to each sensor with *, and to one frame with #', () => {
    const root = { f: [{ s: [1, 2] }, { s: { a: 3, b: 4 } }] };
    expect(find(root, '/f/#/s/*', 0)).toEqual([1, 2]);
    expect(find(root, '/f/#/s/*', 1)).toEqual([3, 4]);
    expect(find({ '*': { '#': 5 } }, '/~2/~3')).toEqual([5]);
  });
});
