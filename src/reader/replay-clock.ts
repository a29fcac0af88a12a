/**
 * The clock of a recording that is played: it begins at a sample, goes on `speed` times as fast as the reader's clock, and
 * stands still where it was told to.
 */
export class ReplayClock {
  readonly #speed: number;
  readonly #monotonicMs: () => number;
  #beganMs = 0;
  #beganAtSeconds = 0;
  #endSeconds = Number.POSITIVE_INFINITY;

  constructor(speed: number, monotonicMs: () => number) {
    this.#speed = speed;
    this.#monotonicMs = monotonicMs;
  }

  beginAt(atSeconds: number): void {
    this.#beganMs = this.#monotonicMs();
    this.#beganAtSeconds = atSeconds;
  }

  endAt(atSeconds: number): void {
    this.#endSeconds = atSeconds;
  }

  /** The instant of the recording that is now played, Unix milliseconds. */
  nowMs(): number {
    const playedMs = (this.#monotonicMs() - this.#beganMs) * this.#speed;
    return Math.min(this.#beganAtSeconds + playedMs / 1000, this.#endSeconds) * 1000;
  }

  /** How long the reader has to wait for an instant of the recording; nothing for one that is past. */
  waitMs(atSeconds: number): number {
    return Math.max(0, (atSeconds * 1000 - this.nowMs()) / this.#speed);
  }
}
