import blessed from 'blessed';

/** A screen as blessed really is; its published types leave these parts out. */
export interface ScreenInternals {
  readonly program: {
    readonly cols: number;
    readonly rows: number;
    /** Output that is not written yet. */
    _buf: string;
    on(event: 'resize', listener: () => void): void;
    on(event: 'keypress', listener: (character: string | undefined, key: { full: string }) => void): void;
    on(event: 'mouse', listener: (event: { action: string }) => void): void;
    removeAllListeners(event: string): void;
    /** From now on reads what a mouse sends, if it is asked to send anything. */
    bindMouse(): void;
    setMouse(modes: { readonly vt200Mouse: boolean; readonly sgrMouse: boolean }, enable: true): void;
    disableMouse(): void;
  };
  append(widget: object): void;
  /** Renders every widget, then calls draw(). */
  render(): void;
  /** Writes blessed's own cells to the terminal. */
  draw(): void;
  /** Gives the alternate screen and the cursor back, and takes them again. */
  leave(): void;
  enter(): void;
  destroy(): void;
}

interface ScreenOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly terminal: string;
  readonly forceUnicode: boolean;
}

interface BlessedInternals {
  readonly screen: (options: ScreenOptions) => ScreenInternals;
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

export { Box };

/**
 * Makes a screen, and with it enters the alternate screen.
 *
 * blessed misreads the terminfo of modern ncurses: without search paths it takes the entries it brings along. And it
 * sets handlers on the process for signals, exits and errors, which are for the program to decide: they are taken
 * back.
 */
export function makeScreen(options: ScreenOptions): ScreenInternals {
  Tput.ipaths.length = 0;
  const made = screen(options);
  // The cells that are drawn are our own.
  made.draw = () => {};
  removeProcessHandlers();
  return made;
}

/** Takes one extent of the terminal for what it is told to be: blessed writes it anew at every resize. */
export function fixSize(program: ScreenInternals['program'], extent: 'cols' | 'rows', cells: number): void {
  Object.defineProperty(program, extent, { get: () => cells, set: () => {} });
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
