/** An event that brings so much less than the clock says was late, or the clock was set anew. */
const LATE_SECONDS = 1;

/**
 * The store's clock, carried on by this page's: the event that came fastest tells it best. One that waited in a buffer says an
 * earlier time than is now, and so makes nothing look younger than it is.
 */
export class ServerClock {
  #offsetSeconds: number | null = null;

  /**
   * Takes the time that an event brought.
   *
   * @param nowMs this page's monotonic clock
   * @returns whether it was late or the clock was set back, which only a question of its own can tell apart
   */
  take(nowSeconds: number, nowMs: number): boolean {
    const offset = nowSeconds - nowMs / 1000;
    const known = this.#offsetSeconds ?? offset;
    this.#offsetSeconds = Math.max(known, offset);
    return known - offset > LATE_SECONDS;
  }

  /** Takes the answer to a question for the time, in place of what was known. */
  set(nowSeconds: number, nowMs: number): void {
    this.#offsetSeconds = nowSeconds - nowMs / 1000;
  }

  /** When, on this page's clock, it was such a time on the store's; null before the first event. */
  toPageMs(seconds: number): number | null {
    return this.#offsetSeconds === null ? null : (seconds - this.#offsetSeconds) * 1000;
  }
}
