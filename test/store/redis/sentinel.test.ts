import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { inspectRedis } from '../../../src/store/redis/inspection.ts';
import { RedisStore } from '../../../src/store/redis/redis-store.ts';
import { parseRedisTarget, type RedisTarget } from '../../../src/store/redis/target.ts';
import { AT, makeEntry } from '../fixtures.ts';
import { RedisServer } from './redis-server.ts';

const NAME = 'ward';

describe('A master that a sentinel names', () => {
  const endings: (() => Promise<unknown>)[] = [];
  const changes: string[] = [];
  let master: RedisServer;
  let replica: RedisServer;
  let sentinel: RedisServer;

  const start = async (starting: Promise<RedisServer>) => {
    const server = await starting;
    endings.push(() => server.stop());
    return server;
  };
  const targetOf = (name: string): RedisTarget => {
    // The first one is not there: the next is asked.
    const parsed = parseRedisTarget(`redis+sentinel://127.0.0.1:9,127.0.0.1:${sentinel.port}/${name}`);
    if (parsed.kind === 'refused') throw new Error(parsed.reason);
    return parsed.target;
  };
  const openStore = (name = NAME) => {
    const store = new RedisStore({
      target: targetOf(name),
      commandTimeoutMs: 5000,
      onStateChange: (state, reason) => changes.push(`${state}: ${reason}`),
    });
    endings.push(() => store.close());
    return store;
  };

  beforeEach(async () => {
    changes.length = 0;
    master = await start(RedisServer.start(['--repl-diskless-sync-delay', '0']));
    replica = await start(RedisServer.start(['--replicaof', '127.0.0.1', `${master.port}`]));
    sentinel = await start(RedisServer.startSentinel(NAME, master));
    const replicas = () => sentinel.client().call('SENTINEL', 'replicas', NAME);
    await vi.waitFor(async () => expect(JSON.stringify(await replicas())).toContain(`${replica.port}`), {
      timeout: 30_000,
      interval: 100,
    });
    await vi.waitFor(
      async () => expect(await replica.client().info('replication')).toContain('master_link_status:up'),
      { timeout: 30_000, interval: 50 },
    );
  });
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });

  test('is left for the replica that took over; what was not acknowledged is written again, and stands once', async () => {
    const store = openStore();
    const wake = vi.fn();
    expect((await store.wakeOn([3], wake)).wakes).toBe(true);
    const send = (second: number) => store.write([{ patient: 3, entries: [makeEntry(second)] }]);
    await send(0);
    await send(1);
    // WAIT is about the writes of its own client, and so of all before them.
    const raw = master.client();
    await raw.set('marker', '');
    expect(await raw.wait(1, 5000)).toBe(1);
    const underWay = send(2).catch(() => {});
    await master.kill();
    await underWay;
    wake.mockClear();
    await vi.waitFor(() => send(2), { timeout: 30_000, interval: 200 });
    await vi.waitFor(() => expect(wake).toHaveBeenCalled(), 10_000);
    await send(3);
    const seconds = (await store.read(3, 100)).samples.map(({ atSeconds }) => atSeconds - AT);
    expect(seconds).toEqual([0, 1, 2, 3]);
    expect(await replica.client().llen('3_data')).toBe(4);
    expect(changes).toEqual(['up: connected', expect.stringMatching(/^down: connection/), 'up: connected']);

    // The old master comes back as a replica, and nobody writes to it.
    await master.restart();
    await vi.waitFor(
      async () => expect(await master.client().info('replication')).toContain('master_link_status:up'),
      { timeout: 30_000, interval: 100 },
    );
    await send(4);
    expect((await store.read(3, 100)).retained).toBe(5);
  }, 60_000);

  test('is waited for while no sentinel knows it', async () => {
    await expect(openStore('somebody-else').nowSeconds()).rejects.toThrow('no sentinel knows the master');
    expect(changes).toEqual(['down: no sentinel knows the master']);
    const later = openStore();
    await sentinel.kill();
    await later.nowSeconds().catch(() => {});
    await sentinel.restart();
    await vi.waitFor(() => later.nowSeconds(), 10_000);
  });

  test('is what the doctor looks at', async () => {
    const facts = await inspectRedis(targetOf(NAME), 'auto', Date.now);
    expect(facts.info?.get('role')).toBe('master');
    expect(facts.cluster).toBeNull();
  });
});
