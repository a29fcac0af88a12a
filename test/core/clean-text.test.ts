import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, MAX_TEXT_LENGTH } from '../../src/core/clean-text.ts';

describe('cleanText', () => {
  test.each([
    'Elżbieta',
    'piotrek - w czasie spaceru z psem',
    'Ñandú Ørsted',
    '山田太郎',
    'مريم',
    '{bold}',
    'a\u0323\u0302',
    'علی\u200cرضا',
    'ක්\u200dෂේම',
    'မြွှေ့',
    'བསྒྲུབས',
    'น้ำทิพย์',
    '',
  ])('leaves ordinary text as it is: %s', (text) => {
    expect(cleanText(text)).toBe(text.normalize('NFC'));
  });

  test.each([
    ['a colour', '\u001b[31mJan\u001b[0m', 'Jan'],
    ['a colour by C1', '\u009b31mJan', 'Jan'],
    ['a window title', '\u001b]0;owned\u0007Jan', 'Jan'],
    ['a title ended by ST', '\u001b]0;owned\u001b\\Jan', 'Jan'],
    ['a title by C1', '\u009d0;owned\u009cJan', 'Jan'],
    ['a title without an end', 'Jan\u001b]0;owned', 'Jan'],
    ['a device control string', '\u001bP1$qm\u001b\\Jan', 'Jan'],
    ['a terminal reset', '\u001bcJan', 'Jan'],
    ['a character set', '\u001b(0Jan', 'Jan'],
    ['a CSI that is cut off', 'Jan\u001b[3', 'Jan'],
    ['a sequence within a sequence', '\u001b\u001b[0m[31mJan', '[31mJan'],
    ['a hyperlink', '\u001b]8;;http://evil\u001b\\Jan\u001b]8;;\u001b\\', 'Jan'],
  ])('removes %s as a whole', (_, hostile, clean) => {
    expect(cleanText(hostile)).toBe(clean);
  });

  test('removes C0, DEL, C1, zero widths, tags, lone surrogates and bidirectional controls', () => {
    const hostile = '\u0000\u0007\u0008\u007f\u0085\u00ad\u200b\u202e\u2066\ufeff\u{e0041}\ud800';
    expect(cleanText(`J${hostile}an`)).toBe('Jan');
  });

  test('removes joiners that join nothing, and those between letters of other scripts', () => {
    expect(cleanText('J\u200dan Now\u200cak\u200c\u200d \u200dعلی\u200c 王\u200d王')).toBe(
      'Jan Nowak علی 王王',
    );
  });

  test('keeps few marks of Thai on a letter, which are known to be piled up', () => {
    expect([...cleanText(`ก${'็'.repeat(50)}ข`)]).toHaveLength(5);
    expect([...cleanText(`က${'ြွှေ့'.repeat(50)}ခ`)]).toHaveLength(8);
  });

  test('puts words on one line, one space apart, trimmed', () => {
    expect(cleanText(' \tAnna\r\n \u2028Maria\u00a0 Kos \n')).toBe('Anna Maria Kos');
  });

  test('leaves no double space where something invisible stood', () => {
    expect(cleanText('Anna \u200b Maria')).toBe('Anna Maria');
  });

  test('keeps three combining marks on a letter, since more draw over other lines', () => {
    expect([...cleanText(`x${'\u0336\u0337'.repeat(500)}y`)]).toHaveLength(5);
  });

  test(`keeps ${MAX_TEXT_LENGTH} code points and cuts none in two`, () => {
    expect(cleanText('x'.repeat(5000))).toBe('x'.repeat(MAX_TEXT_LENGTH));
    expect(cleanText('🚶'.repeat(MAX_TEXT_LENGTH))).toBe('🚶'.repeat(MAX_TEXT_LENGTH));
    expect(cleanText('🚶'.repeat(5000))).toBe('🚶'.repeat(MAX_TEXT_LENGTH));
  });

  const hostileText = fc
    .array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(
          '\u001b',
          '\u001b[',
          '\u001b]',
          '\u009d',
          '\u009b',
          '\u0007',
          '\\',
          ';',
          'm',
          ' ',
          '\n',
        ),
        fc.constantFrom('\u202e', '\u06a9', '\u200c', '\u200d', '\ufeff', '\u0301', '\ud83d', 'ż', 'J'),
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join(''));

  test('leaves nothing in any text that controls a terminal', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const clean = cleanText(text);
        const isJoined = /(?<=[\p{L}\p{M}])[\u200c\u200d](?=[\p{L}\p{M}])/gu;
        expect(clean.replace(isJoined, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(clean).toBe(clean.trim());
        expect([...clean].length).toBeLessThanOrEqual(MAX_TEXT_LENGTH);
      }),
      { numRuns: 2000 },
    );
  });

  test('changes no text that it has cleaned before', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('reads the first 2,000 UTF-16 units of a text, and not one more', () => {
    expect(cleanText(`${'\u200b'.repeat(1999)}ab`)).toBe('a');
    expect(cleanText(`${'\u200b'.repeat(2000)}ab`)).toBe('');
  });

  test.each(['\u009d', '\u001b]', '\u001b[', '\u0301\u0327', ' ', '\u0336', 'a '])(
    'reads no more than the start of a body full of %j',
    (piece) => {
      const start = piece.repeat(1000);
      expect(cleanText(`${start}${piece.repeat(30_000)}\u001bx`)).toBe(cleanText(start));
    },
  );
});
