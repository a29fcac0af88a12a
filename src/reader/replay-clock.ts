import { getTimerDelayMs } from '../core/time/timer-delay.ts';

/**
 * The clock of a recording that is played: starts at an instant of the recording, runs `speed` times as fast as the
 * monotonic clock, and stops where it is told to.
 */
export class ReplayClock {
  readonly #speed: number;
  readonly #monotonicMs: () => number;
  #startedMs = 0;
  #startSeconds = 0;
  #endSeconds = Number.POSITIVE_INFINITY;

  constructor(speed: number, monotonicMs: () => number) {
    this.#speed = speed;
    this.#monotonicMs = monotonicMs;
  }

  /** Starts at an instant of the recording, Unix seconds. */
  startAt(atSeconds: number): void {
    this.#startedMs = this.#monotonicMs();
    this.#startSeconds = atSeconds;
  }

  /** Makes the clock stop at an instant of the recording, Unix seconds. */
  stopAt(atSeconds: number): void {
    this.#endSeconds = atSeconds;
  }

  /** The instant of the recording that is being played, Unix milliseconds. */
  nowMs(): number {
    const playedMs = (this.#monotonicMs() - this.#startedMs) * this.#speed;
    return Math.min(this.#startSeconds + playedMs / 1000, this.#endSeconds) * 1000;
  }

  /**
   * How many real milliseconds a timer has to wait for an instant of the recording, Unix seconds; 0 when it has passed. It
   * may be less than is left, where that is weeks: ask again afterwards.
   */
  waitMs(atSeconds: number): number {
    return getTimerDelayMs((atSeconds * 1000) / this.#speed, this.nowMs() / this.#speed);
  }
}
