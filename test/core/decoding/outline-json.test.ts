import { describe, expect, test } from 'vitest';
import { outlineJson } from '../../../src/core/decoding/outline-json.ts';

const DEEP: unknown = JSON.parse('[[[[[[[1]]]]]]]');

describe('outlineJson', () => {
  test.each([
    [
      { who: 'Ada', rows: [{ t: 1, p: [1, 2, 3] }, {}] },
      '{who: string, rows: [2 x {t: number, p: [3 x number]}]}',
    ],
    [[], '[]'],
    [{ a: null, b: true, c: {} }, '{a: null, b: boolean, c: {}}'],
    [{ 'a/b\u001b[2J': 1 }, '{a~1b?[2J: number}'],
    [DEEP, '[1 x [1 x [1 x [1 x [1 x [1 x [...]]]]]]]'],
  ])('tells the shape of %j and not what it holds', (value, outline) => {
    expect(outlineJson(value)).toBe(outline);
  });

  test('stays short', () => {
    const names = Array.from({ length: 500 }, (_, at) => `member-${at}-${'x'.repeat(99)}`);
    const wide = Object.fromEntries(names.map((name) => [name, 1]));
    expect(outlineJson(wide).length).toBeLessThanOrEqual(400);
  });
});
