import type { Socket } from 'node:net';

const STATUS_AT = 'HTTP/1.1 '.length;
const STATUS_DIGITS = 3;
const [ZERO, TWO, CARRIAGE_RETURN, LINE_FEED] = [...Buffer.from('02\r\n')] as [
  number,
  number,
  number,
  number,
];
/** What Node allows for the whole head; undici does not count what follows the status in its line. */
const MAX_REASON_BYTES = 16_384;

/** The error for a status line that does not end; with the code that undici gives other heads that are too large. */
const TOO_LONG = Object.assign(new Error('the status line is too long'), {
  code: 'UND_ERR_HEADERS_OVERFLOW',
});

/**
 * Follows the answers on a socket of undici up to their status, for what undici gets wrong there.
 *
 * `100 Continue` may go before any answer (RFC 9110, 15.2), but undici takes it for a fault where the request did not ask for
 * it, and closes the connection. Any other 1xx it leaves to the handler, so the status is changed into 102 while it passes.
 * What is no answer at all, 101 and less than 100, fails an assertion of undici: `oddStatus` tells what it was.
 *
 * Hot path: of nearly all answers a few bytes are looked at.
 */
export class InterimAnswers {
  /** The status of the last answer, where undici takes none like it; else null. */
  oddStatus: number | null = null;
  /** Whether any byte came since the request was sent. */
  hasBegun = false;
  /** What is expected next: a status, the rest of its line, the end of the head of an interim answer, or nothing. */
  #expected: 'status' | 'reason' | 'end of head' | 'nothing' = 'nothing';
  /** Of a status line, how many bytes have passed. */
  #passed = 0;
  #status = 0;
  /** Of a head, whether nothing but CR came since the last line feed. */
  #isLineEmpty = false;

  /** A request is sent: what comes next is the beginning of an answer. */
  expectAnswer(): void {
    this.#expected = 'status';
    this.#passed = 0;
    this.#status = 0;
    this.oddStatus = null;
    this.hasBegun = false;
  }

  /**
   * Looks at bytes that were received, and changes the status of `100` in them.
   *
   * @returns false when a status line is longer than allowed
   */
  pass(chunk: Buffer): boolean {
    this.hasBegun = true;
    for (let index = 0; index < chunk.length; index++) {
      if (this.#expected === 'nothing') return true;
      const byte = chunk[index] as number;
      if (this.#expected === 'end of head') this.#passHead(byte);
      else if (this.#expected === 'reason') {
        if (byte === LINE_FEED) this.#expected = 'nothing';
        else if (this.#passed++ > MAX_REASON_BYTES) return false;
      } else {
        if (this.#passStatus(byte)) chunk[index] = TWO;
      }
    }
    return true;
  }

  /** Whether the byte is the last one of `100`. */
  #passStatus(byte: number): boolean {
    // Parsers skip empty lines before an answer.
    if (this.#passed === 0 && (byte === CARRIAGE_RETURN || byte === LINE_FEED)) return false;
    const position = this.#passed++ - STATUS_AT;
    if (position < 0) return false;
    const digit = byte - ZERO;
    if (digit < 0 || digit > 9) {
      // It is for the parser to refuse.
      this.#expected = 'nothing';
      return false;
    }
    this.#status = this.#status * 10 + digit;
    if (position < STATUS_DIGITS - 1) return false;
    if (this.#status === 101 || this.#status < 100) this.oddStatus = this.#status;
    this.#isLineEmpty = false;
    this.#expected = this.#status < 200 ? 'end of head' : 'reason';
    return this.#status === 100;
  }

  #passHead(byte: number): void {
    if (byte !== LINE_FEED) {
      if (byte !== CARRIAGE_RETURN) this.#isLineEmpty = false;
    } else if (this.#isLineEmpty) {
      const { oddStatus } = this;
      this.expectAnswer();
      this.oddStatus = oddStatus;
      this.hasBegun = true;
    } else this.#isLineEmpty = true;
  }
}

/** Lets everything that is read from a socket pass by, before its reader sees it. */
export function watchInterimAnswers(socket: Socket): InterimAnswers {
  const answers = new InterimAnswers();
  const read = socket.read.bind(socket);
  socket.read = (size) => {
    const chunk: unknown = read(size);
    if (chunk instanceof Buffer && !answers.pass(chunk)) socket.destroy(TOO_LONG);
    return chunk;
  };
  return answers;
}
