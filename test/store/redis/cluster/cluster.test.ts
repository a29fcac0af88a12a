import computeSlot from 'cluster-key-slot';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { inspectRedis } from '../../../../src/store/redis/inspection.ts';
import { RedisStore } from '../../../../src/store/redis/redis-store.ts';
import { parseRedisTarget } from '../../../../src/store/redis/target.ts';
import { type PatientWrite, StoreUnavailable } from '../../../../src/store/store.ts';
import { describeStore } from '../../contract/describe-store.ts';
import { AT, makeEntries, makeEntry } from '../../fixtures.ts';
import { RedisServer } from '../redis-server.ts';
import { RedisClusterServers } from './cluster-servers.ts';

const commandTimeoutMs = 15_000;

describe('On a real Redis Cluster of three masters and a replica', () => {
  let cluster: RedisClusterServers;
  beforeAll(async () => {
    cluster = await RedisClusterServers.start();
  });
  afterAll(() => cluster.stop());

  describeStore('The store', async () => new RedisStore({ target: cluster.target, commandTimeoutMs }));

  const stores: RedisStore[] = [];
  const openStore = (target = cluster.target) => {
    const store = new RedisStore({ target, commandTimeoutMs });
    stores.push(store);
    return store;
  };
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });

  const countKeys = () =>
    Promise.all(
      cluster.masters.map((server) =>
        server
          .client()
          .keys('{*')
          .then((keys) => keys.length),
      ),
    );

  test('spreads patients over all masters, and each has its keys on one', async () => {
    const store = openStore();
    const patients = Array.from({ length: 30 }, (_, index) => 5000 + index);
    await store.write(patients.map((patient) => ({ patient, entries: makeEntries(2, { anomalous: true }) })));
    for (const server of cluster.masters) {
      const keys = await server.client().keys('{50*');
      expect(keys.length).toBeGreaterThan(0);
      expect(keys.length % 4).toBe(0);
    }
    expect((await store.patients()).filter((patient) => patients.includes(patient))).toEqual(patients);
    for (const patient of patients) await store.erase(patient);
  });

  test('knows the slot of a key as Redis does', async () => {
    const raw = cluster.replica.client();
    for (const key of ['{3}_data', '3_data', '{}x', 'a{b}{c}', 'ż{ó}', '{1048576}_health', '']) {
      expect([key, computeSlot(key)]).toEqual([key, await raw.cluster('KEYSLOT', key)]);
    }
  });

  test('finds a patient again whose slot moved to another master, and its wake-ups', async () => {
    const store = openStore();
    const patient = 7001;
    const slot = computeSlot(`{${patient}}_data`);
    await store.write([{ patient, entries: makeEntries(2) }]);
    const wake = vi.fn();
    expect((await store.wakeOn([patient], wake)).wakes).toBe(true);
    const [from, to] = await Promise.all(
      [0, 1].map(async (offset) => {
        const holds = await Promise.all(
          cluster.masters.map(async (server) =>
            Number(await server.client().cluster('COUNTKEYSINSLOT', slot)),
          ),
        );
        const holder = holds.findIndex((count) => count > 0);
        const server = cluster.masters[(holder + offset) % 3];
        if (server === undefined) throw new Error('no master');
        return { server, raw: server.client(), id: String(await server.client().cluster('MYID')) };
      }),
    );
    if (from === undefined || to === undefined) throw new Error('no masters');
    await to.raw.cluster('SETSLOT', slot, 'IMPORTING', from.id);
    await from.raw.cluster('SETSLOT', slot, 'MIGRATING', to.id);
    const keys = await from.raw.keys(`{${patient}}*`);
    await from.raw.call('MIGRATE', '127.0.0.1', to.server.port, '', 0, 5000, 'KEYS', ...keys);
    // While the slot is on its way, its patients wait.
    const entries = [...makeEntries(2), makeEntry(2)];
    expect(await store.write([{ patient, entries }])).toEqual([
      { kind: 'unreachable', patient, reason: 'moved within its cluster' },
    ]);
    for (const server of [to, from, ...cluster.masters.map((each) => ({ raw: each.client() }))]) {
      await server.raw.cluster('SETSLOT', slot, 'NODE', to.id);
    }
    expect(await store.write([{ patient, entries }])).toEqual([{ kind: 'stored', patient, entries: 3 }]);
    expect((await store.read(patient, 10)).retained).toBe(3);
    await vi.waitFor(() => expect(wake).toHaveBeenCalled(), 5000);
    wake.mockClear();
    await vi.waitFor(async () => {
      await store.write([{ patient, entries: [makeEntry(Math.random() * 1000)] }]);
      expect(wake).toHaveBeenCalled();
    }, 10_000);
    await store.erase(patient);
    expect(await store.patients()).not.toContain(patient);
  });

  test('starts from any node, and says what is no cluster', async () => {
    const { masters, replica } = cluster;
    const nodeUrls = [masters[0]?.url, replica.url];
    for (const url of nodeUrls) {
      const parsed = parseRedisTarget(`redis://127.0.0.1:1,${url}`);
      if (parsed.kind === 'refused') throw new Error(parsed.reason);
      expect(await openStore(parsed.target).nowSeconds()).toBeGreaterThan(AT - 1e9);
    }
    const single = await RedisServer.start();
    const parsed = parseRedisTarget(`${single.url},`);
    if (parsed.kind === 'refused') throw new Error(parsed.reason);
    await expect(openStore(parsed.target).nowSeconds()).rejects.toThrow('not a Redis Cluster');
    await single.stop();
    const one = new RedisStore({ target: masters[0]?.target() ?? cluster.target, commandTimeoutMs });
    stores.push(one);
    await expect(Promise.all([1, 2, 3, 4, 5, 6].map((patient) => one.read(patient, 1)))).rejects.toThrow(
      /moved within its cluster|unexpected answer/,
    );
  });

  test('tells the doctor how many masters there are', async () => {
    const facts = await inspectRedis(cluster.target, 'auto', Date.now);
    expect(facts.cluster).toEqual({ masters: 3, unreachable: 0, slots: 16_384 });
    expect(facts.rights).toEqual({ missingToRead: [], missingToWrite: [] });
  });

  test('leaves nothing behind that was erased', async () => {
    const store = openStore();
    for (const patient of await store.patients()) await store.erase(patient);
    expect(await countKeys()).toEqual([0, 0, 0]);
  });
});

