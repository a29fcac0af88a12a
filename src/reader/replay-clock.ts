import { getTimerDelayMs } from '../core/time/timer-delay.ts';

/**
 * The clock of a recording that is played: it runs `speed` times as fast as the monotonic clock, can be halted, set to
 * another instant, and made faster or slower. At first it is halted.
 */
export class ReplayClock {
  readonly #monotonicMs: () => number;
  #speed: number;
  #isRunning = false;
  #fromMs = 0;
  #fromSeconds = 0;

  constructor(speed: number, monotonicMs: () => number) {
    this.#speed = speed;
    this.#monotonicMs = monotonicMs;
  }

  /** How many times as fast as the monotonic clock it runs. */
  get speed(): number {
    return this.#speed;
  }

  /** Whether it runs. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** The instant of the recording, Unix milliseconds. */
  nowMs(): number {
    const playedMs = this.#isRunning ? (this.#monotonicMs() - this.#fromMs) * this.#speed : 0;
    return this.#fromSeconds * 1000 + playedMs;
  }

  /** Sets it to an instant of the recording, Unix seconds; it goes on running, or stays halted. */
  seek(atSeconds: number): void {
    this.#fromSeconds = atSeconds;
    this.#fromMs = this.#monotonicMs();
  }

  /** Starts it, or lets it go on, from the instant at which it is. */
  run(): void {
    this.seek(this.nowMs() / 1000);
    this.#isRunning = true;
  }

  /** Halts it. */
  halt(): void {
    this.seek(this.nowMs() / 1000);
    this.#isRunning = false;
  }

  /** Changes how fast it runs. */
  setSpeed(speed: number): void {
    this.seek(this.nowMs() / 1000);
    this.#speed = speed;
  }

  /**
   * How many real milliseconds a timer has to wait for an instant of the recording, Unix seconds; 0 when it has passed,
   * infinite while the clock is halted before it. It may be less than is left, where that is weeks: ask again afterwards.
   */
  waitMs(atSeconds: number): number {
    const waitMs = getTimerDelayMs((atSeconds * 1000) / this.#speed, this.nowMs() / this.#speed);
    return waitMs > 0 && !this.#isRunning ? Number.POSITIVE_INFINITY : waitMs;
  }
}
