import { EXIT } from './exit-code.ts';

/** What keeps Node running where nothing else does. */
const LONG_MS = 2 ** 31 - 1;

/**
 * Waits for TERM, INT or HUP where a service was refused for what it was told: a container that ends is started again, for
 * ever, and what it says is lost among its repetitions. Returns at once for every other exit code.
 */
export function stayWhenRefused(exitCode: number): Promise<void> {
  if (exitCode !== EXIT.wrongUsage && exitCode !== EXIT.wrongConfiguration) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setInterval(() => {}, LONG_MS);
    const leave = () => {
      clearInterval(timer);
      resolve();
    };
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, leave);
  });
}
