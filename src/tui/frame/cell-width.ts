import { eastAsianWidth } from 'get-east-asian-width';

// The package string-width counts the same, but its list of all emoji takes half as long to load as Node itself. A test
// compares the two.

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
    /** A vowel sign or voicing mark that takes cells of its own within a grapheme. */
    spacingMark: /^[\p{Mc}\uff00-\uffef]$/u,
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

function graphemeWidth(grapheme: string): number {
  const { emoji, invisible, spacingMark } = getPatterns();
  const [base, ...others] = [...grapheme].filter((character) => !invisible.test(character));
  if (base === undefined) return 0;
  if (emoji.test(grapheme)) return 2;
  return others.reduce(
    (width, other) => width + (spacingMark.test(other) ? characterWidth(other) : 0),
    characterWidth(base),
  );
}

function characterWidth(character: string): number {
  return eastAsianWidth(character.codePointAt(0) ?? 0);
}
