/**
 * Text from the API reaches a terminal, so it is cleaned once, where it is decoded: whole escape and OSC
 * sequences, C0, C1 and DEL, and Unicode's format characters (bidirectional controls, zero widths, tags).
 */

/** Longest text kept, in code points: real ones are a sentence at most. */
export const MAX_TEXT_LENGTH = 200;

const ESCAPE_SEQUENCES = new RegExp(
  [
    // Strings: OSC, DCS, SOS, PM, APC, up to their terminator, or to the end when it is missing.
    '(?:\\u001b[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c|$)',
    // CSI, then what is left of two-character escapes.
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]?',
    '\\u001b[ -/]*[0-~]?',
  ].join('|'),
  'g',
);
const WHITE_SPACE = /[\s\u2028\u2029]+/gu;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}]/gu;
/** More than a few marks on one letter draw over the lines above and below. */
const MARK_PILES = /(\p{M}{3})\p{M}+/gu;

/** The text without anything that could steer a terminal or hide its reading order, on one line, trimmed. */
export function cleanText(text: string): string {
  const visible = text
    .replace(ESCAPE_SEQUENCES, '')
    .replace(WHITE_SPACE, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(MARK_PILES, '$1')
    .trim();
  return visible.length <= MAX_TEXT_LENGTH ? visible : [...visible].slice(0, MAX_TEXT_LENGTH).join('').trim();
}
