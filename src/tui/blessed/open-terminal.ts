import type { Block, Frame, ScreenSize } from '../frame/frame.ts';
import { type Colours, type TerminalBackground, themeFor } from '../frame/theme.ts';
import { CellPainter } from './cells/cell-painter.ts';
import { CellWriter } from './cells/cell-writer.ts';
import { fixSize, makeScreen, type ScreenInternals } from './screen-internals.ts';
import { readTerminfoCapabilities, terminalName } from './terminal-name.ts';
import { TextPanel } from './text-panel.ts';
import { TruthfulSparkline } from './truthful-sparkline.ts';
import { TruthfulTable } from './truthful-table.ts';

/** A terminal's input: the part of `process.stdin` that is needed. */
export interface TerminalInput extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  readonly isRaw?: boolean;
  setRawMode?(isRaw: boolean): unknown;
}

/** A terminal's output: the part of `process.stdout` that is needed. */
export interface TerminalOutput extends NodeJS.WritableStream {
  readonly columns?: number;
  readonly rows?: number;
  readonly isTTY?: boolean;
  readonly writableLength: number;
}

export interface TerminalOptions {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  /** TERM of the environment. */
  readonly term: string | undefined;
  /** The part to draw on, when it is not the whole terminal. */
  readonly columns?: number | null;
  readonly rows?: number | null;
  readonly colours: Colours;
  readonly background?: TerminalBackground;
  readonly unicode: boolean;
  /** Whether the wheel is listened to: the terminal then selects no text by itself. */
  readonly mouse?: boolean;
}

/**
 * Takes the terminal: the alternate screen, raw keys, no cursor, no mouse unless it is asked for. Whoever opens it has to close it, on
 * signals too; should the process exit without that, the terminal is given back all the same.
 */
export function openTerminal(options: TerminalOptions): TerminalScreen {
  return new TerminalScreen(options);
}

type BlockWidget = TextPanel | TruthfulSparkline | TruthfulTable;

/** DEC private mode 2026: the terminal shows what is between the two at once. Others ignore it. */
const BEGIN_UPDATE = '\x1b[?2026h';
const END_UPDATE = '\x1b[?2026l';
/** Less comes in one piece anyway. */
const MIN_MARKED = 600;
const RESET_ATTRIBUTES = '\x1b[m';
const BELL = '\x07';
/** Presses and the wheel, never every motion; with coordinates as numbers. */
const MOUSE_MODES = { vt200Mouse: true, sgrMouse: true };
/** The wheel does what these keys do. */
const WHEEL_KEYS: Readonly<Record<string, string>> = { wheelup: 'up', wheeldown: 'down' };

export class TerminalScreen {
  readonly #output: TerminalOutput;
  readonly #input: TerminalInput;
  readonly #unicode: boolean;
  readonly #mouse: boolean;
  readonly #screen: ScreenInternals;
  readonly #painter: CellPainter;
  readonly #writer: CellWriter;
  readonly #widgets = new Map<string, BlockWidget>();
  /** The newest frame that the output had no room for yet. */
  #waiting: Frame | null = null;
  /** The newest frame that was drawn. */
  #drawn: Frame | null = null;
  #isReleased = false;
  #isWriting = false;
  #isClosed = false;
  #hungUp: () => void = () => {};
  readonly #hangUp = () => this.#hungUp();
  readonly #giveBack = () => this.close();

