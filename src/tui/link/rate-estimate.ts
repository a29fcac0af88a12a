/** Smaller updates tell the round trip, not the rate. */
const MIN_BYTES = 200;
/** What arrives within this time is faster than can be measured. */
const MIN_TRANSFER_MS = 5;
/** After so many bytes, what was measured before counts half. */
const HALF_LIFE_BYTES = 4000;

/**
 * How many bytes a second a link carries, by what was transferred: all bytes by all of the time that they took. A small update
 * that seemed to take no time, as when two answers are read at once, therefore says little beside a large one.
 */
export class RateEstimate {
  #bytes = 0;
  #ms = 0;
  #newest: number | null = null;

  /** Bytes a second; null before anything was measured. */
  get bytesPerSecond(): number | null {
    return this.#ms > 0 ? (this.#bytes / this.#ms) * 1000 : null;
  }

  /** The lower of the rate and the one measured last, for when too much would be promised. */
  get cautious(): number | null {
    const rate = this.bytesPerSecond;
    return rate === null || this.#newest === null ? rate : Math.min(rate, this.#newest);
  }

  /** Takes a measurement into account, unless the update was too small. */
  add(bytes: number, transferMs: number): void {
    if (bytes < MIN_BYTES) return;
    const tookMs = Math.max(MIN_TRANSFER_MS, transferMs);
    const share = 2 ** (-bytes / HALF_LIFE_BYTES);
    this.#bytes = this.#bytes * share + bytes;
    this.#ms = this.#ms * share + tookMs;
    this.#newest = (bytes / tookMs) * 1000;
  }
}
