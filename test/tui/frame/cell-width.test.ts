import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { cellWidth } from '../../../src/tui/frame/cell-width.ts';

test('counts two cells for wide characters and none for combining ones', () => {
  expect(cellWidth('王小明')).toBe(6);
  expect(cellWidth('e\u0301')).toBe(1);
  expect(cellWidth('●▸⣿█ Elżbieta')).toBe(13);
});

test('agrees with string-width on every character', () => {
  for (let code = 0x20; code <= 0x1ffff; code++) {
    // string-width strips what follows this control character, which data never contains.
    if (code === 0x9b) continue;
    const text = String.fromCodePoint(code);
    if (cellWidth(text) !== stringWidth(text)) expect.fail(`U+${code.toString(16)}`);
  }
});

test('agrees with string-width on texts with marks, joiners and flags', () => {
  const pieces = fc.constantFrom(
    ...[
      'a',
      'ż',
      '佐',
      '가',
      'e\u0301',
      '\u0e01\u0e33',
      '\u0928\u093f',
      '\uff76\uff9e',
      '\u1112\u1161\u11ab',
    ],
    ...[
      '😀',
      '❤',
      '❤\ufe0f',
      '#\ufe0f\u20e3',
      '7\u20e3',
      '🇵🇱',
      '🇵',
      '👩\u200d🔬',
      '👍🏽',
      '\u200b',
      '\ufe0f',
      '\u200d',
    ],
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 6 }), (text) => {
      expect(cellWidth(text.join(' '))).toBe(stringWidth(text.join(' ')));
    }),
    { numRuns: 2000 },
  );
});
