import computeSlot from 'cluster-key-slot';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { inspectRedis } from '../../../../src/store/redis/inspection.ts';
import { RedisStore } from '../../../../src/store/redis/redis-store.ts';
import { parseRedisTarget } from '../../../../src/store/redis/target.ts';
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

  describeStore(
    'The store with a key prefix',
    async () => new RedisStore({ target: cluster.target, keyPrefix: 'wardB:', commandTimeoutMs }),
  );

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

  test('spreads patients over all masters, with all keys of a patient on one', async () => {
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

  test('computes the slot of a key as Redis does', async () => {
    const raw = cluster.replica.client();
    for (const key of ['{3}_data', '3_data', '{}x', 'a{b}{c}', 'ż{ó}', '{1048576}_health', '']) {
      expect([key, computeSlot(key)]).toEqual([key, await raw.cluster('KEYSLOT', key)]);
    }
  });

  test('finds a patient whose slot moved to another master, and its wake-ups', async () => {
    const store = openStore();
    const patient = 7001;
    const slot = computeSlot(`{${patient}}_data`);
    await store.write([{ patient, entries: makeEntries(2) }]);
    const wake = vi.fn();
    expect((await store.wakeOn([patient], wake)).wakes).toBe(true);
    const watching = openStore();
    expect(await watching.readEach([{ patient, newest: 10 }])).toMatchObject([{ retained: 2 }]);
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
    // While a slot migrates, its patients cannot be written.
    const entries = [...makeEntries(2), makeEntry(2)];
    expect(await store.write([{ patient, entries }])).toEqual([
      { kind: 'unreachable', patient, reason: 'moved within its cluster' },
    ]);
    for (const server of [to, from, ...cluster.masters.map((each) => ({ raw: each.client() }))]) {
      await server.raw.cluster('SETSLOT', slot, 'NODE', to.id);
    }
    expect(await store.write([{ patient, entries }])).toEqual([{ kind: 'stored', patient, entries: 3 }]);
    expect((await store.read(patient, 10)).retained).toBe(3);
    expect(
      await watching.readEach([
        { patient, newest: 10 },
        { patient: 7002, newest: 10 },
      ]),
    ).toMatchObject([{ retained: 3 }, { retained: 0 }]);
    await vi.waitFor(() => expect(wake).toHaveBeenCalled(), 5000);
    wake.mockClear();
    await vi.waitFor(async () => {
      await store.write([{ patient, entries: [makeEntry(Math.random() * 1000)] }]);
      expect(wake).toHaveBeenCalled();
    }, 10_000);
    await store.erase(patient);
    expect(await store.patients()).not.toContain(patient);
  });

  test('starts from any node, and says when a server is not a cluster', async () => {
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

  test('reports its masters and slots to the doctor', async () => {
    const facts = await inspectRedis(cluster.target, {}, Date.now);
    expect(facts.cluster).toEqual({ masters: 3, unreachable: 0, slots: 16_384 });
    expect(facts.rights).toEqual({ absent: [], missingToRead: [], missingToWrite: [], missingToKeep: [] });
  });

  test('leaves no keys of erased patients behind', async () => {
    const store = openStore();
    for (const patient of await store.patients()) await store.erase(patient);
    expect(await countKeys()).toEqual([0, 0, 0]);
  });
});
