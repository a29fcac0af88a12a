import { eastAsianWidth } from 'get-east-asian-width';
import { isLateMark } from './late-marks.ts';

// The package string-width counts the same, but for graphemes of several letters, and its list of all emoji takes half as long to
// load as Node itself. A test compares the two.

/** Latin letters, box drawing, blocks, signs and Braille: one cell each, and nearly everything that is drawn. */
const ONE_CELL_EACH =
  /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u25fc\u2800-\u28ff]*$/;
/** Made at the first use, which most screens never come to: compiling them is slow. */
let patterns: ReturnType<typeof makePatterns> | null = null;

function makePatterns() {
  return {
    /**
     * A grapheme that is shown as an emoji: a pictograph, a keycap, the two letters of a flag, or a joined sequence.
     */
    emoji:
      /^(\p{Extended_Pictographic}\ufe0f|[\d#*]\ufe0f?\u20e3|[\u{1f1e6}-\u{1f1ff}]{2}|\p{Extended_Pictographic}.*\u200d\p{Extended_Pictographic})/u,
    /** Drawn over what is before them: vowels and final consonants of Korean, skin tones of emoji. */
    joined: /^[\u1160-\u11ff\ud7b0-\ud7ff\p{Emoji_Modifier}]$/u,
    invisible: /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Cs}]$/u,
    graphemes: new Intl.Segmenter(),
  };
}

function getPatterns() {
  patterns ??= makePatterns();
  return patterns;
}

/** Splits a text into graphemes, which are characters as people count them. */
export function splitGraphemes(text: string): string[] {
  return Array.from(getPatterns().graphemes.segment(text), ({ segment }) => segment);
}

/** How many cells a text takes on the screen. */
export function cellWidth(text: string): number {
  if (ONE_CELL_EACH.test(text)) return text.length;
  return splitGraphemes(text).reduce((width, grapheme) => width + graphemeWidth(grapheme), 0);
}

/**
 * Terminals give each letter of a grapheme cells of its own, as in Devanagari's conjuncts and in Thai with SARA AM: a grapheme
 * that had fewer would be overwritten by what follows it.
 */
function graphemeWidth(grapheme: string): number {
  const { emoji, invisible, joined } = getPatterns();
  const characters = [...grapheme];
  const [base, ...others] = characters.filter((character) => !invisible.test(character));
  if (base === undefined) return 0;
  if (emoji.test(grapheme)) return 2;
  if (characters.length === 1) return characterWidth(base);
  return others.reduce(
    (width, other) => width + (joined.test(other) ? 0 : characterWidth(other)),
    characterWidth(base) + characters.filter(isLateMark).length,
  );
}

function characterWidth(character: string): number {
  return eastAsianWidth(character.codePointAt(0) ?? 0);
}
