import type { KeepOutcome, KeptWalks, WalkToKeep } from './kept-walks.ts';
import { isCommandRefusal, StoreUnavailable } from './store.ts';

/** How long to wait before each further attempt: a failover within a few seconds loses no walk. */
const RETRY_DELAYS_MS = [250, 500, 1000, 2000, 4000];

/**
 * Keeps a walk, and repeats the call while the store is unavailable: where only the reply was lost, the walk is kept once. Rejects with
 * StoreUnavailable after some seconds, and at once when the user may not keep walks.
 *
 * @param wait waits between two attempts, milliseconds
 */
export async function keepPatiently(
  store: Pick<KeptWalks, 'keep'>,
  walk: WalkToKeep,
  maxBytes: number,
  wait: (ms: number) => Promise<unknown>,
): Promise<KeepOutcome> {
  for (const delayMs of RETRY_DELAYS_MS) {
    try {
      return await store.keep(walk, maxBytes);
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || isCommandRefusal(error.message)) throw error;
      await wait(delayMs);
    }
  }
  return store.keep(walk, maxBytes);
}
