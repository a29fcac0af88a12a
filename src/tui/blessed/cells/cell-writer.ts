import type { TerminfoCapabilities } from '../terminfo.ts';
import { BLANK_NEEDS, countUtf8Bytes, listDrawings, makeExactNeeds } from './cell-drawing.ts';
import { CellGrid, COVERED, isOneColumn, UNTOUCHED, unpackAttribute } from './cell-grid.ts';
import { moveCursor, type Place } from './move-cursor.ts';
import { joinRuns, orderRuns, type Run } from './order-runs.ts';
import { findShift } from './row-shift.ts';
import { changeSgr, PLAIN_SGR, type SgrChange, type SgrState } from './sgr-state.ts';

/** Resets the SGR state, removes any scroll region (the cursor would stop at its edge), and clears the screen. */
const CLEAR_SCREEN = '\x1b[m\x1b[r\x1b[2J';
const CLEAR_TO_END_OF_LINE = '\x1b[K';
/** Fewer blanks at the end of a row are written as they are. */
const MIN_CLEARED = 5;
/** The cursor crosses at most this many unchanged cells by writing them again: more never cost less than a move. */
const MAX_REWRITTEN = 8;
/** Stands for the text of a cell of which it is not known what the terminal shows. */
const UNKNOWN = null;
/** Erasing leaves the cursor where it is, so fewer blanks cost less when they are written. */
const MIN_ERASED = 8;

/**
 * Works out the escape codes that make a terminal show the cells of a grid, in as few bytes as possible: only cells
 * that differ from what the terminal shows, the shortest cursor moves, and only the colours that change. Part of a
 * row that has moved to the left, as a trace does, is moved by the terminal itself.
 */
export class CellWriter {
  readonly #canShift: boolean;
  readonly #canErase: boolean;
  #columns = 0;
  #rows = 0;
  /** What the terminal shows, cell by cell. */
  #attributes = new Int32Array(0);
  #texts: (string | typeof UNKNOWN)[] = [];
  /** Where the cursor is; null where terminals do not agree. */
  #cursor: Place | null = null;
  #sgr: SgrState = PLAIN_SGR;
  #codes = '';

  constructor({ canShift, canErase }: TerminfoCapabilities) {
    this.#canShift = canShift;
    this.#canErase = canErase;
  }

