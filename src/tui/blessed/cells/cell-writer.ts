import type { TerminfoCapabilities } from '../terminal-name.ts';
import {
  type CellGrid,
  COVERED,
  DEFAULT_COLOUR,
  FULL,
  INVERSE,
  isPlain,
  LOWER_HALF,
  packAttribute,
  UNDERLINE,
  UNTOUCHED,
  UPPER_HALF,
  unpackAttribute,
} from './cell-grid.ts';
import { moveCursor, type Place } from './move-cursor.ts';
import { joinRuns, orderRuns, type Run } from './order-runs.ts';
import { findShift } from './row-shift.ts';
import {
  ALL_FLAGS,
  changeSgr,
  PLAIN_SGR,
  type SgrChange,
  type SgrNeeds,
  type SgrState,
} from './sgr-state.ts';

/** Plain colours, no part of the screen scrolled by itself (the cursor would stop at its edge), no cells. */
const CLEAR_SCREEN = '\x1b[m\x1b[r\x1b[2J';
const CLEAR_TO_END_OF_LINE = '\x1b[K';
/** Fewer blanks are written as they are. */
const MIN_CLEARED = 5;
/** A longer way is never shorter written again than stepped over. */
const MAX_REWRITTEN = 8;
/** A cell of which is not known what the terminal shows there. */
const UNKNOWN = null;

/** Erasing leaves the cursor where it is, and is worth its codes from so many blanks on. */
const MIN_ERASED = 8;

/** One of the ways to draw a cell. */
interface Drawing {
  readonly text: string;
  readonly needs: SgrNeeds;
}

/**
 * Tells a terminal what to change, so that it shows the cells of a grid, in as few bytes as it can: only the cells
 * that differ from what it shows, the shortest moves of the cursor, of colours only what changes. A part of a row that
 * has moved to the left, as a trace does, is moved by the terminal itself.
 */
export class CellWriter {
  readonly #canShift: boolean;
  readonly #canErase: boolean;
  #columns = 0;
  #rows = 0;
  #attributes = new Int32Array(0);
  #texts: (string | typeof UNKNOWN)[] = [];
  /** Where the cursor is; null where terminals do not agree. */
  #cursor: Place | null = null;
  #pen: SgrState = PLAIN_SGR;
  #codes = '';

  constructor({ canShift, canErase }: TerminfoCapabilities) {
    this.#canShift = canShift;
    this.#canErase = canErase;
  }

  /** What the terminal shows is not known any more: the next update clears it. */
  forget(): void {
    this.#columns = 0;
    this.#rows = 0;
  }

  /** What has to be written so that the terminal shows the grid; nothing when it does. */
  update(grid: CellGrid): string {
    this.#codes = '';
    this.#cursor = null;
    if (grid.columns !== this.#columns || grid.rows !== this.#rows) this.#clear(grid);
    const runs: Run[] = [];
    for (let row = 0; row < grid.rows; row++) this.#updateRow(grid, row, runs);
    for (const run of orderRuns(runs)) this.#writeRun(grid, run);
    return this.#codes;
  }

  #clear({ columns, rows }: CellGrid): void {
    this.#columns = columns;
    this.#rows = rows;
    this.#attributes = new Int32Array(columns * rows).fill(UNTOUCHED);
    this.#texts = new Array<string>(columns * rows).fill(' ');
    this.#pen = PLAIN_SGR;
    this.#codes = CLEAR_SCREEN;
  }

