import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { RedisServer } from '../store/redis/redis-server.ts';
import type { LinkProxy } from './link-proxy.ts';

/** What a fault can lay hands on. */
export interface Scene {
  readonly redis: RedisServer;
  /** Between the cacher and Redis. */
  readonly proxy: LinkProxy;
  /** Past the proxy. */
  readonly admin: Redis;
  /** Moves the cacher's wall clock. */
  readonly stepClock: (ms: number) => void;
  /** Ends the cacher, as TERM does. */
  readonly stop: () => void;
}

export interface StoreFault {
  readonly name: string;
  readonly from?: 'start';
  readonly begin: (scene: Scene) => unknown;
  readonly end: (scene: Scene) => unknown;
  /** What the log says of it. */
  readonly says?: RegExp;
  /** Samples may be dropped, when that is counted. */
  readonly mayDrop?: true;
}

const POISONED = 2;
const LOADED_COMMANDS = 6000;

export const STORE_FAULTS: readonly StoreFault[] = [
  {
    name: 'down at the start',
    says: /store is down.*connection (refused|lost)/,
    from: 'start',
    begin: ({ proxy }) => Object.assign(proxy, { mode: 'refuse' }),
    end: ({ proxy }) => Object.assign(proxy, { mode: 'pass' }),
  },
  {
    name: 'killed and restarted',
    says: /store is down.*connection (refused|lost)/,
    begin: ({ redis }) => redis.kill(),
    end: ({ redis }) => redis.restart(),
  },
  {
    name: 'hung (SIGSTOP)',
    says: /store is down.*no answer in time/,
    begin: ({ redis }) => redis.pause(),
    end: ({ redis }) => redis.resume(),
  },
  {
    name: 'LOADING',
    begin: async ({ redis, admin }) => {
      const other = Array.from({ length: LOADED_COMMANDS }, (_, index) => ['set', `other:${index}`, '']);
      await admin.pipeline(other).exec();
      await redis.kill();
      // It takes its time over each command; every thousand commands it answers that it is loading.
      redis.restart(['--key-load-delay', '200']).catch(() => {});
      await loading(redis.port);
    },
    end: () => {},
  },
  {
    name: 'READONLY (a replica)',
    says: /store is down.*read only/,
    begin: ({ admin }) => admin.replicaof('127.0.0.1', 1),
    end: ({ admin }) => admin.replicaof('NO', 'ONE'),
  },
  {
    name: 'OOM (maxmemory)',
    says: /store is down.*out of memory/,
    begin: ({ admin }) => admin.config('SET', 'maxmemory', '1'),
    end: ({ admin }) => admin.config('SET', 'maxmemory', '0'),
  },
  {
    name: 'NOPERM',
    says: /store is down.*not permitted/,
    begin: ({ admin }) => admin.call('ACL', 'SETUSER', 'default', '-evalsha', '-eval'),
    end: ({ admin }) => admin.call('ACL', 'SETUSER', 'default', '+@all'),
  },
  {
    name: 'WRONGTYPE of one patient',
    says: /store refuses the patient.*2_data is a string, not a list/,
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
    says: /store is down.*no answer in time/,
    begin: ({ proxy }) => Object.assign(proxy, { mode: 'swallow replies' }),
    end: ({ proxy }) => {
      proxy.cut();
      Object.assign(proxy, { mode: 'pass' });
    },
  },
  {
    name: 'replies after the timeout',
    says: /store is down.*no answer in time/,
    begin: ({ proxy }) => Object.assign(proxy, { mode: 'delay replies' }),
    end: ({ proxy }) => Object.assign(proxy, { mode: 'pass' }),
  },
  {
    name: 'links cut in a request',
    says: /store is down.*connection lost/,
    begin: ({ proxy }) => Object.assign(proxy, { mode: 'cut requests' }),
    end: ({ proxy }) => Object.assign(proxy, { mode: 'pass' }),
  },
  {
    name: 'links cut again and again',
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

/** Resolves when a server answers that it is loading. */
async function loading(port: number): Promise<void> {
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
  await loading(port);
}
