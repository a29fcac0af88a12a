/** Counts the bytes that belong to a UTF-8 sequence, so that none of them is taken for a control. */
export class Utf8Sequence {
  #bytes: number[] = [];
  #length = 0;

  /** Whether more bytes belong to the sequence. */
  get isOpen(): boolean {
    return this.#bytes.length < this.#length;
  }

  /** The code point of a whole sequence. */
  get codePoint(): number {
    const [lead = 0, ...rest] = this.#bytes;
    return rest.reduce((bits, byte) => (bits << 6) | (byte & 0x3f), lead & (0x7f >> this.#length));
  }

  reset(): void {
    this.#bytes = [];
    this.#length = 0;
  }

  /** Begins with a byte; false when no sequence begins with it. */
  begin(byte: number): boolean {
    this.reset();
    this.#length = byte < 0xc2 || byte > 0xf4 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    if (this.#length > 0) this.#bytes.push(byte);
    return this.#length > 0;
  }

  /** Goes on with a byte; false when it does not belong to the open sequence, which is then broken off. */
  add(byte: number): boolean {
    const isSecond = this.#bytes.length === 1;
    const [low, high] = (isSecond && SECOND_BYTES.get(this.#bytes[0] ?? 0)) || [0x80, 0xbf];
    if (byte < low || byte > high) {
      this.reset();
      return false;
    }
    this.#bytes.push(byte);
    return true;
  }
}

/** Neither longer than needed, nor surrogates, nor beyond Unicode. */
const SECOND_BYTES: ReadonlyMap<number, readonly [low: number, high: number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);