  #isShown(grid: CellGrid, at: number, shownAt = at): boolean {
    return grid.texts[at] === this.#texts[shownAt] && grid.attributes[at] === this.#attributes[shownAt];
  }

  /** What is shorter for a whole row at once is done now; the cells that are wrong then are added to the runs. */
  #updateRow(grid: CellGrid, row: number, runs: Run[]): void {
    const start = row * this.#columns;
    const end = start + this.#columns;
    let at = start;
    while (at < end && this.#isShown(grid, at)) at++;
    if (at === end) return;
    const isPlainRow = this.#isPlainRow(grid, start);
    if (this.#canShift && isPlainRow) this.#shiftParts(grid, row, at - start);
    this.#clearEnd(grid, start, end);
    while (at < end) {
      if (this.#isShown(grid, at)) at++;
      else if (isPlainRow) at += this.#addRun(grid, row, at, end, runs);
      else at = this.#writeCharacter(grid, row, at);
    }
  }

  #addRun(grid: CellGrid, row: number, at: number, end: number, runs: Run[]): number {
    const text = grid.texts[at] ?? ' ';
    const attribute = grid.attributes[at] ?? UNTOUCHED;
    let next = at + 1;
    while (
      next < end &&
      grid.texts[next] === text &&
      grid.attributes[next] === attribute &&
      !this.#isShown(grid, next)
    ) {
      next++;
    }
    const count = next - at;
    const isErased = this.#canErase && isBlank(text, attribute) && count >= MIN_ERASED;
    const run = { x: at % this.#columns, y: row, text: text.repeat(count), attribute, isErased };
    const last = runs.at(-1);
    const joined = last && joinRuns(last, run);
    if (joined) runs[runs.length - 1] = joined;
    else runs.push(run);
    return count;
  }

  #shiftParts(grid: CellGrid, row: number, from: number): void {
    const start = row * this.#columns;
    const isSame = (now: number, before: number) => this.#isShown(grid, start + now, start + before);
    let shift = findShift(this.#columns, from, isSame);
    while (shift) {
      const { start: first, end, by } = shift;
      const count = by === 1 ? '' : by;
      this.#moveTo(row, first);
      this.#codes += `\x1b[${count}P`;
      this.#moveTo(row, end);
      this.#codes += `\x1b[${count}@`;
      this.#attributes.copyWithin(start + first, start + first + by, start + end + by);
      this.#texts.copyWithin(start + first, start + first + by, start + end + by);
      this.#texts.fill(UNKNOWN, start + end, start + end + by);
      shift = findShift(this.#columns, end + by, isSame);
    }
  }

  /** In other rows terminals may not agree on which column a cell is. */
  #isPlainRow({ texts }: CellGrid, start: number): boolean {
    for (let at = start; at < start + this.#columns; at++) {
      const shown = this.#texts[at];
      if (!isOneColumn(shown) || !isOneColumn(texts[at])) return false;
    }
    return true;
  }

  /** Clears the end of a row where that is shorter. */
  #clearEnd({ texts, attributes }: CellGrid, start: number, end: number): void {
    let blankFrom = end;
    let wrong = 0;
    while (blankFrom > start && texts[blankFrom - 1] === ' ' && attributes[blankFrom - 1] === UNTOUCHED) {
      blankFrom--;
      if (this.#texts[blankFrom] !== ' ' || this.#attributes[blankFrom] !== UNTOUCHED) wrong++;
    }
    if (wrong < MIN_CLEARED) return;
    this.#moveTo(Math.floor(start / this.#columns), blankFrom - start);
    this.#take(changeSgr(this.#pen, EMPTY_NEEDS));
    this.#codes += CLEAR_TO_END_OF_LINE;
    this.#texts.fill(' ', blankFrom, end);
    this.#attributes.fill(UNTOUCHED, blankFrom, end);
  }

  #writeRun(grid: CellGrid, { x, y, text, attribute, isErased }: Run): void {
    this.#stepTo(grid, y, x);
    const [first = ' '] = text.trimStart();
    const drawn = this.#prepare(first, attribute, isErased ? 1 : text.length);
    if (isErased && drawn === ' ') {
      this.#codes += `\x1b[${text.length}X`;
      this.#cursor = { x, y };
    } else {
      this.#codes += drawn === first ? text : drawn.repeat(text.length);
      this.#setColumn(y, x + text.length);
    }
    const at = y * this.#columns + x;
    for (let cell = at; cell < at + text.length; cell++) {
      this.#texts[cell] = grid.texts[cell] ?? ' ';
      this.#attributes[cell] = grid.attributes[cell] ?? UNTOUCHED;
    }
  }

  /** In the last column terminals do not agree on where the cursor is. */
  #setColumn(y: number, x: number): void {
    this.#cursor = x < this.#columns ? { x, y } : null;
  }

  /**
   * Writes the character that a cell belongs to, all of its columns. Its width may not be what we take it for: its
   * columns are emptied before, and what follows goes to its own column and is written anew.
   *
   * @returns the next cell
   */
  #writeCharacter(grid: CellGrid, row: number, cell: number): number {
    const start = row * this.#columns;
    const end = start + this.#columns;
    let at = cell;
    while (at > start && grid.texts[at] === COVERED) at--;
    let next = at + 1;
    while (next < end && grid.texts[next] === COVERED) next++;
    const text = grid.texts[at] ?? ' ';
    const attribute = grid.attributes[at] ?? UNTOUCHED;
    this.#stepTo(grid, row, at - start);
    if (isOneColumn(text)) {
      const drawn = this.#prepare(text, attribute, 1);
      this.#codes += drawn;
    } else {
      this.#take(changeSgr(this.#pen, exactNeeds(attribute)));
      this.#codes += ' '.repeat(next - at) + goToColumn(at - start) + text + goToColumn(next - start);
    }
    for (let covered = at; covered < next; covered++) {
      this.#texts[covered] = grid.texts[covered] ?? ' ';
      this.#attributes[covered] = grid.attributes[covered] ?? UNTOUCHED;
    }
    if (!isOneColumn(text) && next < end) this.#texts[next] = UNKNOWN;
    this.#setColumn(row, next - start);
    return next;
  }

  /** Takes the pen with which so many cells are drawn in the fewest bytes; returns the text of each. */
  #prepare(text: string, attribute: number, count: number): string {
    let cheapest: { text: string; change: SgrChange; bytes: number } | null = null;
    for (const drawing of drawingsOf(text, attribute)) {
      const change = changeSgr(this.#pen, drawing.needs);
      const bytes = change.codes.length + count * bytesOf(drawing.text);
      if (!cheapest || bytes < cheapest.bytes) cheapest = { text: drawing.text, change, bytes };
    }
    if (cheapest) this.#take(cheapest.change);
    return cheapest?.text ?? text;
  }

  #take({ codes, state }: SgrChange): void {
    this.#codes += codes;
    this.#pen = state;
  }

  #moveTo(row: number, column: number): void {
    this.#codes += moveCursor(this.#cursor, { x: column, y: row });
    this.#cursor = { x: column, y: row };
  }

  /** To a cell of this row: over what is right already it may be shorter to write it again. */
  #stepTo(grid: CellGrid, row: number, column: number): void {
    const from = this.#cursor;
    if (from?.y === row && from.x === column) return;
    const move = moveCursor(from, { x: column, y: row });
    if (from?.y === row && from.x < column && column - from.x <= MAX_REWRITTEN) {
      const between = this.#rewrite(grid, row, from.x, column);
      if (between !== null && bytesOf(between) <= move.length) {
        this.#codes += between;
        return;
      }
    }
    this.#codes += move;
  }

  /** The cells between two columns, if the pen can draw them as it is. */
  #rewrite({ texts, attributes }: CellGrid, row: number, from: number, end: number): string | null {
    let written = '';
    for (let at = row * this.#columns + from; at < row * this.#columns + end; at++) {
      const text = texts[at];
      if (!isOneColumn(text) || this.#texts[at] === UNKNOWN) return null;
      const drawing = drawingsOf(text, attributes[at] ?? UNTOUCHED).find(
        ({ needs }) => changeSgr(this.#pen, needs).codes === '',
      );
      if (!drawing) return null;
      written += drawing.text;
    }
    return written;
  }
}

