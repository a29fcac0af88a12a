import { PassThrough } from 'node:stream';
import blessed from 'blessed';
import type { ScreenSize } from '../frame/frame.ts';
import type { TerminalOutput } from './terminal-options.ts';

/** The parts of a blessed screen that are used here; its published types lack most of them. */
export interface ScreenInternals {
  readonly program: {
    readonly cols: number;
    readonly rows: number;
    /** Output that was gathered and not written yet. */
    _buf: string;
    on(event: 'resize', listener: () => void): void;
    removeAllListeners(event: string): void;
    /** Asks the terminal to send mouse events. */
    setMouse(modes: { readonly vt200Mouse: boolean; readonly sgrMouse: boolean }, enable: true): void;
    disableMouse(): void;
  };
  append(widget: object): void;
  /** Renders every widget, then calls draw(). */
  render(): void;
  /** Writes blessed's own cells to the terminal; makeScreen() disables it. */
  draw(): void;
  /** Leaves the alternate screen and shows the cursor. */
  leave(): void;
  /** Enters the alternate screen and hides the cursor. */
  enter(): void;
  destroy(): void;
}

interface BlessedOptions {
  readonly output: TerminalOutput;
  readonly terminal: string;
  readonly forceUnicode: boolean;
}

/** How to make a screen; its width and height in cells are the terminal's where they are null. */
export interface ScreenOptions extends BlessedOptions {
  readonly columns: number | null;
  readonly rows: number | null;
}

/** Serial consoles, and terminals of containers at first, tell a size of 0x0. */
const UNKNOWN_SIZE: ScreenSize = { columns: 80, rows: 24 };

interface BlessedInternals {
  readonly screen: (options: BlessedOptions & { readonly input: NodeJS.ReadableStream }) => ScreenInternals;
  readonly Box: new (options: { readonly screen: object }) => { render(): void; destroy(): void };
  readonly Tput: { readonly ipaths: unknown[] };
  readonly Screen: {
    readonly _exceptionHandler?: () => void;
    readonly _sigtermHandler?: () => void;
    readonly _sigintHandler?: () => void;
    readonly _sigquitHandler?: () => void;
    readonly _exitHandler?: () => void;
  };
  readonly Program: { readonly _exitHandler?: () => void };
}

const { screen, Box, Tput, Screen, Program } = blessed as unknown as BlessedInternals;

/** The base class of blessed's widgets. */
export { Box };

/**
 * Makes a blessed screen, which enters the alternate screen at once.
 *
 * It reads no input, which src/tui/input does: blessed takes a lone ESC at once for a key, and the rest of a sequence that
 * arrives in pieces for others. Two more habits of blessed are undone. It misreads the terminfo of modern ncurses: without search paths it takes the
 * entries that it bundles. And it handles the process's signals, exits and errors, which are the program's to decide:
 * its handlers are removed.
 */
export function makeScreen(options: ScreenOptions): ScreenInternals {
  Tput.ipaths.length = 0;
  const { output, columns, rows, ...others } = options;
  const made = screen({ ...others, output, input: new PassThrough() });
  readSizeFrom(made.program, 'cols', () => columns ?? (output.columns || UNKNOWN_SIZE.columns));
  readSizeFrom(made.program, 'rows', () => rows ?? (output.rows || UNKNOWN_SIZE.rows));
  // CellWriter writes the cells instead.
  made.draw = () => {};
  removeProcessHandlers();
  return made;
}

/** Has blessed read the terminal's width or height whenever it is asked, in place of what it last read of it. */
function readSizeFrom(
  program: ScreenInternals['program'],
  extent: 'cols' | 'rows',
  read: () => number,
): void {
  Object.defineProperty(program, extent, { get: read, set: () => {} });
}

function removeProcessHandlers(): void {
  const handlers = [
    ['uncaughtException', Screen._exceptionHandler],
    ['SIGTERM', Screen._sigtermHandler],
    ['SIGINT', Screen._sigintHandler],
    ['SIGQUIT', Screen._sigquitHandler],
    ['exit', Screen._exitHandler],
    ['exit', Program._exitHandler],
  ] as const;
  for (const [event, handler] of handlers) if (handler) process.removeListener(event, handler);
}
