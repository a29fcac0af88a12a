import xterm from '@xterm/headless';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { cellWidth } from '../../../src/tui/frame/cell-width.ts';

test('counts two cells for wide characters and none for combining ones', () => {
  expect(cellWidth('王小明')).toBe(6);
  expect(cellWidth('e\u0301')).toBe(1);
  expect(cellWidth('●▸⣿█ Elżbieta')).toBe(13);
});

test('counts a cell for each letter of a grapheme that terminals do not join', () => {
  expect(cellWidth('กำ')).toBe(2);
  expect(cellWidth('น้ำ')).toBe(2);
  expect(cellWidth('क्षि')).toBe(3);
  expect(cellWidth('\u1112\u1161\u11ab')).toBe(2);
});

test('counts no fewer cells than a terminal takes, for every letter and mark', async () => {
  const terminal = new xterm.Terminal({ cols: 20, rows: 3, allowProposedApi: true });
  const texts = Array.from({ length: 0xf8ff - 0x300 }, (_, offset) => String.fromCharCode(0x300 + offset))
    .filter((character) => /[\p{L}\p{M}]/u.test(character))
    // Fillers of Korean are invisible, and that East Asian letters are wide string-width tells.
    .filter(
      (character) => !/\p{Default_Ignorable_Code_Point}|\p{Script=Han}|[\uac00-\ud7a3]/u.test(character),
    )
    .map((character) => (/\p{M}/u.test(character) ? `a${character}` : character));
  const taken: number[] = [];
  for (const text of texts) terminal.write(`\r${text}`, () => taken.push(terminal.buffer.active.cursorX));
  await new Promise<void>((resolve) => terminal.write('', resolve));
  const tooFew = texts.filter((text, index) => cellWidth(text) < (taken[index] ?? 0));
  expect(tooFew.map((text) => text.codePointAt(text.length - 1)?.toString(16))).toEqual([]);
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
    ...['a', 'ż', '佐', '가', 'e\u0301', '\uff76\uff9e'],
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
