import type { InputEvent } from '../input/input-event.ts';
import { TerminalKeys } from '../input/terminal-keys.ts';
import type { TerminalInput } from './terminal-options.ts';

/** What a keyboard is read with. */
export interface KeyboardOptions {
  readonly input: TerminalInput;
  readonly escapeTimeoutMs: number;
  /** Whether the process may set the terminal's mode. */
  readonly isInForeground: () => boolean;
  readonly onEvent: (event: InputEvent) => void;
  /** Called when the terminal is gone. */
  readonly onGone: () => void;
}

/** A terminal that is gone ends its input, or fails to be read: which of the two, systems and versions of Node differ in. */
const ENDS = ['end', 'error'] as const;

/** The input of a terminal, read key by key in raw mode until it is closed. */
export class Keyboard {
  readonly #options: KeyboardOptions;
  readonly #keys: TerminalKeys;

  constructor(options: KeyboardOptions) {
    this.#options = options;
    const { input, escapeTimeoutMs, onEvent, onGone } = options;
    for (const event of ENDS) input.on(event, onGone);
    input.setRawMode?.(true);
    this.#keys = new TerminalKeys({ source: input, escapeTimeoutMs, onEvent });
    // Another screen on this terminal may have been closed before.
    input.resume();
  }

  /** Has to be called whenever the terminal is asked for its status. */
  expectStatusReport(): void {
    this.#keys.expectStatusReport();
  }

  /** Leaves the keyboard to other programs until it is taken. */
  release(): void {
    this.#endRawMode();
    this.#options.input.pause();
  }

  /** Reads keys again, whatever mode other programs left the terminal in. */
  take(): void {
    const { input } = this.#options;
    // Raw mode is only set where Node knows of another.
    input.setRawMode?.(false);
    input.setRawMode?.(true);
    input.resume();
  }

  /** Gives the keyboard back for good. */
  close(): void {
    const { input, onGone } = this.#options;
    for (const event of ENDS) input.removeListener(event, onGone);
    this.#keys.close();
    if (input.isRaw) this.#endRawMode();
    input.pause();
  }

  /** Lets the terminal edit lines again. In the background that is up to the shell, and would stop the process. */
  #endRawMode(): void {
    const { input, isInForeground } = this.#options;
    if (isInForeground()) input.setRawMode?.(false);
  }
}
