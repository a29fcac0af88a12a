import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';
import {
  BOLD,
  COVERED,
  DEFAULT_COLOUR,
  INVERSE,
  UNDERLINE,
  unpackAttribute,
} from '../../src/tui/blessed/cells/cell-grid.ts';

/** What a cell of the screen shows. Colours are xterm's indices; null is the terminal's own. */
export interface Cell {
  readonly text: string;
  /** Cells that it takes: 2 for a wide character, 0 for the cell that one covers. */
  readonly width: number;
  readonly foreground: number | null;
  readonly background: number | null;
  readonly isBold: boolean;
  readonly isUnderlined: boolean;
  readonly isInverse: boolean;
}

/** A terminal in memory: what is written to `output` can be read cell by cell, and `input` takes keys. */
export class VirtualTerminal {
  readonly input = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode(isRaw: boolean) {
      this.isRaw = isRaw;
    },
  });
  readonly output: TerminalOutput;
  readonly #screen: xterm.Terminal;

  constructor(columns: number, rows: number) {
    this.#screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.output = new TerminalOutput(columns, rows, this.#screen);
  }

  /** Changes its size, as when a user drags the window. */
  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    this.output.columns = columns;
    this.output.rows = rows;
    this.output.emit('resize');
  }

  /** Sends what the terminal sends for keys or the mouse. */
  press(bytes: string | Uint8Array): void {
    this.input.write(bytes);
  }

  /** Waits until everything written so far has reached the screen. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise<void>((resolve) => this.#screen.write('', resolve));
  }

  /** The screen's rows, without the spaces at their ends. */
  async lines(): Promise<string[]> {
    await this.settle();
    return Array.from({ length: this.#screen.rows }, (_, y) => this.#line(y).translateToString().trimEnd());
  }

  async cell(x: number, y: number): Promise<Cell> {
    await this.settle();
    return this.#cell(x, y);
  }

  /** The whole screen, row by row. */
  async cells(): Promise<Cell[][]> {
    await this.settle();
    const { rows, cols } = this.#screen;
    return Array.from({ length: rows }, (_, y) => Array.from({ length: cols }, (_, x) => this.#cell(x, y)));
  }

  #cell(x: number, y: number): Cell {
    const cell = this.#line(y).getCell(x);
    if (!cell) throw new RangeError(`there is no cell at ${x}, ${y}`);
    return {
      text: cell.getChars(),
      width: cell.getWidth(),
      foreground: cell.isFgDefault() ? null : cell.getFgColor(),
      background: cell.isBgDefault() ? null : cell.getBgColor(),
      isBold: cell.isBold() !== 0,
      isUnderlined: cell.isUnderline() !== 0,
      isInverse: cell.isInverse() !== 0,
    };
  }

  /** What can be seen in each cell, row by row; cells that look the same give the same text. */
  async seenCells(): Promise<string[]> {
    await this.settle();
    return Array.from({ length: this.#screen.rows }, (_, y) => this.#line(y)).flatMap((line) =>
      Array.from({ length: this.#screen.cols }, (_, x) => {
        const cell = line.getCell(x);
        if (!cell) throw new RangeError(`there is no cell at ${x}`);
        const flags = (cell.isBold() ? BOLD : 0) | (cell.isUnderline() ? UNDERLINE : 0);
        return describeSeenCell({
          text: cell.getWidth() === 0 ? COVERED : cell.getChars() || ' ',
          flags: flags | (cell.isInverse() ? INVERSE : 0),
          foreground: cell.isFgDefault() ? DEFAULT_COLOUR : cell.getFgColor(),
          background: cell.isBgDefault() ? DEFAULT_COLOUR : cell.getBgColor(),
        });
      }),
    );
  }

  /** Whether the alternate screen is shown. */
  async isAlternate(): Promise<boolean> {
    await this.settle();
    return this.#screen.buffer.active.type === 'alternate';
  }

  #line(y: number) {
    const { active } = this.#screen.buffer;
    const line = active.getLine(active.baseY + y);
    if (!line) throw new RangeError(`there is no line ${y}`);
    return line;
  }
}

class TerminalOutput extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  /** Everything that was written. */
  written = '';
  readonly #screen: xterm.Terminal;
  #isStalled = false;
  #goOn: (() => void) | null = null;

  constructor(columns: number, rows: number, screen: xterm.Terminal) {
    // Every write fills it, as over a slow link.
    super({ decodeStrings: false, highWaterMark: 1 });
    this.columns = columns;
    this.rows = rows;
    this.#screen = screen;
  }

  /** Holds back everything that is written from now on. */
  stall(): void {
    this.#isStalled = true;
  }

  /** Lets the held output out. */
  resume(): void {
    this.#isStalled = false;
    this.#goOn?.();
    this.#goOn = null;
  }

  override _write(chunk: string, _encoding: string, done: () => void): void {
    const pass = () => {
      this.written += chunk;
      this.#screen.write(chunk);
      done();
    };
    if (this.#isStalled) this.#goOn = pass;
    else pass();
  }
}

interface SeenCell {
  readonly text: string;
  readonly flags: number;
  readonly foreground: number;
  readonly background: number;
}

/** What should be seen in each cell of a grid, in the form of seenCells(). */
export function describeSeenCells(grid: {
  readonly texts: readonly string[];
  readonly attributes: Int32Array;
}): string[] {
  return grid.texts.map((text, at) =>
    describeSeenCell({ text, ...unpackAttribute(grid.attributes[at] ?? 0) }),
  );
}

/** Describes a cell such that cells nobody can tell apart are equal: blocks are two colours, one above the other. */
function describeSeenCell({ text, flags, foreground, background }: SeenCell): string {
  if (text === COVERED) return '';
  const upper = text === '▀' || text === '█' ? `foreground ${foreground}` : `background ${background}`;
  const lower = text === '▄' || text === '█' ? `foreground ${foreground}` : `background ${background}`;
  const isBlock = ' ▀▄█'.includes(text) && (flags & ~(text === ' ' ? BOLD : 0)) === 0;
  if (!isBlock) return `${text} ${flags} ${foreground} ${background}`;
  // A colour looks the same as foreground and as background, except for the terminal's own two.
  return `${upper} ${lower}`.replace(/(foreground|background) (?!511)/g, '');
}