  constructor(options: TerminalOptions) {
    const {
      input,
      output,
      term,
      columns = null,
      rows = null,
      colours,
      background,
      unicode,
      mouse = false,
    } = options;
    this.#output = output;
    this.#input = input;
    this.#unicode = unicode;
    this.#mouse = mouse;
    const terminal = terminalName(term, colours);
    this.#screen = makeScreen({ input, output, terminal, forceUnicode: unicode });
    if (columns !== null) fixSize(this.#screen.program, 'cols', columns);
    if (rows !== null) fixSize(this.#screen.program, 'rows', rows);
    this.#writer = new CellWriter(readTerminfoCapabilities(term));
    // blessed would clear and draw at once, what was right before.
    this.#screen.program.removeAllListeners('resize');
    // Cells may be gone, or elsewhere, also when the part to draw on is as large as it was.
    this.onResize(() => this.#writer.forget());
    this.#painter = new CellPainter(themeFor(colours, background), unicode);
    process.on('exit', this.#giveBack);
    output.on('error', this.#hangUp);
    input.on('end', this.#hangUp);
    if (mouse) this.#screen.program.bindMouse();
    this.#listenToMouse();
    this.#write();
  }

  get size(): ScreenSize {
    const { cols, rows } = this.#screen.program;
    return { columns: cols, rows };
  }

  /** Calls back with the name of each key that is pressed, `C-c` too: in raw mode it sends no signal. */
  onKey(listener: (key: string) => void): void {
    this.#screen.program.on('keypress', (_character, key) => listener(key.full));
    if (!this.#mouse) return;
    this.#screen.program.on('mouse', ({ action }) => {
      const key = WHEEL_KEYS[action];
      if (key !== undefined) listener(key);
    });
  }

  onResize(listener: () => void): void {
    this.#screen.program.on('resize', listener);
  }

  /** Calls back when the terminal is gone: its input ended, or its output failed. */
  onHangUp(listener: () => void): void {
    this.#hungUp = listener;
  }

  /**
   * Shows a frame. One that looks like the last writes nothing. While the output is stalled nothing is queued: the
   * newest frame is drawn when it goes on.
   */
  draw(frame: Frame): void {
    if (this.#isClosed) return;
    this.#waiting = frame;
    this.#drawWaiting();
  }

  /** Sounds the terminal's bell; not while the output is stalled, after which it would be of something long past. */
  ring(): void {
    if (!this.#isClosed && !this.#isReleased && this.#output.writableLength === 0) this.#output.write(BELL);
  }

  /** Gives the terminal back for a while: for who stops the process. */
  release(): void {
    if (this.#isClosed || this.#isReleased) return;
    this.#isReleased = true;
    const { program } = this.#screen;
    program._buf = END_UPDATE + RESET_ATTRIBUTES + program._buf;
    program.disableMouse();
    this.#screen.leave();
    this.#input.setRawMode?.(false);
  }

  /** Takes the terminal again, also when others have drawn on it or changed it meanwhile, and draws all of it. */
  take(): void {
    if (this.#isClosed) return;
    if (!this.#isReleased) this.release();
    this.#isReleased = false;
    this.#input.setRawMode?.(true);
    this.#screen.enter();
    this.#listenToMouse();
    this.#writer.forget();
    this.#waiting ??= this.#drawn;
    this.#write();
    this.#drawWaiting();
  }

  /** Gives the terminal back as it was. Synchronous, and safe to call twice and from any handler. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#waiting = null;
    process.removeListener('exit', this.#giveBack);
    this.#input.removeListener('end', this.#hangUp);
    this.#screen.program._buf = END_UPDATE + RESET_ATTRIBUTES + this.#screen.program._buf;
    this.#screen.program.disableMouse();
    this.#screen.destroy();
    // What a vanished terminal still reports is of no interest to anybody.
    this.#hungUp = () => {};
    setImmediate(() => this.#output.removeListener('error', this.#hangUp));
  }

  #drawWaiting(): void {
    if (!this.#waiting || this.#isClosed || this.#isReleased) return;
    if (this.#isWriting || this.#output.writableLength > 0) return;
    const frame = this.#waiting;
    this.#waiting = null;
    this.#drawn = frame;
    const { columns, rows } = this.size;
    this.#painter.clear(columns, rows);
    this.#placeBlocks(frame.blocks);
    this.#screen.render();
    this.#screen.program._buf += this.#writer.update(this.#painter.grid);
    this.#write();
  }

  #listenToMouse(): void {
    if (this.#mouse) this.#screen.program.setMouse({ ...MOUSE_MODES }, true);
  }

  /** Blocks that stay keep their widgets; others come and go. */
  #placeBlocks(blocks: readonly Block[]): void {
    const ids = new Set(blocks.map((block) => block.id));
    for (const id of this.#widgets.keys()) if (!ids.has(id)) this.#removeWidget(id);
    for (const block of blocks) this.#placeBlock(block);
  }

  #placeBlock(block: Block): void {
    if (this.#widgets.get(block.id)?.kind !== block.kind) {
      this.#removeWidget(block.id);
      const made = this.#makeWidget(block);
      this.#widgets.set(block.id, made);
      this.#screen.append(made);
    }
    const widget = this.#widgets.get(block.id);
    if (widget?.kind === 'text' && block.kind === 'text') widget.setBlock(block);
    if (widget?.kind === 'traces' && block.kind === 'traces') widget.setBlock(block);
    if (widget?.kind === 'table' && block.kind === 'table') widget.setBlock(block);
  }

  #makeWidget(block: Block): BlockWidget {
    switch (block.kind) {
      case 'text':
        return new TextPanel(this.#screen, this.#painter);
      case 'traces':
        return new TruthfulSparkline(this.#screen, this.#painter, this.#unicode);
      case 'table':
        return new TruthfulTable(this.#screen, this.#painter);
    }
  }

  #removeWidget(id: string): void {
    this.#widgets.get(id)?.destroy();
    this.#widgets.delete(id);
  }

  /** Writes what was gathered as one update, and goes on with the newest frame once it is out. */
  #write(): void {
    const { program } = this.#screen;
    if (program._buf === '') return;
    const update = program._buf.length < MIN_MARKED ? program._buf : BEGIN_UPDATE + program._buf + END_UPDATE;
    program._buf = '';
    this.#isWriting = true;
    this.#output.write(update, () => {
      this.#isWriting = false;
      this.#drawWaiting();
    });
  }
}
