import type { Redis } from 'ioredis';
import { isCommandRefusal } from '../store.ts';
import { describeRedisError, isReply } from './failure.ts';

/** Clients whose user may not run scripts. */
const refused = new WeakSet<Redis>();

/**
 * Runs a script that reads at once what commands could read one by one. Resolves with null where the server refuses or fails it,
 * as when its user may not run scripts or a key is of another type, so that the commands are sent in its place. Rejects when the
 * connection fails.
 */
export async function runIfPossible(
  client: Redis,
  run: (client: Redis) => Promise<readonly unknown[]>,
): Promise<readonly unknown[] | null> {
  if (refused.has(client)) return null;
  try {
    return await run(client);
  } catch (error) {
    if (!isReply(error)) throw error;
    if (isCommandRefusal(describeRedisError(error))) refused.add(client);
    return null;
  }
}