describe('When a master of a cluster', () => {
  test.each([
    ['is killed', (server: RedisServer) => server.kill(), /^down: connection/],
    ['hangs', async (server: RedisServer) => server.pause(), /^down: no answer in time/],
  ])(
    '%s, the others are served, its own when the replica took over, and nothing is stored twice',
    async (_, strike, down) => {
      const cluster = await RedisClusterServers.start([
        ...['--cluster-node-timeout', '1500', '--cluster-require-full-coverage', 'no'],
        ...['--cluster-replica-no-failover', 'yes', '--cluster-replica-validity-factor', '0'],
      ]);
      const changes: string[] = [];
      const store = new RedisStore({
        target: cluster.target,
        commandTimeoutMs: 1500,
        onStateChange: (state, reason) => changes.push(`${state}: ${reason}`),
      });
      try {
        const [victim, ...others] = cluster.masters;
        if (victim === undefined) throw new Error('no master');
        const patients = Array.from({ length: 12 }, (_, index) => index + 1);
        const wakes = new Set<number>();
        await store.wakeOn(patients, (patient) => wakes.add(patient));
        const send = (second: number, to: readonly number[] = patients) =>
          store.write(
            to.map(
              (patient): PatientWrite => ({ patient, entries: [makeEntry(second, { anomalous: true })] }),
            ),
          );
        await send(0);
        await send(1);
        const raw = victim.client();
        const [, first] = await raw.scan('0', 'MATCH', '*_data', 'COUNT', 1000);
        const orphans = first.map((key) => Number(/\d+/.exec(key)?.[0]));
        expect(orphans.length).toBeGreaterThan(0);
        // WAIT is about the writes of its own client, and so of all before them.
        await raw.set(`{${orphans[0]}}_marker`, '');
        expect(await raw.wait(1, 5000)).toBe(1);

        const underWay = send(2).catch(() => []);
        await strike(victim);
        const outcomes = await underWay;
        const served = patients.filter((patient) => !orphans.includes(patient));
        for (const { patient, kind } of outcomes) if (served.includes(patient)) expect(kind).toBe('stored');

        // However few there are: who waits for the master holds up nobody else.
        expect(await send(2, orphans.slice(0, 1))).toMatchObject([{ kind: 'unreachable' }]);
        const again = await send(2);
        for (const { patient, kind } of again) if (served.includes(patient)) expect(kind).toBe('stored');
        await expect(store.patients()).rejects.toThrow(StoreUnavailable);
        expect([...(await store.holders(patients)).keys()]).toEqual(served);
        expect(await store.acquire(patients, { holder: 'one', ttlMs: 1 })).toEqual(served);
        const [orphan = 0] = orphans;
        await expect(store.append(orphan, 'samples', 2, [['[]', '1.000']])).rejects.toThrow(StoreUnavailable);
        expect(await store.trim(AT - 1)).toEqual({ trimmed: 0, refused: [] });
        expect((await inspectRedis(cluster.target, 'auto', Date.now)).cluster?.unreachable).toBe(1);

        wakes.clear();
        await cluster.replica.client().config('SET', 'cluster-replica-no-failover', 'no');
        // As the cacher does: unchanged, until it is stored.
        await vi.waitFor(
          async () => expect((await send(2)).map(({ kind }) => kind)).toEqual(patients.map(() => 'stored')),
          { timeout: 30_000, interval: 200 },
        );
        await vi.waitFor(() => expect([...wakes]).toEqual(expect.arrayContaining(orphans)), 10_000);
        await send(3);
        for (const patient of patients) {
          const seconds = (await store.read(patient, 100)).samples.map(({ atSeconds }) => atSeconds - AT);
          expect([patient, seconds]).toEqual([patient, [0, 1, 2, 3]]);
          expect((await store.readAnomalies(patient, 0)).length).toBe(4);
        }
        expect(await store.patients()).toEqual(patients);
        expect(others.length).toBe(2);
        expect(changes).toEqual(['up: connected', expect.stringMatching(down), 'up: connected']);
      } finally {
        await store.close();
        await cluster.stop();
      }
    },
    60_000,
  );
});
