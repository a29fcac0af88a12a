const SHOW_AFTER_MS = 1000;
const SHOW_EVERY_MS = 100;
const CLEAR_LINE = '\r\x1b[K';

/**
 * Shows on a terminal how many of something are done; the line is cleared at the end. It shows nothing in a file or pipe,
 * nor of work that takes less than a second.
 */
export function startProgress(noun: string) {
  const startedMs = performance.now();
  const isShown = process.stderr.isTTY === true;
  let done = 0;
  let shownMs = startedMs + SHOW_AFTER_MS - SHOW_EVERY_MS;
  let isOnLine = false;
  return {
    /** Counts what was done since the last call. */
    add(count: number): void {
      done += count;
      const nowMs = performance.now();
      if (!isShown || nowMs - shownMs < SHOW_EVERY_MS) return;
      shownMs = nowMs;
      isOnLine = true;
      process.stderr.write(`${CLEAR_LINE}${done.toLocaleString('en')} ${noun}`);
    },
    /** Clears the line. */
    end(): void {
      if (isOnLine) process.stderr.write(CLEAR_LINE);
      isOnLine = false;
    },
  };
}
