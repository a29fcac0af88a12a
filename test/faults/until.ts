import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 30_000;

/** Waits until a condition is true; fails with `what` after half a minute. */
export async function until(what: string, isTrue: () => Promise<boolean> | boolean): Promise<void> {
  for (const endMs = performance.now() + LIMIT_MS; !(await isTrue()); await sleep(5)) {
    if (performance.now() > endMs) throw new Error(`not in time: ${what}`);
  }
}
