const SHOW_AFTER_MS = 1000;
const SHOW_EVERY_MS = 100;
const CLEAR_LINE = '\r\x1b[K';

/** Tells a person who waits how far it is; nothing to a file, to a pipe, or of what is done within a second. */
export function startProgress(noun: string) {
  const startedMs = performance.now();
  const isShown = process.stderr.isTTY === true;
  let done = 0;
  let shownMs = startedMs + SHOW_AFTER_MS - SHOW_EVERY_MS;
  let isOnLine = false;
  return {
    add(count: number): void {
      done += count;
      const nowMs = performance.now();
      if (!isShown || nowMs - shownMs < SHOW_EVERY_MS) return;
      shownMs = nowMs;
      isOnLine = true;
      process.stderr.write(`${CLEAR_LINE}${done.toLocaleString('en')} ${noun}`);
    },
    end(): void {
      if (isOnLine) process.stderr.write(CLEAR_LINE);
      isOnLine = false;
    },
  };
}
