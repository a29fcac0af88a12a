/** The colour number that stands for the terminal's default colour. */
export const DEFAULT_COLOUR = 0x1ff;
/** A flag of a cell's style, as a bit: bold. */
export const BOLD = 1;
/** A flag of a cell's style, as a bit: underlined. */
export const UNDERLINE = 2;
/** A flag of a cell's style, as a bit: foreground and background change places. */
export const INVERSE = 8;

/** Packs a cell's style into one number, its attribute: the flags, and nine bits for each colour. */
export function packAttribute(flags: number, foreground: number, background: number): number {
  return (flags << 18) | (foreground << 9) | background;
}

/** Takes an attribute apart again. */
export function unpackAttribute(attribute: number): {
  flags: number;
  foreground: number;
  background: number;
} {
  return { flags: attribute >> 18, foreground: (attribute >> 9) & 0x1ff, background: attribute & 0x1ff };
}

/** The attribute of a cell that nothing was written to: a space in the terminal's default colours. */
export const UNTOUCHED = packAttribute(0, DEFAULT_COLOUR, DEFAULT_COLOUR);

/** Stands in place of a claim for what is written before anything else, and contradicts nothing. */
export const COMES_FIRST = -1;

/** The text of a cell that is covered by the wide character to its left. */
export const COVERED = '';

/** The block element that fills the upper half of a cell. */
export const UPPER_HALF = '▀';
/** The block element that fills the lower half of a cell. */
export const LOWER_HALF = '▄';
/** The block element that fills a cell. */
export const FULL = '█';

/** Text in which each UTF-16 unit takes one cell: ASCII, Latin, boxes, blocks, Braille. */
const PLAIN =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2212\u2264\u2265\u2500-\u25fc\u2800-\u28ff]*$/;

/** Whether a cell's text takes one column in every terminal. */
export function isOneColumn(text: string | null | undefined): text is string {
  return text?.length === 1 && isPlain(text);
}

/** Whether each UTF-16 unit of a text takes one cell in every terminal. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/**
 * The cells of a screen, row by row. Cells that look the same are stored the same, so that nothing is written for a
 * difference that nobody can see: a block in the colour of its background becomes a space, and a space has no
 * foreground.
 */
export class CellGrid {
  readonly columns: number;
  readonly rows: number;
  readonly attributes: Int32Array;
  /** The text of each cell: one grapheme, or COVERED. */
  readonly texts: string[];
  /** What each cell's text claims of now, as a number that stands for the claim; 0 for nothing, or COMES_FIRST. */
  readonly claims: Int32Array;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.attributes = new Int32Array(columns * rows).fill(UNTOUCHED);
    this.texts = new Array<string>(columns * rows).fill(' ');
    this.claims = new Int32Array(columns * rows);
  }

  /** Makes a grid with the same cells. */
  clone(): CellGrid {
    const copy = new CellGrid(this.columns, this.rows);
    copy.attributes.set(this.attributes);
    copy.claims.set(this.claims);
    for (let at = 0; at < this.texts.length; at++) copy.texts[at] = this.texts[at] ?? ' ';
    return copy;
  }

  /** Makes every cell an untouched one. */
  clear(): void {
    this.attributes.fill(UNTOUCHED);
    this.texts.fill(' ');
    this.claims.fill(0);
  }

  /** Sets the cell at an index, which is `row * columns + column`. */
  set(at: number, text: string, attribute: number, claim = 0): void {
    this.claims[at] = claim;
    const { flags, foreground, background } = unpackAttribute(attribute);
    const isSolid =
      foreground === background && foreground !== DEFAULT_COLOUR && (text === FULL || text === UPPER_HALF);
    if ((text === ' ' || isSolid) && (flags & (UNDERLINE | INVERSE)) === 0) {
      this.texts[at] = ' ';
      this.attributes[at] = packAttribute(0, DEFAULT_COLOUR, background);
    } else {
      this.texts[at] = text;
      this.attributes[at] = attribute;
    }
  }
}
