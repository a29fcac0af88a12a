/** The wall clock may be this much ahead of the monotonic one before it counts as sleep: it is trimmed by time servers. */
const TOLERANCE_MS = 1500;

/**
 * A clock that only goes forward, and that goes on while the machine sleeps, when the browser's monotonic one may stand still: what
 * was heard before is old after it.
 */
export class PageClock {
  readonly #monotonicMs: () => number;
  readonly #wallMs: () => number;
  #sleptMs = 0;
  #ahead: number;

  /**
   * @param monotonicMs the browser's monotonic clock
   * @param wallMs the machine's time of day, however wrong
   */
  constructor(monotonicMs = () => performance.now(), wallMs = () => Date.now()) {
    this.#monotonicMs = monotonicMs;
    this.#wallMs = wallMs;
    this.#ahead = wallMs() - monotonicMs();
  }

  /** Milliseconds from some instant on. */
  nowMs(): number {
    const monotonic = this.#monotonicMs();
    const ahead = this.#wallMs() - monotonic;
    const gained = ahead - this.#ahead;
    this.#ahead = ahead;
    if (gained > TOLERANCE_MS) this.#sleptMs += gained;
    return monotonic + this.#sleptMs;
  }
}
