/** The number of the terminal's own colour. */
export const DEFAULT_COLOUR = 0x1ff;
export const BOLD = 1;
export const UNDERLINE = 2;
export const INVERSE = 8;

/** How a cell looks, in one number: flags, foreground and background. */
export function packAttribute(flags: number, foreground: number, background: number): number {
  return (flags << 18) | (foreground << 9) | background;
}

export function unpackAttribute(attribute: number): {
  flags: number;
  foreground: number;
  background: number;
} {
  return { flags: attribute >> 18, foreground: (attribute >> 9) & 0x1ff, background: attribute & 0x1ff };
}

/** An untouched cell: a space in the terminal's own colours. */
export const UNTOUCHED = packAttribute(0, DEFAULT_COLOUR, DEFAULT_COLOUR);

/** Stands in the columns that the character before them reaches over. */
export const COVERED = '';

export const UPPER_HALF = '▀';
export const LOWER_HALF = '▄';
export const FULL = '█';

/** Text of which each UTF-16 unit is a cell: ASCII, Latin, boxes, blocks, Braille. */
const PLAIN =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u25fc\u2800-\u28ff]*$/;

/** Whether a text is one column a UTF-16 unit in every terminal. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/**
 * The cells of a screen, row by row. What looks the same is kept as the same, so that nothing is written for a
 * difference that nobody sees: a full block on background of its own colour is a space, and of a space the foreground is nothing.
 */
export class CellGrid {
  readonly columns: number;
  readonly rows: number;
  readonly attributes: Int32Array;
  /** What stands in each cell: one character as people count them, or COVERED. */
  readonly texts: string[];

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.attributes = new Int32Array(columns * rows).fill(UNTOUCHED);
    this.texts = new Array<string>(columns * rows).fill(' ');
  }

  clear(): void {
    this.attributes.fill(UNTOUCHED);
    this.texts.fill(' ');
  }

  set(at: number, text: string, attribute: number): void {
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
