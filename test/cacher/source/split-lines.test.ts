import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ByteLine, LineSplitter } from '../../../src/cacher/source/split-lines.ts';

const toText = (lines: readonly ByteLine[]) =>
  lines.map((line) => (line === null ? null : Buffer.from(line).toString()));

function split(text: string, sizes: readonly number[], maxBytes = 1000): (string | null)[] {
  const splitter = new LineSplitter(maxBytes);
  const bytes = Buffer.from(text);
  const lines: (string | null)[] = [];
  let from = 0;
  for (const size of [...sizes, bytes.length]) {
    lines.push(...toText(splitter.push(bytes.subarray(from, from + size))));
    from += size;
  }
  return [...lines, ...toText(splitter.end())];
}

describe('lines of bytes', () => {
  test('are the same however the bytes come', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'ą', '{', '"') });
    const sizes = fc.array(fc.integer({ min: 0, max: 7 }));
    fc.assert(
      fc.property(
        fc.array(line),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        sizes,
        (lines, end, isEnded, cuts) => {
          const text = lines.join(end) + (isEnded ? end : '');
          expect(split(text, cuts)).toEqual(lines.filter((each) => each !== ''));
        },
      ),
    );
  });

  test('that are too long are told as such, and the next one is whole', () => {
    const text = `ab\n${'x'.repeat(5000)}\ncd\n${'y'.repeat(11)}`;
    for (const size of [1, 7, 100, 9999]) {
      const cuts = Array(Math.ceil(text.length / size)).fill(size);
      expect(split(text, cuts, 10)).toEqual(['ab', null, 'cd', null]);
    }
  });
});
