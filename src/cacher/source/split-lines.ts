/** A line as bytes, without its end; null for one that is too long. */
export type ByteLine = Uint8Array | null;

const NEWLINE = 10;
const RETURN = 13;

/** Splits bytes into lines as they come. It keeps one unfinished line, and of one that is too long nothing. */
export class LineSplitter {
  readonly #maxBytes: number;
  /** The parts of the line that is not complete yet. */
  #parts: Uint8Array[] = [];
  #bytes = 0;
  #isTooLong = false;

  /** @param maxBytes the length of the longest line */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes more bytes, and returns the lines that are complete now; empty ones are left out. */
  push(chunk: Uint8Array): ByteLine[] {
    const lines: ByteLine[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.#add(chunk.subarray(from, end));
      this.#endLine(lines);
      from = end + 1;
    }
    // A copy: the buffer that a chunk lies in may be used again, and is larger than a line.
    if (from < chunk.length) this.#add(chunk.slice(from));
    return lines;
  }

  /** Returns the last line, if it has no end. */
  end(): ByteLine[] {
    const lines: ByteLine[] = [];
    this.#endLine(lines);
    return lines;
  }

  #add(part: Uint8Array): void {
    this.#bytes += part.length;
    if (this.#bytes > this.#maxBytes) {
      this.#isTooLong = true;
      this.#parts = [];
    } else this.#parts.push(part);
  }

  #endLine(lines: ByteLine[]): void {
    const [only = new Uint8Array()] = this.#parts;
    const line = this.#parts.length <= 1 ? only : Buffer.concat(this.#parts);
    const trimmed = line.at(-1) === RETURN ? line.subarray(0, -1) : line;
    if (this.#isTooLong) lines.push(null);
    else if (trimmed.length > 0) lines.push(trimmed);
    this.#parts = [];
    this.#bytes = 0;
    this.#isTooLong = false;
  }
}
