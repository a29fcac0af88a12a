import type { InputEvent } from './input-event.ts';
import { InputParser } from './input-parser.ts';

/** Bytes as they come, such as `process.stdin` gives them. */
export interface ByteSource {
  on(event: 'data', listener: (bytes: Uint8Array | string) => void): unknown;
  removeListener(event: 'data', listener: (bytes: Uint8Array | string) => void): unknown;
}

/** How a terminal's bytes are read. */
export interface TerminalKeysOptions {
  readonly source: ByteSource;
  readonly escapeTimeoutMs: number;
  readonly onEvent: (event: InputEvent) => void;
}

/**
 * Reads a terminal's bytes until it is closed, and reports what they mean; see InputParser.
 *
 * When the process was busy, bytes that came in time are read late. Time therefore only ends anything once everything
 * that came before has been read.
 */
export class TerminalKeys {
  readonly #source: ByteSource;
  readonly #onEvent: (event: InputEvent) => void;
  readonly #parser: InputParser;
  #timer: NodeJS.Timeout | null = null;
  #check: NodeJS.Immediate | null = null;
  #isClosed = false;

  constructor({ source, escapeTimeoutMs, onEvent }: TerminalKeysOptions) {
    this.#source = source;
    this.#onEvent = onEvent;
    this.#parser = new InputParser({ escapeTimeoutMs });
    source.on('data', this.#read);
  }

  /** Has to be called whenever `CSI 5 n` is sent, so that the answer does not count as a byte beside a key. */
  expectStatusReport(): void {
    this.#parser.expectStatusReport();
  }

  /** Reads nothing any longer, and reports nothing. */
  close(): void {
    this.#isClosed = true;
    this.#source.removeListener('data', this.#read);
    this.#stopWaiting();
  }

  readonly #read = (bytes: Uint8Array | string): void => {
    const { dueMs } = this.#parser;
    const nowMs = performance.now();
    const atMs = dueMs === null ? nowMs : Math.min(nowMs, dueMs);
    this.#report(this.#parser.feed(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, atMs));
  };

  #report(events: readonly InputEvent[]): void {
    for (const event of events) if (!this.#isClosed) this.#onEvent(event);
    this.#stopWaiting();
    const { dueMs } = this.#parser;
    if (dueMs === null || this.#isClosed) return;
    const waitMs = Math.max(0, Math.floor(dueMs - performance.now())) + 1;
    this.#timer = setTimeout(() => {
      // What came meanwhile is read between a timer and an immediate.
      this.#check = setImmediate(() => this.#report(this.#parser.expire(performance.now())));
    }, waitMs);
  }

  #stopWaiting(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#check) clearImmediate(this.#check);
    this.#timer = null;
    this.#check = null;
  }
}
