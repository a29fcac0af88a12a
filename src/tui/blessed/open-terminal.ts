import type { Block, Frame, ScreenSize } from '../frame/frame.ts';
import { type Colours, chooseTheme, type TerminalBackground } from '../frame/theme.ts';
import { type InputEvent, readWheel } from '../input/input-event.ts';
import { TerminalKeys } from '../input/terminal-keys.ts';
import { CellPainter } from './cells/cell-painter.ts';
import { CellWriter } from './cells/cell-writer.ts';
import { fixSize, makeScreen, type ScreenInternals } from './screen-internals.ts';
import { chooseTerminfo, readTerminfoCapabilities } from './terminfo.ts';
import { TextPanel } from './text-panel.ts';
import { TruthfulSparkline } from './truthful-sparkline.ts';
import { TruthfulTable } from './truthful-table.ts';

/** A terminal's input: what is needed of `process.stdin`. */
export interface TerminalInput extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  readonly isRaw?: boolean;
  setRawMode?(isRaw: boolean): unknown;
}

/** A terminal's output: what is needed of `process.stdout`. */
export interface TerminalOutput extends NodeJS.WritableStream {
  readonly columns?: number;
  readonly rows?: number;
  readonly isTTY?: boolean;
  readonly writableLength: number;
}

/** How to open a terminal. */
export interface TerminalOptions {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  /** The environment's TERM. */
  readonly term: string | undefined;
  /** Width to draw on, in cells; null or absent for the whole terminal's. */
  readonly columns?: number | null;
  /** Height to draw on, in cells; null or absent for the whole terminal's. */
  readonly rows?: number | null;
  readonly colours: Colours;
  readonly background?: TerminalBackground;
  /** Whether block elements and Braille can be shown; otherwise only ASCII is drawn. */
  readonly unicode: boolean;
  /** Whether the mouse wheel is read (default: false); the terminal then no longer selects text with the mouse. */
  readonly mouse?: boolean;
  /** How long ESC waits for what belongs to it (default: 60). */
  readonly escapeTimeoutMs?: number;
}

/**
 * Takes over the terminal: alternate screen, raw keys, no cursor, and the mouse only if the options ask for it. The
 * caller has to close it, on signals too; when the process exits without that, the terminal is restored all the same.
 */
export function openTerminal(options: TerminalOptions): TerminalScreen {
  return new TerminalScreen(options);
}

type BlockWidget = TextPanel | TruthfulSparkline | TruthfulTable;

/** DEC private mode 2026: the terminal shows everything between these two at once; terminals without it ignore them. */
const BEGIN_UPDATE = '\x1b[?2026h';
const END_UPDATE = '\x1b[?2026l';
/** Shorter updates, in UTF-16 units, arrive in one piece anyway. */
const MIN_MARKED_LENGTH = 600;
const RESET_ATTRIBUTES = '\x1b[m';
const BELL = '\x07';
/** Reports presses and the wheel but no motion, with coordinates as decimal numbers. */
const MOUSE_MODES = { vt200Mouse: true, sgrMouse: true };
/** Bracketed paste: the terminal marks where a paste begins and ends. */
const BEGIN_PASTES = '\x1b[?2004h';
const END_PASTES = '\x1b[?2004l';
const DEFAULT_ESCAPE_TIMEOUT_MS = 60;

