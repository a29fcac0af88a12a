import { isRightToLeft, LEFT_TO_RIGHT_MARK } from '../../../core/right-to-left.ts';
import { stripDiacritics } from '../../../core/strip-diacritics.ts';
import { cellWidth, splitGraphemes } from '../../frame/cell-width.ts';
import { lineWidth } from '../../frame/fit-line.ts';
import type { Block, Colour, Line, Rect, Span } from '../../frame/frame.ts';
import { resolveStyle, type Style, shadeCharacter, type Theme } from '../../frame/theme.ts';
import {
  BOLD,
  CellGrid,
  COMES_FIRST,
  COVERED,
  DEFAULT_COLOUR,
  INVERSE,
  isPlain,
  packAttribute,
  UNDERLINE,
  UNTOUCHED,
} from './cell-grid.ts';

/** The characters that borders are drawn with. */
interface BoxCharacters {
  readonly corners: readonly [topLeft: string, topRight: string, bottomLeft: string, bottomRight: string];
  readonly across: string;
  readonly down: string;
}
const LIGHT_BOX: BoxCharacters = { corners: ['╭', '╮', '╰', '╯'], across: '─', down: '│' };
const ASCII_BOX: BoxCharacters = { corners: ['+', '+', '+', '+'], across: '-', down: '|' };

/**
 * Paints spans into the cells of the screen, beside blessed's own content: no markup is read from data, and a cell
 * holds one grapheme. Everything is clipped to the screen.
 */
export class CellPainter {
  #grid = new CellGrid(0, 0);
  readonly #theme: Theme;
  readonly #unicode: boolean;
  readonly #attributes = new Map<string, number>();
  readonly #claims = new Map<string, number>();

  constructor(theme: Theme, unicode: boolean) {
    this.#theme = theme;
    this.#unicode = unicode;
  }

  /** The cells that were painted since the last clear(). */
  get grid(): CellGrid {
    return this.#grid;
  }

  /** Starts an empty screen of the given size. */
  clear(columns: number, rows: number): void {
    if (this.#grid.columns === columns && this.#grid.rows === rows) this.#grid.clear();
    else this.#grid = new CellGrid(columns, rows);
  }

  /** Paints a block's border, if it has one; returns the rectangle for its content. */
  paintBorder({ rect, border }: Pick<Block, 'rect' | 'border'>): Rect {
    if (!border) return rect;
    const { x, y, width, height } = rect;
    const { corners, across, down } = this.#unicode ? LIGHT_BOX : ASCII_BOX;
    const edge = (characters: string): Span => ({ text: characters, foreground: 'dim' });
    const horizontal = across.repeat(Math.max(0, width - 2));
    this.paintLine([edge(corners[0] + horizontal + corners[1])], x, y, width);
    for (let row = y + 1; row < y + height - 1; row++) {
      this.paintLine([edge(down)], x, row, 1);
      this.paintLine([edge(down)], x + width - 1, row, 1);
    }
    this.paintLine([edge(corners[2] + horizontal + corners[3])], x, y + height - 1, width);

    const title = spaceAround(border.title);
    const note = spaceAround(border.note);
    const room = width - 2;
    const titleEnd = x + 1 + this.paintLine(title, x + 1, y, Math.min(room, lineWidth(title)));
    const noteStart = x + width - 1 - lineWidth(note);
    if (noteStart > titleEnd) this.paintLine(note, noteStart, y, lineWidth(note));
    return { x: x + 1, y: y + 1, width: width - 2, height: height - 2 };
  }

  /** Paints lines into a rectangle, from its top; what does not fit is left out. */
  paintLines(lines: readonly Line[], { x, y, width, height }: Rect): void {
    for (const [row, line] of lines.slice(0, Math.max(0, height)).entries()) {
      this.paintLine(line, x, y + row, width);
    }
  }

  /**
   * Paints a line into at most `width` cells. A background also fills the cells that the line leaves free.
   *
   * @returns how many cells the line itself took
   */
  paintLine(line: Line, x: number, y: number, width: number, background?: Colour): number {
    const { columns, rows } = this.#grid;
    if (y < 0 || y >= rows) return 0;
    const end = Math.min(x + width, columns);
    let column = x;
    for (const span of line) column = this.#paintSpan(span, y, column, end, span.background ?? background);
    const used = column - x;
    if (background !== undefined && column < end) {
      this.#paintSpan({ text: ' '.repeat(end - column) }, y, column, end, background);
    }
    return used;
  }

  #paintSpan(
    { text, foreground, claim, comesFirst }: Span,
    y: number,
    x: number,
    end: number,
    background: Colour | undefined,
  ): number {
    const attribute = this.#findAttribute(foreground, background);
    const pieces = isPlain(text) ? text : splitGraphemes(text);
    const claimed = typeof pieces === 'string' ? this.#numberClaim(claim, comesFirst) : 0;
    const start = y * this.#grid.columns;
    const isSetOff = this.#unicode && typeof pieces !== 'string' && isRightToLeft(text);
    if (isSetOff) this.#setOff(y, x);
    let column = x;
    for (const piece of pieces) {
      const width = typeof pieces === 'string' ? 1 : cellWidth(piece);
      if (width === 0) continue;
      if (column + width > end) break;
      // ASCII has no shades: there the screens choose characters that tell loads apart.
      const shown = this.#unicode ? shadeCharacter(this.#theme, piece, foreground, background) : piece;
      this.#setCells(start + column, { width, attribute, claimed }, shown);
      column += width;
    }
    if (isSetOff) this.#setOff(y, column);
    return column;
  }