  /** Makes a writer that knows the same of the terminal, for trying how much an update would cost. */
  clone(): CellWriter {
    const copy = new CellWriter({ canShift: this.#canShift, canErase: this.#canErase });
    copy.#columns = this.#columns;
    copy.#rows = this.#rows;
    copy.#attributes = this.#attributes.slice();
    copy.#texts = this.#texts.slice();
    copy.#cursor = this.#cursor;
    copy.#sgr = this.#sgr;
    return copy;
  }

  /** Drops what is known of the terminal's cells: the next update clears the screen and writes all of it. */
  forget(): void {
    this.#columns = 0;
    this.#rows = 0;
  }

  /** What the terminal shows; null when that is not known. Claims are not kept. */
  readShown(): CellGrid | null {
    if (this.#columns === 0) return null;
    const shown = new CellGrid(this.#columns, this.#rows);
    shown.attributes.set(this.#attributes);
    for (let at = 0; at < this.#texts.length; at++) shown.texts[at] = this.#texts[at] ?? ' ';
    return shown;
  }

  /** Returns the codes that make the terminal show the grids one after the other; the empty string when it shows the last. */
  update(...grids: readonly CellGrid[]): string {
    this.#codes = '';
    this.#cursor = null;
    for (const grid of grids) {
      if (grid.columns !== this.#columns || grid.rows !== this.#rows) this.#clear(grid);
      const runs: Run[] = [];
      for (let row = 0; row < grid.rows; row++) this.#updateRow(grid, row, runs);
      for (const run of orderRuns(runs)) this.#writeRun(grid, run);
    }
    return this.#codes;
  }

  #clear({ columns, rows }: CellGrid): void {
    this.#columns = columns;
    this.#rows = rows;
    this.#attributes = new Int32Array(columns * rows).fill(UNTOUCHED);
    this.#texts = new Array<string>(columns * rows).fill(' ');
    this.#sgr = PLAIN_SGR;
    this.#codes = CLEAR_SCREEN;
  }

  #isShown(grid: CellGrid, at: number, shownAt = at): boolean {
    return grid.texts[at] === this.#texts[shownAt] && grid.attributes[at] === this.#attributes[shownAt];
  }

  /** Remembers that the terminal now shows the grid's cells from `start` up to, not including, `end`. */
  #markShown(grid: CellGrid, start: number, end: number): void {
    for (let at = start; at < end; at++) {
      this.#texts[at] = grid.texts[at] ?? ' ';
      this.#attributes[at] = grid.attributes[at] ?? UNTOUCHED;
    }
  }

  /** Writes at once what is cheaper for the row as a whole; the cells that still differ are added to the runs. */
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

  /** Adds the equal cells from `at` on, up to one that is shown already; returns how many they are. */
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

  /** Moves what has moved to the left: deletes the cells before it, and inserts as many behind it. */
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

  /** Whether every cell is one column wide, before and after: in other rows terminals may disagree on columns. */
  #isPlainRow({ texts }: CellGrid, start: number): boolean {
    for (let at = start; at < start + this.#columns; at++) {
      const shown = this.#texts[at];
      if (!isOneColumn(shown) || !isOneColumn(texts[at])) return false;
    }
    return true;
  }

  /** Clears the end of a row where that takes fewer bytes than writing its blanks. */
  #clearEnd({ texts, attributes }: CellGrid, start: number, end: number): void {
    let blankFrom = end;
    let wrong = 0;
    while (blankFrom > start && texts[blankFrom - 1] === ' ' && attributes[blankFrom - 1] === UNTOUCHED) {
      blankFrom--;
      if (this.#texts[blankFrom] !== ' ' || this.#attributes[blankFrom] !== UNTOUCHED) wrong++;
    }
    if (wrong < MIN_CLEARED) return;
    this.#moveTo(Math.floor(start / this.#columns), blankFrom - start);
    this.#applySgr(changeSgr(this.#sgr, BLANK_NEEDS));
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
    this.#markShown(grid, at, at + text.length);
  }

  /** Records the cursor after a write. Behind the last column terminals do not agree on where it is. */
  #setColumn(y: number, x: number): void {
    this.#cursor = x < this.#columns ? { x, y } : null;
  }

  /**
   * Writes the character that a cell belongs to, with all of its columns. The terminal may take its width for another:
   * so the columns are blanked first, and what follows starts at its own column and is written anew.
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
      this.#applySgr(changeSgr(this.#sgr, makeExactNeeds(attribute)));
      this.#codes += ' '.repeat(next - at) + goToColumn(at - start) + text + goToColumn(next - start);
    }
    this.#markShown(grid, at, next);
    if (!isOneColumn(text) && next < end) this.#texts[next] = UNKNOWN;
    this.#setColumn(row, next - start);
    return next;
  }

  /** Sets the SGR state with which `count` such cells take the fewest bytes; returns the text to write for each. */
  #prepare(text: string, attribute: number, count: number): string {
    let cheapest: { text: string; change: SgrChange; bytes: number } | null = null;
    for (const drawing of listDrawings(text, attribute)) {
      const change = changeSgr(this.#sgr, drawing.needs);
      const bytes = change.codes.length + count * countUtf8Bytes(drawing.text);
      if (!cheapest || bytes < cheapest.bytes) cheapest = { text: drawing.text, change, bytes };
    }
    if (cheapest) this.#applySgr(cheapest.change);
    return cheapest?.text ?? text;
  }

  #applySgr({ codes, state }: SgrChange): void {
    this.#codes += codes;
    this.#sgr = state;
  }

  #moveTo(row: number, column: number): void {
    this.#codes += moveCursor(this.#cursor, { x: column, y: row });
    this.#cursor = { x: column, y: row };
  }

  /** Brings the cursor to a cell: by a move, or by writing the unchanged cells on the way again if that is shorter. */
  #stepTo(grid: CellGrid, row: number, column: number): void {
    const from = this.#cursor;
    if (from?.y === row && from.x === column) return;
    const move = moveCursor(from, { x: column, y: row });
    if (from?.y === row && from.x < column && column - from.x <= MAX_REWRITTEN) {
      const between = this.#rewrite(grid, row, from.x, column);
      if (between !== null && countUtf8Bytes(between) <= move.length) {
        this.#codes += between;
        return;
      }
    }
    this.#codes += move;
  }

  /** The text of the cells between two columns, or null unless the current SGR state can draw all of them. */
  #rewrite({ texts, attributes }: CellGrid, row: number, from: number, end: number): string | null {
    let written = '';
    for (let at = row * this.#columns + from; at < row * this.#columns + end; at++) {
      const text = texts[at];
      if (!isOneColumn(text) || this.#texts[at] === UNKNOWN) return null;
      const drawing = listDrawings(text, attributes[at] ?? UNTOUCHED).find(
        ({ needs }) => changeSgr(this.#sgr, needs).codes === '',
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

function isBlank(text: string, attribute: number): boolean {
  return text === ' ' && unpackAttribute(attribute).flags === 0;
}
