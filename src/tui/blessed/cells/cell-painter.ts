import { stripDiacritics } from '../../../core/strip-diacritics.ts';
import { cellWidth, splitGraphemes } from '../../frame/cell-width.ts';
import type { Block, Colour, Line, Rect, Span } from '../../frame/frame.ts';
import { resolveStyle, type Style, shadeCharacter, type Theme } from '../../frame/theme.ts';
import {
  BOLD,
  CellGrid,
  COVERED,
  DEFAULT_COLOUR,
  INVERSE,
  isPlain,
  packAttribute,
  UNDERLINE,
} from './cell-grid.ts';

interface BoxCharacters {
  readonly corners: readonly [topLeft: string, topRight: string, bottomLeft: string, bottomRight: string];
  readonly across: string;
  readonly down: string;
}
const LIGHT_BOX: BoxCharacters = { corners: ['╭', '╮', '╰', '╯'], across: '─', down: '│' };
const ASCII_BOX: BoxCharacters = { corners: ['+', '+', '+', '+'], across: '-', down: '|' };

/**
 * Writes spans into the cells of the screen, past blessed's own content: no tags are read from data, and a cell
 * holds what a terminal shows as one character. Everything is clipped to the screen.
 */
export class CellPainter {
  #grid = new CellGrid(0, 0);
  readonly #theme: Theme;
  readonly #unicode: boolean;
  readonly #attributes = new Map<string, number>();

  constructor(theme: Theme, unicode: boolean) {
    this.#theme = theme;
    this.#unicode = unicode;
  }

  get grid(): CellGrid {
    return this.#grid;
  }

  /** Empties every cell of a screen of that size. */
  clear(columns: number, rows: number): void {
    if (this.#grid.columns === columns && this.#grid.rows === rows) this.#grid.clear();
    else this.#grid = new CellGrid(columns, rows);
  }

  /** Paints a block's border, if it has one; returns where its content goes. */
  paintFrame({ rect, border }: Pick<Block, 'rect' | 'border'>): Rect {
    if (!border) return rect;
    const { x, y, width, height } = rect;
    const { corners, across, down } = this.#unicode ? LIGHT_BOX : ASCII_BOX;
    const edge = (characters: string): Span => ({ text: characters, foreground: 'dim' });
    const middle = across.repeat(Math.max(0, width - 2));
    this.paintLine([edge(corners[0] + middle + corners[1])], x, y, width);
    for (let row = y + 1; row < y + height - 1; row++) {
      this.paintLine([edge(down)], x, row, 1);
      this.paintLine([edge(down)], x + width - 1, row, 1);
    }
    this.paintLine([edge(corners[2] + middle + corners[3])], x, y + height - 1, width);

    const title = inGap(border.title);
    const note = inGap(border.note);
    const room = width - 2;
    const titleEnd = x + 1 + this.paintLine(title, x + 1, y, Math.min(room, widthOf(title)));
    const noteStart = x + width - 1 - widthOf(note);
    if (noteStart > titleEnd) this.paintLine(note, noteStart, y, widthOf(note));
    return { x: x + 1, y: y + 1, width: width - 2, height: height - 2 };
  }

  /** Paints lines from the top of a rectangle. */
  paintLines(lines: readonly Line[], { x, y, width, height }: Rect): void {
    for (const [row, line] of lines.slice(0, Math.max(0, height)).entries()) {
      this.paintLine(line, x, y + row, width);
    }
  }

  /**
   * Paints a line into at most `width` cells. With a background, the cells that the line leaves free get it too.
   *
   * @returns how many cells the line took
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
    { text, foreground }: Span,
    y: number,
    x: number,
    end: number,
    background: Colour | undefined,
  ): number {
    const attribute = this.#attributeOf(foreground, background);
    const pieces = isPlain(text) ? text : splitGraphemes(text);
    const start = y * this.#grid.columns;
    let column = x;
    for (const piece of pieces) {
      const width = typeof pieces === 'string' ? 1 : cellWidth(piece);
      if (width === 0) continue;
      if (column + width > end) break;
      // ASCII has no shades: whoever draws in it chooses characters that tell.
      const shown = this.#unicode ? shadeCharacter(this.#theme, piece, foreground, background) : piece;
      this.#setCells(start + column, width, attribute, shown);
      column += width;
    }
    return column;
  }

  #setCells(at: number, width: number, attribute: number, piece: string): void {
    const shown = this.#unicode ? piece : inAscii(piece, width);
    for (let offset = 0; offset < width; offset++) {
      const text = this.#unicode ? (offset === 0 ? shown : COVERED) : (shown[offset] ?? '?');
      this.#grid.set(at + offset, text, attribute);
    }
  }

  #attributeOf(foreground: Colour | undefined, background: Colour | undefined): number {
    const key = `${inkKey(foreground)}/${inkKey(background)}`;
    let attribute = this.#attributes.get(key);
    if (attribute === undefined) {
      attribute = packStyle(resolveStyle(this.#theme, foreground, background));
      this.#attributes.set(key, attribute);
    }
    return attribute;
  }
}

function inGap(line: Line): Line {
  return line.length === 0 ? line : [{ text: ' ' }, ...line, { text: ' ' }];
}

function widthOf(line: Line): number {
  return line.reduce((width, { text }) => width + cellWidth(text), 0);
}

/** Data that the view has not put into ASCII: each letter without its marks, or a question mark a cell. */
function inAscii(piece: string, width: number): string {
  const [letter = '?'] = stripDiacritics(piece.normalize('NFKD'));
  return (letter >= ' ' && letter <= '~' ? letter : '?').padEnd(width, '?');
}

function inkKey(foreground: Colour | undefined): string | number {
  return typeof foreground === 'object' ? foreground.step : (foreground ?? '');
}

function packStyle({ foreground, background, bold, underline, inverse }: Style): number {
  const flags = (bold ? BOLD : 0) | (underline ? UNDERLINE : 0) | (inverse ? INVERSE : 0);
  return packAttribute(flags, foreground ?? DEFAULT_COLOUR, background ?? DEFAULT_COLOUR);
}