  /** Sets off what ends before a cell from what begins there, for terminals that reorder text written from the right. */
  #setOff(y: number, column: number): void {
    if (column <= 0 || column > this.#grid.columns) return;
    let at = y * this.#grid.columns + column - 1;
    while (this.#grid.texts[at] === COVERED && at % this.#grid.columns > 0) at--;
    const text = this.#grid.texts[at] ?? ' ';
    if (!text.endsWith(LEFT_TO_RIGHT_MARK))
      this.#grid.set(at, text + LEFT_TO_RIGHT_MARK, this.#grid.attributes[at] ?? UNTOUCHED);
  }

  #setCells(
    at: number,
    { width, attribute, claimed }: { width: number; attribute: number; claimed: number },
    piece: string,
  ): void {
    const shown = this.#unicode ? piece : toAscii(piece, width);
    for (let offset = 0; offset < width; offset++) {
      const text = this.#unicode ? (offset === 0 ? shown : COVERED) : (shown[offset] ?? '?');
      this.#grid.set(at + offset, text, attribute, claimed);
    }
  }

  #numberClaim(claim: string | undefined, comesFirst: true | undefined): number {
    if (claim === undefined) return comesFirst ? COMES_FIRST : 0;
    const known = this.#claims.get(claim);
    if (known !== undefined) return known;
    const number = this.#claims.size + 1;
    this.#claims.set(claim, number);
    return number;
  }

  #findAttribute(foreground: Colour | undefined, background: Colour | undefined): number {
    const key = `${makeColourKey(foreground)}/${makeColourKey(background)}`;
    let attribute = this.#attributes.get(key);
    if (attribute === undefined) {
      attribute = packStyle(resolveStyle(this.#theme, foreground, background));
      this.#attributes.set(key, attribute);
    }
    return attribute;
  }
}

function spaceAround(line: Line): Line {
  return line.length === 0 ? line : [{ text: ' ' }, ...line, { text: ' ' }];
}

/**
 * The last resort for text that the screens left as it was: its first letter without marks, or a question mark for each
 * cell.
 */
function toAscii(piece: string, width: number): string {
  const [letter = '?'] = stripDiacritics(piece.normalize('NFKD'));
  return (letter >= ' ' && letter <= '~' ? letter : '?').padEnd(width, '?');
}

function makeColourKey(foreground: Colour | undefined): string | number {
  return typeof foreground === 'object' ? foreground.step : (foreground ?? '');
}

function packStyle({ foreground, background, bold, underline, inverse }: Style): number {
  const flags = (bold ? BOLD : 0) | (underline ? UNDERLINE : 0) | (inverse ? INVERSE : 0);
  return packAttribute(flags, foreground ?? DEFAULT_COLOUR, background ?? DEFAULT_COLOUR);
}