/** A terminal that was taken over: shows frames, and reports input, resizes and hang-ups. */
export class TerminalScreen {
  readonly #output: TerminalOutput;
  readonly #input: TerminalInput;
  readonly #unicode: boolean;
  readonly #mouse: boolean;
  readonly #screen: ScreenInternals;
  readonly #painter: CellPainter;
  readonly #writer: CellWriter;
  readonly #keys: TerminalKeys;
  readonly #widgets = new Map<string, BlockWidget>();
  /** The newest frame that is not drawn yet because the output is stalled; null when there is none. */
  #waiting: Frame | null = null;
  /** The frame that was drawn last. */
  #drawn: Frame | null = null;
  #isReleased = false;
  #isWriting = false;
  #isClosed = false;
  #hungUp: () => void = () => {};
  #report: (event: InputEvent) => void = () => {};
  readonly #hangUp = () => this.#hungUp();
  readonly #restore = () => this.close();

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
      escapeTimeoutMs = DEFAULT_ESCAPE_TIMEOUT_MS,
    } = options;
    this.#output = output;
    this.#input = input;
    this.#unicode = unicode;
    this.#mouse = mouse;
    const terminal = chooseTerminfo(term, colours);
    this.#screen = makeScreen({ output, terminal, forceUnicode: unicode });
    if (columns !== null) fixSize(this.#screen.program, 'cols', columns);
    if (rows !== null) fixSize(this.#screen.program, 'rows', rows);
    this.#writer = new CellWriter(readTerminfoCapabilities(term));
    // On a resize blessed would clear the screen and draw the old cells at once.
    this.#screen.program.removeAllListeners('resize');
    // A resize can lose or move cells even when the part that is drawn on keeps its size.
    this.onResize(() => this.#writer.forget());
    this.#painter = new CellPainter(chooseTheme(colours, background), unicode);
    process.on('exit', this.#restore);
    output.on('error', this.#hangUp);
    input.on('end', this.#hangUp);
    input.setRawMode?.(true);
    this.#keys = new TerminalKeys({
      source: input,
      escapeTimeoutMs,
      onEvent: (event) => this.#receive(event),
    });
    this.#askForInput();
    this.#write();
  }

  /** The size that is drawn on. */
  get size(): ScreenSize {
    const { cols, rows } = this.#screen.program;
    return { columns: cols, rows };
  }

  /** Calls back with what the terminal sends; the wheel of the mouse, if it is read, presses the keys up and down. */
  onInput(listener: (event: InputEvent) => void): void {
    this.#report = listener;
  }

  /** Calls back when the terminal changed its size. */
  onResize(listener: () => void): void {
    this.#screen.program.on('resize', listener);
  }

  /** Calls back when the terminal is gone: its input ended, or its output failed. */
  onHangUp(listener: () => void): void {
    this.#hungUp = listener;
  }

  /**
   * Shows a frame. A frame that looks like the last one writes nothing. While the output is stalled frames are not
   * queued: the newest is drawn when the output drains.
   */
  draw(frame: Frame): void {
    if (this.#isClosed) return;
    this.#waiting = frame;
    this.#drawWaiting();
  }

  /** Rings the terminal's bell, except while the output is stalled: it would ring too late to mean anything. */
  ring(): void {
    if (!this.#isClosed && !this.#isReleased && this.#output.writableLength === 0) this.#output.write(BELL);
  }

  /** Restores the terminal for a while, such as while the process is stopped; take() takes it over again. */
  release(): void {
    if (this.#isClosed || this.#isReleased) return;
    this.#isReleased = true;
    const { program } = this.#screen;
    program._buf = END_UPDATE + RESET_ATTRIBUTES + END_PASTES + program._buf;
    program.disableMouse();
    this.#screen.leave();
    this.#input.setRawMode?.(false);
  }

  /** Takes the terminal over again and redraws all of it, whatever others drew or changed meanwhile. */
  take(): void {
    if (this.#isClosed) return;
    if (!this.#isReleased) this.release();
    this.#isReleased = false;
    this.#input.setRawMode?.(true);
    this.#screen.enter();
    this.#askForInput();
    this.redraw();
  }

  /** Draws all of the newest frame anew, whatever others drew meanwhile. */
  redraw(): void {
    this.#writer.forget();
    this.#waiting ??= this.#drawn;
    this.#write();
    this.#drawWaiting();
  }

  /** Restores the terminal for good. Synchronous, idempotent, and safe in any handler. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#waiting = null;
    process.removeListener('exit', this.#restore);
    this.#input.removeListener('end', this.#hangUp);
    this.#keys.close();
    this.#screen.program._buf = END_UPDATE + RESET_ATTRIBUTES + END_PASTES + this.#screen.program._buf;
    this.#screen.program.disableMouse();
    this.#screen.destroy();
    if (this.#input.isRaw) this.#input.setRawMode?.(false);
    this.#input.pause();
    // A vanished terminal may still report errors, which no longer matter.
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

  #askForInput(): void {
    if (this.#mouse) this.#screen.program.setMouse({ ...MOUSE_MODES }, true);
    this.#screen.program._buf += BEGIN_PASTES;
  }

  #receive(event: InputEvent): void {
    const key = event.kind === 'mouse' && this.#mouse ? readWheel(event.mouse) : null;
    if (key !== null) this.#report({ kind: 'key', key });
    else if (event.kind !== 'mouse') this.#report(event);
  }

  /** Keeps the widgets of blocks that stay, and adds and removes the others. */
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

  /** Writes the gathered output as one update, and then draws the newest frame that waits. */
  #write(): void {
    const { program } = this.#screen;
    if (program._buf === '') return;
    const update =
      program._buf.length < MIN_MARKED_LENGTH ? program._buf : BEGIN_UPDATE + program._buf + END_UPDATE;
    program._buf = '';
    this.#isWriting = true;
    this.#output.write(update, () => {
      this.#isWriting = false;
      this.#drawWaiting();
    });
  }
}
