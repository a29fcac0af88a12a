/** Longest text that is kept, in code points; real texts are a sentence at most. */
export const MAX_TEXT_LENGTH = 200;

/** How much of a text is read, in UTF-16 units: cleaning a whole hostile body would delay every other poll. */
const MAX_RAW_LENGTH = 2000;

/** Words of printable ASCII and composed Latin letters, one space apart, as nearly every text is: they need no cleaning. */
const CLEAN_TEXT = /^(?:[!-~\u00a1-\u00ac\u00ae-\u017f]+(?: [!-~\u00a1-\u00ac\u00ae-\u017f]+)*)?$/;

const ESCAPE_SEQUENCES = new RegExp(
  [
    // Strings: OSC, DCS, SOS, PM, APC, up to their terminator, or to the end of the text when there is none. A string that starts
    // within another ends the match: otherwise a text of nothing but starts would take quadratic time.
    '(?:\\u001b[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])[^\\u0007\\u001b\\u0090\\u0098\\u009c-\\u009f]*(?:\\u0007|\\u001b\\\\|\\u009c|$)',
    // CSI, then the remaining two-character escapes.
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]?',
    '\\u001b[ -/]*[0-~]?',
  ].join('|'),
  'g',
);
/** Letters and marks of scripts in which joiners are part of the spelling, as of Persian and Sinhala. */
const JOINED = `[${[
  'Arab',
  'Beng',
  'Deva',
  'Gujr',
  'Guru',
  'Khmr',
  'Knda',
  'Mlym',
  'Mymr',
  'Orya',
  'Sinh',
  'Syrc',
  'Taml',
  'Telu',
]
  .map((script) => `\\p{Script=${script}}`)
  .join('')}]`;
/**
 * Controls, format characters and lone surrogates, but not tab to carriage return, which become a space, nor a joiner between letters
 * that need it.
 */
const INVISIBLE = new RegExp(
  `(?![\\t-\\r]|(?<=${JOINED})[\\u200c\\u200d](?=${JOINED}))[\\p{Cc}\\p{Cf}\\p{Cs}]`,
  'gu',
);
const WHITE_SPACE = /\s+/g;
/**
 * Combining marks beyond three on one letter, which would draw over the lines above and below; beyond six in scripts such as
 * Burmese, whose letters have so many.
 */
const MARK_PILES =
  /([\p{Script=Inherited}\p{Script=Thai}\p{Script=Lao}]{3})(?<=\p{M}{3})\p{M}+|(\p{M}{6})\p{M}+/gu;

/**
 * Removes from a text whatever could control a terminal or hide the reading order: escape and OSC sequences, C0, C1 and DEL, and
 * Unicode's format characters (bidirectional controls, zero widths, tags). Text from the API is cleaned once, when it is
 * decoded.
 *
 * @returns the text in NFC on one line, trimmed, words one space apart, `MAX_TEXT_LENGTH` code points at most
 */
export function cleanText(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH && CLEAN_TEXT.test(text)) return text;
  const visible = text
    .slice(0, MAX_RAW_LENGTH)
    .replace(ESCAPE_SEQUENCES, '')
    .replace(INVISIBLE, '')
    .replace(WHITE_SPACE, ' ')
    .normalize('NFC')
    .replace(MARK_PILES, '$1$2')
    .trim();
  return visible.length <= MAX_TEXT_LENGTH ? visible : [...visible].slice(0, MAX_TEXT_LENGTH).join('').trim();
}
