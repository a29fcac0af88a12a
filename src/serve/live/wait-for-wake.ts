/**
 * Resolves after a time, when the signal is aborted, or when it is woken: whichever comes first.
 *
 * @param onWaiting is given what wakes it, unless the signal is aborted already
 */
export function waitForWake(
  timeoutMs: number,
  signal: AbortSignal,
  onWaiting: (wake: () => void) => void = () => {},
): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, timeoutMs);
    signal.addEventListener('abort', wake);
    onWaiting(wake);
  });
}