function goToColumn(column: number): string {
  return `\x1b[${column + 1}G`;
}

const EMPTY_NEEDS: SgrNeeds = {
  flags: 0,
  mask: UNDERLINE | INVERSE,
  foreground: null,
  background: DEFAULT_COLOUR,
};

function isOneColumn(text: string | null | undefined): text is string {
  return text?.length === 1 && isPlain(text);
}

function isBlank(text: string, attribute: number): boolean {
  return text === ' ' && unpackAttribute(attribute).flags === 0;
}

function exactNeeds(attribute: number): SgrNeeds {
  return { ...unpackAttribute(attribute), mask: ALL_FLAGS };
}

const drawings = new Map<string, readonly Drawing[]>();

/** The ways to draw a cell, which all look the same. */
function drawingsOf(text: string, attribute: number): readonly Drawing[] {
  const key = `${text}${attribute}`;
  let ways = drawings.get(key);
  if (!ways) {
    ways = findDrawings(text, attribute);
    drawings.set(key, ways);
  }
  return ways;
}

function findDrawings(text: string, attribute: number): Drawing[] {
  const { flags, foreground, background } = unpackAttribute(attribute);
  const exact: Drawing = { text, needs: exactNeeds(attribute) };
  if (flags !== 0) return [exact];
  if (text === ' ') {
    const empty: Drawing = { text, needs: { ...EMPTY_NEEDS, background } };
    if (background === DEFAULT_COLOUR) return [empty];
    return [
      empty,
      { text: FULL, needs: { flags, mask: ALL_FLAGS, foreground: background, background: null } },
    ];
  }
  const isHalf = text === UPPER_HALF || text === LOWER_HALF;
  if (isHalf && foreground !== DEFAULT_COLOUR && background !== DEFAULT_COLOUR) {
    const other = text === UPPER_HALF ? LOWER_HALF : UPPER_HALF;
    return [exact, { text: other, needs: exactNeeds(packAttribute(flags, background, foreground)) }];
  }
  return [exact];
}

function bytesOf(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
  }
  return bytes;
}
