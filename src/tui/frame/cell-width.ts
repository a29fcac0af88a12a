import { eastAsianWidth } from 'get-east-asian-width';

// string-width counts the same, and loads as long as half of Node for its list of all emoji: tests compare the two.

/** Latin letters, box drawing, blocks, signs and Braille: one cell each, and nearly all that is ever drawn. */
const ONE_CELL_EACH =
  /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u25fc\u2800-\u28ff]*$/;
/** Made when they are needed first, which on most screens is never: they take their time. */
let patterns: ReturnType<typeof makePatterns> | null = null;

function makePatterns() {
  return {
    /** A sign that is shown as an emoji, a keycap, the two letters of a flag, or signs that are joined. */
    emoji:
      /^(\p{Extended_Pictographic}\ufe0f|[\d#*]\ufe0f?\u20e3|[\u{1f1e6}-\u{1f1ff}]{2}|\p{Extended_Pictographic}.*\u200d\p{Extended_Pictographic})/u,
    /** A vowel or a voicing mark with cells of its own, within one character as people count them. */
    widens: /^[\p{Mc}\uff00-\uffef]$/u,
    invisible: /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Cs}]$/u,
    graphemes: new Intl.Segmenter(),
  };
}

function known() {
  patterns ??= makePatterns();
  return patterns;
}

/** A text character by character, as people count them. */
export function splitGraphemes(text: string): string[] {
  return Array.from(known().graphemes.segment(text), ({ segment }) => segment);
}

/** Cells that a text takes on the screen. */
export function cellWidth(text: string): number {
  if (ONE_CELL_EACH.test(text)) return text.length;
  return splitGraphemes(text).reduce((width, grapheme) => width + widthOf(grapheme), 0);
}

function widthOf(grapheme: string): number {
  const { emoji, invisible, widens } = known();
  const [base, ...others] = [...grapheme].filter((character) => !invisible.test(character));
  if (base === undefined) return 0;
  if (emoji.test(grapheme)) return 2;
  return others.reduce(
    (width, other) => width + (widens.test(other) ? widthOfOne(other) : 0),
    widthOfOne(base),
  );
}

function widthOfOne(character: string): number {
  return eastAsianWidth(character.codePointAt(0) ?? 0);
}
