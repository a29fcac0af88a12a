import { cellWidth } from '../fit-line.ts';
import type { Block, Ink, Line, Rect, Span } from '../frame.ts';
import { type Look, lookOf, shadeCharacter, type Theme } from '../theme.ts';
import type { ScreenInternals, ScreenRow } from './screen-internals.ts';

interface BoxCharacters {
  readonly corners: readonly [topLeft: string, topRight: string, bottomLeft: string, bottomRight: string];
  readonly across: string;
  readonly down: string;
}
const LIGHT_BOX: BoxCharacters = { corners: ['╭', '╮', '╰', '╯'], across: '─', down: '│' };
const ASCII_BOX: BoxCharacters = { corners: ['+', '+', '+', '+'], across: '-', down: '|' };

/** Text of which each UTF-16 unit is a cell: ASCII, Latin, boxes, blocks, Braille. */
const PLAIN =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u25fc\u2800-\u28ff]*$/;
const graphemes = new Intl.Segmenter();

/** blessed's default colour. */
const DEFAULT_COLOUR = 0x1ff;

/**
 * Writes spans into the cells of a blessed screen, past blessed's own content: no tags are read from data, and a
 * cell holds what a terminal shows as one character. Everything is clipped to the screen.
 */
export class CellPainter {
  readonly #screen: ScreenInternals;
  readonly #theme: Theme;
  readonly #unicode: boolean;
  readonly #attributes = new Map<string, number>();

  constructor(screen: ScreenInternals, theme: Theme, unicode: boolean) {
    this.#screen = screen;
    this.#theme = theme;
    this.#unicode = unicode;
  }

  /** Empties every cell, and has all of them compared with what the terminal shows. */
  clear(): void {
    for (const row of this.#screen.lines) {
      for (const cell of row) {
        cell[0] = this.#screen.dattr;
        cell[1] = ' ';
      }
      row.dirty = true;
    }
  }

  /** Paints a block's border, if it has one; returns where its content goes. */
  paintFrame({ rect, border }: Pick<Block, 'rect' | 'border'>): Rect {
    if (!border) return rect;
    const { x, y, width, height } = rect;
    const { corners, across, down } = this.#unicode ? LIGHT_BOX : ASCII_BOX;
    const edge = (characters: string): Span => ({ text: characters, ink: 'dim' });
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
   * Paints a line into at most `width` cells. With a paper, the cells that the line leaves free get it too.
   *
   * @returns how many cells the line took
   */
  paintLine(line: Line, x: number, y: number, width: number, paper?: Ink): number {
    const row = this.#screen.lines[y];
    if (!row) return 0;
    const end = Math.min(x + width, row.length);
    let column = x;
    for (const span of line) column = this.#paintSpan(span, row, column, end, span.paper ?? paper);
    const used = column - x;
    if (paper !== undefined && column < end) {
      this.#paintSpan({ text: ' '.repeat(end - column) }, row, column, end, paper);
    }
    return used;
  }

  #paintSpan({ text, ink }: Span, row: ScreenRow, x: number, end: number, paper: Ink | undefined): number {
    const attribute = this.#attributeOf(ink, paper);
    const pieces = PLAIN.test(text) ? text : graphemesOf(text);
    let column = x;
    for (const piece of pieces) {
      const width = typeof pieces === 'string' ? 1 : cellWidth(piece);
      if (width === 0) continue;
      if (column + width > end) break;
      this.#setCells(row, column, width, attribute, shadeCharacter(this.#theme, piece, ink, paper));
      column += width;
    }
    return column;
  }

  /**
   * blessed takes a cell for a column. So what is not surely one column wide is followed by the column it has to
   * end at, which is also right in a terminal that counts its width otherwise, and by cells that step over the rest.
   */
  #setCells(row: ScreenRow, column: number, width: number, attribute: number, piece: string): void {
    const isPlain = width === 1 && piece.length === 1;
    const shown = this.#unicode ? piece : inAscii(piece, width);
    for (let offset = 0; offset < width; offset++) {
      const cell = row[column + offset];
      if (!cell) return;
      cell[0] = attribute;
      if (!this.#unicode) cell[1] = shown[offset] ?? '?';
      else if (isPlain) cell[1] = shown;
      else cell[1] = offset === 0 ? `${shown}\x1b[${column + 2}G` : STEP_RIGHT;
    }
  }

  #attributeOf(ink: Ink | undefined, paper: Ink | undefined): number {
    const key = `${inkKey(ink)}/${inkKey(paper)}`;
    let attribute = this.#attributes.get(key);
    if (attribute === undefined) {
      attribute = packLook(lookOf(this.#theme, ink, paper));
      this.#attributes.set(key, attribute);
    }
    return attribute;
  }
}

const STEP_RIGHT = '\x1b[C';

function inGap(line: Line): Line {
  return line.length === 0 ? line : [{ text: ' ' }, ...line, { text: ' ' }];
}

function widthOf(line: Line): number {
  return line.reduce((width, { text }) => width + cellWidth(text), 0);
}

function graphemesOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** Data that the view has not put into ASCII: each letter without its marks, or a question mark a cell. */
function inAscii(piece: string, width: number): string {
  const [letter = '?'] = piece.normalize('NFKD');
  return (letter >= ' ' && letter <= '~' ? letter : '?').padEnd(width, '?');
}

function inkKey(ink: Ink | undefined): string | number {
  return typeof ink === 'object' ? ink.step : (ink ?? '');
}

/** blessed's attribute: flags, foreground, background. */
function packLook({ ink, paper, bold, underline, inverse }: Look): number {
  const flags = (bold ? 1 : 0) | (underline ? 2 : 0) | (inverse ? 8 : 0);
  return (flags << 18) | ((ink ?? DEFAULT_COLOUR) << 9) | (paper ?? DEFAULT_COLOUR);
}
