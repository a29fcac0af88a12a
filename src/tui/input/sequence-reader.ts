import type { InputEvent } from './input-event.ts';
import { PasteText } from './paste-text.ts';
import { readControlSequence, readOldMouse, readSingleShift } from './read-sequence.ts';
import { Utf8Sequence } from './utf8.ts';

/** More than this is not kept waiting for. */
const MAX_BYTES = 65_536;
/** As much of a string as anybody reads. */
const MAX_KEPT_BYTES = 4096;
const MOUSE_CHARACTERS = 3;
const BELL = 0x07;
const CANCEL = 0x18;
const SUBSTITUTE = 0x1a;
const ESCAPE = 0x1b;
const BACKSLASH = 0x5c;
const DELETE = 0x7f;
const STRING_TERMINATOR = 0x9c;

/** The characters that begin a sequence after ESC: CSI, SS3, OSC, DCS, APC, PM and SOS. */
export const INTRODUCERS = '[O]P_^X';

/**
 * What a byte did to a sequence: it goes on, it is whole and makes events, it is given up and the byte begins something
 * else, or it is given up and the byte belongs to the ESC that came last.
 */
export type Step = 'more' | readonly InputEvent[] | 'startsAgain' | 'startsAfterEscape';

type State =
  | 'control'
  | 'singleShift'
  /** After `ESC [ [`, with which the Linux console begins its function keys. */
  | 'linuxKey'
  | 'string'
  /** After an ESC in a string, with which its end begins. */
  | 'stringEscape'
  | 'paste'
  /** The three characters of the oldest mouse report. */
  | 'mousePayload';

/** Reads one sequence, from its introducer to its end. */
export class SequenceReader {
  #state: State;
  #body: string;
  #bytes = 0;
  #payload: number[] = [];
  readonly #paste = new PasteText();
  /** What a byte belongs to in a string or a payload: part of a character is no control. */
  readonly #utf8 = new Utf8Sequence();

  constructor(introducer: string) {
    this.#body = introducer;
    this.#state = introducer === '[' ? 'control' : introducer === 'O' ? 'singleShift' : 'string';
  }

  /** Whether it is longer than anything that is waited for. */
  get isOverlong(): boolean {
    return this.#bytes > MAX_BYTES;
  }

  /** Whether every byte belongs to it: in a paste, and in the oldest mouse report. */
  get holdsAnyByte(): boolean {
    return this.#state === 'paste' || this.#state === 'mousePayload';
  }

  take(byte: number): Step {
    this.#bytes++;
    switch (this.#state) {
      case 'control':
      case 'singleShift':
        return this.#takeInSequence(byte);
      case 'linuxKey':
        return byte >= 0x41 && byte <= 0x45 ? [] : 'startsAgain';
      case 'string':
        return this.#takeInString(byte);
      case 'stringEscape':
        return byte === BACKSLASH ? this.#finishString() : 'startsAfterEscape';
      case 'paste':
        return this.#paste.add(byte) ? [{ kind: 'paste', text: this.#paste.read() }] : 'more';
      case 'mousePayload':
        return this.#takeMousePayload(byte);
    }
  }

  #takeInSequence(byte: number): Step {
    if (byte === CANCEL || byte === SUBSTITUTE) return [];
    if (byte < 0x20 || byte >= DELETE) return 'startsAgain';
    const isControl = this.#state === 'control';
    this.#body += String.fromCharCode(byte);
    if (isControl && this.#body === '[[') this.#state = 'linuxKey';
    else if (isFinal(this.#body, isControl)) return this.#finishSequence(isControl);
    else if (this.#body.length > MAX_KEPT_BYTES) this.#state = 'string';
    return 'more';
  }

  #finishSequence(isControl: boolean): Step {
    const meaning = isControl ? readControlSequence(this.#body) : readSingleShift(this.#body);
    if (meaning !== 'paste' && meaning !== 'mousePayload') return meaning;
    this.#state = meaning;
    return 'more';
  }

  #takeInString(byte: number): Step {
    if (!this.#utf8.isOpen || !this.#utf8.add(byte)) {
      if (byte === CANCEL || byte === SUBSTITUTE) return [];
      // In strings other than OSC a bell is a byte like any other.
      if (byte === STRING_TERMINATOR || (byte === BELL && this.#body.startsWith(']'))) {
        return this.#finishString();
      }
      if (byte === ESCAPE) {
        this.#state = 'stringEscape';
        return 'more';
      }
      this.#utf8.begin(byte);
    }
    if (this.#body.length < MAX_KEPT_BYTES) this.#body += String.fromCharCode(byte);
    return 'more';
  }

  #finishString(): Step {
    return [{ kind: 'reply', reply: this.#body }];
  }

  #takeMousePayload(byte: number): Step {
    if (byte > 0 && byte < 0x20) return 'startsAgain';
    // Some terminals send coordinates beyond 95 as UTF-8.
    if (this.#utf8.isOpen && this.#utf8.add(byte)) {
      if (!this.#utf8.isOpen) this.#payload.splice(-1, 1, this.#utf8.codePoint);
    } else if (this.#payload.length === MOUSE_CHARACTERS) return 'startsAgain';
    else {
      this.#payload.push(byte);
      this.#utf8.begin(byte);
    }
    if (this.#payload.length < MOUSE_CHARACTERS || this.#utf8.isOpen) return 'more';
    const [code = 0, column = 0, row = 0] = this.#payload;
    return [{ kind: 'mouse', mouse: readOldMouse(code, column - 32, row - 32) }];
  }
}

/** Whether the last byte of a sequence is its final one. */
function isFinal(body: string, isControl: boolean): boolean {
  const last = body.charCodeAt(body.length - 1);
  if (last >= 0x40) return true;
  // rxvt ends Shift and a numbered key like this; in an answer about a mode two numbers or `?` stand before it.
  if (isControl) return /^\[\d+\$$/.test(body);
  // Space on the keypad.
  return last === 0x20;
}

/** Whether an answer of a terminal can go on with a byte after its introducer: keys that are pressed after Esc seldom do. */
export function canBeginAnswer(introducer: string, byte: number): boolean {
  if (introducer === ']') return /[\dlLI]/.test(String.fromCharCode(byte));
  return introducer !== 'P' || (byte >= 0x20 && byte < 0x40);
}
