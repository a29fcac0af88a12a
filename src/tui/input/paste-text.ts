const END = Buffer.from('\x1b[201~', 'latin1');
/** As much of a paste as anybody reads. */
const MAX_BYTES = 8192;

/** Gathers the text of a bracketed paste up to its end. */
export class PasteText {
  #bytes: number[] = [];
  /** How many bytes of the end have come. */
  #matched = 0;

  begin(): void {
    this.#bytes = [];
    this.#matched = 0;
  }

  /** Takes a byte; true when it is the last one of the end. */
  add(byte: number): boolean {
    if (byte === END[this.#matched]) this.#matched++;
    else {
      for (const kept of END.subarray(0, this.#matched)) this.#keep(kept);
      this.#matched = byte === END[0] ? 1 : 0;
      if (this.#matched === 0) this.#keep(byte);
    }
    return this.#matched === END.length;
  }

  /** The text so far. Bytes that are no UTF-8 are left out. */
  read(): string {
    return Buffer.from(this.#bytes).toString('utf8').replaceAll('\ufffd', '');
  }

  #keep(byte: number): void {
    if (this.#bytes.length < MAX_BYTES) this.#bytes.push(byte);
  }
}
