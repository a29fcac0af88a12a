import type { RedisConnection } from './connection.ts';

/** How many keys Redis looks at, or removes, in one step, during which it serves nobody else. */
export const KEYS_PER_STEP = 1000;

/**
 * Finds the keys of one server that match a pattern of SCAN, step by step; a key may come more than once.
 * Rejects with StoreUnavailable.
 */
export async function* scanKeys(server: RedisConnection, pattern: string): AsyncGenerator<readonly string[]> {
  let cursor = '0';
  do {
    const position = cursor;
    const [next, keys] = await server.run((client) =>
      client.scan(position, 'MATCH', pattern, 'COUNT', KEYS_PER_STEP),
    );
    yield keys;
    cursor = next;
  } while (cursor !== '0');
}
