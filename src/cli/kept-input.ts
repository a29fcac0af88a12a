/**
 * The bytes of a pipe, which can be read once only. They are kept as they come, so that they can be read from the first one
 * on again, as long as they are no more than `maxBytes`; beyond that nothing is kept.
 */
export class KeptInput {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #maxBytes: number;
  #chunks: Uint8Array[] | null = [];
  #bytes = 0;
  #pulled: Promise<Uint8Array | null> | null = null;

  constructor(source: AsyncIterable<Uint8Array>, maxBytes: number) {
    this.#source = source[Symbol.asyncIterator]();
    this.#maxBytes = maxBytes;
  }

  /** Whether it can be read from the first byte on again. */
  canReopen(): boolean {
    return this.#chunks !== null;
  }

  /**
   * Reads from the first byte on. Only the newest reading may be gone on with.
   *
   * @throws whatever the pipe throws
   */
  async *open(): AsyncGenerator<Uint8Array> {
    for (let at = 0; ; at++) {
      const chunk = this.#chunks?.[at] ?? (await this.#pull());
      if (chunk === null) return;
      yield chunk;
    }
  }

  #pull(): Promise<Uint8Array | null> {
    this.#pulled ??= this.#source.next().then(({ value, done }) => {
      this.#pulled = null;
      if (done) return null;
      this.#bytes += value.byteLength;
      if (this.#bytes > this.#maxBytes) this.#chunks = null;
      this.#chunks?.push(value);
      return value;
    });
    return this.#pulled;
  }
}
