/**
 * Text from the API reaches a terminal, so it is cleaned once, where it is decoded: whole escape and OSC
 * sequences, C0, C1 and DEL, and Unicode's format characters (bidirectional controls, zero widths, tags).
 */

/** Longest text kept, in code points: real ones are a sentence at most. */
export const MAX_TEXT_LENGTH = 200;

/** What is read of a longer text, in UTF-16 units: cleaning a whole hostile body would hold up every other poll. */
const MAX_RAW_LENGTH = 2000;

/** Words of printable ASCII and composed Latin letters, one space apart: nearly every text, clean as it is. */
const CLEAN_ALREADY = /^(?:[!-~\u00a1-\u00ac\u00ae-\u017f]+(?: [!-~\u00a1-\u00ac\u00ae-\u017f]+)*)?$/;

const ESCAPE_SEQUENCES = new RegExp(
  [
    // Strings: OSC, DCS, SOS, PM, APC, up to their terminator, or to the end when it is missing. One within another
    // ends the search: it would be made again from there, and a text of nothing else would take its square.
    '(?:\\u001b[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])[^\\u0007\\u001b\\u0090\\u0098\\u009c-\\u009f]*(?:\\u0007|\\u001b\\\\|\\u009c|$)',
    // CSI, then what is left of two-character escapes.
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]?',
    '\\u001b[ -/]*[0-~]?',
  ].join('|'),
  'g',
);
/** White space among them, tab to carriage return, parts words: it becomes a space. */
const INVISIBLE = /(?![\t-\r])[\p{Cc}\p{Cf}\p{Cs}]/gu;
const WHITE_SPACE = /\s+/g;
/** More than a few marks on one letter draw over the lines above and below. */
const MARK_PILES = /(\p{M}{3})\p{M}+/gu;

/** The text without anything that could steer a terminal or hide its reading order, on one line, trimmed. */
export function cleanText(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH && CLEAN_ALREADY.test(text)) return text;
  const visible = text
    .slice(0, MAX_RAW_LENGTH)
    .replace(ESCAPE_SEQUENCES, '')
    .replace(INVISIBLE, '')
    .replace(WHITE_SPACE, ' ')
    .normalize('NFC')
    .replace(MARK_PILES, '$1')
    .trim();
  return visible.length <= MAX_TEXT_LENGTH ? visible : [...visible].slice(0, MAX_TEXT_LENGTH).join('').trim();
}
