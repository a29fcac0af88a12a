import type { Colours, TerminalBackground } from '../frame/theme.ts';
import type { TerminalLinkOptions } from '../link/terminal-link.ts';

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
  /** How the link to the terminal is measured and paced; without it, it is not. */
  readonly link?: TerminalLinkOptions;
  /** Whether the process may set the terminal's mode, as a shell's foreground job may (default: always). */
  readonly isInForeground?: () => boolean;
}
