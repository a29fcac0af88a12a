import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { expect } from 'vitest';
import { RedisEraser } from '../../src/store/redis/erasure/redis-eraser.ts';
import type { RedisServer } from '../store/redis/redis-server.ts';
import type { LinkProxy } from './link-proxy.ts';

/** What a fault can act on. */
export interface Scene {
  readonly redis: RedisServer;
  /** The proxy between the cacher and Redis. */
  readonly proxy: LinkProxy;
  /** A client of Redis that does not go through the proxy. */
  readonly admin: Redis;
  /** Sets the cacher's wall clock this far off. */
  readonly stepClock: (ms: number) => void;
  /** Stops the cacher, as TERM does. */
  readonly stop: () => void;
}

/** A fault of the store, its connections or the clock. */
export interface StoreFault {
  readonly name: string;
  readonly from?: 'start';
  readonly begin: (scene: Scene) => unknown;
  readonly end: (scene: Scene) => unknown;
  /** Matches the log of the cacher. */
  readonly expectedLog?: RegExp;
  /** Whether samples may be dropped, as long as they are counted. */
  readonly mayDrop?: true;
}

const POISONED = 2;
const LOADED_COMMANDS = 6000;

/** The faults that are tested. */
export const STORE_FAULTS: readonly StoreFault[] = [
  {
    name: 'down at the start',
    expectedLog: /store is down.*connection (refused|lost)/,
    from: 'start',
    begin: ({ proxy }) => Object.assign(proxy, { mode: 'refuse' }),
    end: ({ proxy }) => Object.assign(proxy, { mode: 'pass' }),
  },
  {
    name: 'killed and restarted',
    expectedLog: /store is down.*connection (refused|lost)/,
    begin: ({ redis }) => redis.kill(),
    end: ({ redis }) => redis.restart(),
  },
  {
    name: 'hung (SIGSTOP)',
    expectedLog: /store is down.*no answer in time/,
    begin: ({ redis }) => redis.pause(),
    end: ({ redis }) => redis.resume(),
  },
  {
    name: 'LOADING',
    begin: async ({ redis, admin }) => {
      const other = Array.from({ length: LOADED_COMMANDS }, (_, index) => ['set', `other:${index}`, '']);
      await admin.pipeline(other).exec();
      await redis.kill();
      // The delay makes loading last; Redis answers that it is loading once every thousand commands.
      redis.restart(['--key-load-delay', '200']).catch(() => {});
      await waitUntilLoading(redis.port);
    },
    end: () => {},
  },
  {
    name: 'READONLY (a replica)',
    expectedLog: /store is down.*read only/,
    begin: ({ admin }) => admin.replicaof('127.0.0.1', 1),
    end: ({ admin }) => admin.replicaof('NO', 'ONE'),
  },
  {
    name: 'OOM (maxmemory)',
    expectedLog: /store is down.*out of memory/,
    begin: ({ admin }) => admin.config('SET', 'maxmemory', '1'),
    end: ({ admin }) => admin.config('SET', 'maxmemory', '0'),
  },
  {
    name: 'OOM now and then',
    // Told once, however often Redis takes a write between.
    expectedLog: /^(?!(?:.*out of memory){2}).*store is down.*out of memory/s,
    begin: async ({ admin }) => {
      for (let time = 0; time < 5; time++) {
        await admin.config('SET', 'maxmemory', '1');
        await sleep(300);
        await admin.config('SET', 'maxmemory', '0');
        await sleep(300);
      }
    },
    end: () => {},
  },
  {
    name: 'NOREPLICAS',
    expectedLog: /store is down.*too few replicas/,
    begin: ({ admin }) => admin.config('SET', 'min-replicas-to-write', '1'),
    end: ({ admin }) => admin.config('SET', 'min-replicas-to-write', '0'),
  },
  {
    name: 'another patient is erased, and the files written anew',
    begin: async ({ redis, admin }) => {
      await admin.hset('99_profile', 'firstname', 'Zuzanna');
      const eraser = new RedisEraser(redis.target(), {});
      expect([...(await eraser.eraseKeys([99])).values()]).toEqual([{ keys: 1, walks: [] }]);
      expect(await eraser.cleanFiles([99])).toMatchObject([
        { appendOnlyFile: { kind: 'rewritten' }, snapshot: { kind: 'rewritten' } },
      ]);
      eraser.close();
    },
    end: () => {},
  },
  {
    name: 'NOPERM',
    expectedLog: /store is down.*not permitted/,
    begin: ({ admin }) => admin.call('ACL', 'SETUSER', 'default', '-evalsha', '-eval'),
    end: ({ admin }) => admin.call('ACL', 'SETUSER', 'default', '+@all'),
  },
  {
    name: 'WRONGTYPE of one patient',
    expectedLog: /store refuses the patient.*2_data is a string, not a list/,
    begin: ({ admin }) =>
      admin.multi().rename(`${POISONED}_data`, 'aside').set(`${POISONED}_data`, 'poison').exec(),
    end: ({ admin }) => admin.rename('aside', `${POISONED}_data`),
  },
  {
    name: 'SCRIPT FLUSH',
    begin: ({ admin }) => admin.script('FLUSH'),
    end: ({ admin }) => admin.script('FLUSH'),
  },
  {
    name: 'replies lost after the write',
    expectedLog: /store is down.*no answer in time/,
    begin: ({ proxy }) => Object.assign(proxy, { mode: 'swallow replies' }),
    end: ({ proxy }) => {
      proxy.cut();
      Object.assign(proxy, { mode: 'pass' });
    },
  },
  {
    name: 'replies after the timeout',
    expectedLog: /store is down.*no answer in time/,
    begin: ({ proxy }) => Object.assign(proxy, { mode: 'delay replies' }),
    end: ({ proxy }) => Object.assign(proxy, { mode: 'pass' }),
  },
  {
    name: 'connections cut during a request',
    expectedLog: /store is down.*connection lost/,
    begin: ({ proxy }) => Object.assign(proxy, { mode: 'cut requests' }),
    end: ({ proxy }) => Object.assign(proxy, { mode: 'pass' }),
  },
  {
    name: 'connections cut again and again',
    begin: async ({ proxy }) => {
      for (let cut = 0; cut < 6; cut++) {
        proxy.cut();
        await sleep(100);
      }
    },
    end: () => {},
  },
  {
    name: 'the clock steps back',
    begin: ({ stepClock }) => stepClock(-3_600_000),
    end: () => {},
  },
  {
    name: 'the clock steps forward',
    begin: ({ stepClock }) => stepClock(3_600_000),
    end: ({ stepClock }) => stepClock(0),
  },
  {
    name: 'TERM while Redis hangs',
    begin: ({ redis, stop }) => {
      redis.pause();
      stop();
    },
    end: ({ redis }) => redis.resume(),
  },
  {
    name: 'TERM while Redis is down',
    begin: ({ proxy, stop }) => {
      Object.assign(proxy, { mode: 'refuse' });
      setTimeout(stop, 500);
    },
    end: () => {},
    mayDrop: true,
  },
];

/** Resolves when the server answers that it is loading. */
async function waitUntilLoading(port: number): Promise<void> {
  const reply = await new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.once('error', () => resolve(''));
  });
  if (reply.startsWith('-LOADING')) return;
  if (reply !== '') throw new Error(`the server is not loading, it answered ${reply}`);
  await sleep(5);
  await waitUntilLoading(port);
}
