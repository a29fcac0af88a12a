import type { Redis } from 'ioredis';
import { test as base } from 'vitest';
import { RedisServer } from '../store/redis/redis-server.ts';
import { launchSimulator } from './start-footwatch.ts';

interface SharedParts {
  readonly programs: { readonly redis: RedisServer; readonly api: string };
}

interface TestParts {
  /** The Redis of the file, emptied. */
  readonly redis: RedisServer;
  /** A client of it. */
  readonly client: Redis;
  /** The address of a simulator. */
  readonly api: string;
}

/** A test beside a real Redis and a simulator, which all tests of a file share. */
export const test = base.extend<{ $file: SharedParts; $test: TestParts }>({
  programs: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which other parts are needed.
    async ({}, use) => {
      const [redis, simulator] = await Promise.all([RedisServer.start(), launchSimulator()]);
      await use({ redis, api: simulator.url });
      await Promise.all([redis.stop(), simulator.end()]);
    },
    { scope: 'file' },
  ],
  redis: async ({ programs }, use) => {
    const client = programs.redis.client();
    await client.flushall();
    client.disconnect();
    await use(programs.redis);
  },
  client: async ({ redis }, use) => {
    const client = redis.client();
    await use(client);
    client.disconnect();
  },
  api: async ({ programs }, use) => use(programs.api),
});
