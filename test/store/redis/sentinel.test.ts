import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { inspectRedis } from '../../../src/store/redis/inspection.ts';
import { RedisStore } from '../../../src/store/redis/redis-store.ts';
import { parseRedisTarget, type RedisTarget } from '../../../src/store/redis/target.ts';
import { AT, makeEntry } from '../fixtures.ts';
import { RedisServer } from './redis-server.ts';

const NAME = 'ward';
/** A master waits 5 s for more replicas otherwise. */
const SYNC_AT_ONCE = ['--repl-diskless-sync-delay', '0'];

/** Runs timers of a sentinel every 100 ms, which are 1 to 10 s otherwise: without it a failover takes 20 s. */
async function speedUp(sentinel: RedisServer): Promise<void> {
  const periods = ['INFO-PERIOD', 'ASK-PERIOD', 'PUBLISH-PERIOD'];
  await sentinel.client().call('SENTINEL', 'DEBUG', ...periods.flatMap((name) => [name, '100']));
}

const waitForLink = (replica: RedisServer) =>
  vi.waitFor(
    async () => expect(await replica.client().info('replication')).toContain('master_link_status:up'),
    { timeout: 30_000, interval: 50 },
  );

describe('A master that a sentinel names', () => {
  const servers: RedisServer[] = [];
  const stores: RedisStore[] = [];
  const changes: string[] = [];
  let master: RedisServer;
  let replica: RedisServer;
  let sentinel: RedisServer;

  const start = async (starting: Promise<RedisServer>) => {
    const server = await starting;
    servers.push(server);
    return server;
  };
  const parseTarget = (name: string): RedisTarget => {
    // Nobody listens on the first port: the second sentinel is tried.
    const parsed = parseRedisTarget(`redis+sentinel://127.0.0.1:9,127.0.0.1:${sentinel.port}/${name}`);
    if (parsed.kind === 'refused') throw new Error(parsed.reason);
    return parsed.target;
  };
  const openStore = (name = NAME) => {
    const store = new RedisStore({
      target: parseTarget(name),
      commandTimeoutMs: 5000,
      onStateChange: (state, reason) => changes.push(`${state}: ${reason}`),
    });
    stores.push(store);
    return store;
  };

  beforeAll(async () => {
    master = await start(RedisServer.start(SYNC_AT_ONCE));
    replica = await start(RedisServer.start([...SYNC_AT_ONCE, '--replicaof', '127.0.0.1', `${master.port}`]));
    await waitForLink(replica);
    sentinel = await start(RedisServer.startSentinel(NAME, master));
    await speedUp(sentinel);
    // A sentinel promotes no replica of which it knows nothing yet.
    const replicas = () => sentinel.client().call('SENTINEL', 'replicas', NAME);
    await vi.waitFor(
      async () => expect(await replicas()).toEqual([expect.arrayContaining(['ok', 'slave'])]),
      {
        timeout: 30_000,
        interval: 50,
      },
    );
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    changes.length = 0;
  });
  afterAll(async () => {
    for (const server of servers.reverse()) await server.stop();
  });

  test('is inspected by the doctor', async () => {
    const facts = await inspectRedis(parseTarget(NAME), {}, Date.now);
    expect(facts.info?.get('role')).toBe('master');
    expect(facts.cluster).toBeNull();
  });

  test('is left for the replica that took over, and a write without a reply is repeated and stored once', async () => {
    const store = openStore();
    const wake = vi.fn();
    expect((await store.wakeOn([3], wake)).wakes).toBe(true);
    const send = (second: number) => store.write([{ patient: 3, entries: [makeEntry(second)] }]);
    await send(0);
    await send(1);
    // WAIT waits for the writes of its own client, and so for all before them.
    const raw = master.client();
    await raw.set('marker', '');
    expect(await raw.wait(1, 5000)).toBe(1);
    const walk = {
      patient: 3,
      sinceSeconds: AT,
      untilSeconds: AT + 1,
      note: 'x',
      marks: [],
      keptAtSeconds: AT,
    };
    const keep = () => store.keep(walk, 1_000_000);
    const kept = await keep();
    expect(await raw.wait(1, 5000)).toBe(1);
    const pending = Promise.all([send(2).catch(() => {}), keep().catch(() => {})]);
    await master.kill();
    await pending;
    wake.mockClear();
    await vi.waitFor(() => send(2), { timeout: 30_000, interval: 50 });
    await vi.waitFor(() => expect(wake).toHaveBeenCalled(), 10_000);
    expect(await keep()).toEqual(kept);
    expect((await store.kept(3)).walks).toMatchObject([{ note: 'x', samples: 2 }]);
    await send(3);
    const seconds = (await store.read(3, 100)).samples.map(({ atSeconds }) => atSeconds - AT);
    expect(seconds).toEqual([0, 1, 2, 3]);
    expect(await replica.client().llen('3_data')).toBe(4);
    expect(changes).toEqual(['up: connected', expect.stringMatching(/^down: connection/), 'up: connected']);

    // The old master returns as a replica, and nothing is written to it.
    await master.restart();
    await waitForLink(master);
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
    await speedUp(sentinel);
    await vi.waitFor(() => later.nowSeconds(), 10_000);
  });
});
