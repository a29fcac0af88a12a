import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { StoredInsoles } from '../../../src/store/insole-record.ts';
import { KeySchema } from '../../../src/store/keys.ts';
import type { RedisConnection } from '../../../src/store/redis/connection.ts';
import { readEach } from '../../../src/store/redis/read-each.ts';
import type { RedisServers } from '../../../src/store/redis/redis-servers.ts';
import { RedisStore } from '../../../src/store/redis/redis-store.ts';
import { type ReadRequest, StoreUnavailable } from '../../../src/store/store.ts';
import { ALBERT, AT, HEALTHY, makeEntries, makeEntry } from '../fixtures.ts';
import { RedisServer } from './redis-server.ts';

const PATIENTS = Array.from({ length: 30 }, (_, index) => index + 1);
const REQUESTS = PATIENTS.map((patient) => ({ patient, newest: 10 }));
// Long, as the machines that run the tests are busy.
const commandTimeoutMs = 15_000;

describe('Many patients on a real redis-server', () => {
  let server: RedisServer;
  const stores: RedisStore[] = [];
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.stop());
  beforeEach(() => server.client().flushall());
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });

  const openStore = (userInfo = '') => {
    const store = new RedisStore({ target: server.target(userInfo), commandTimeoutMs });
    stores.push(store);
    return store;
  };
  const storeAll = () =>
    openStore().write(
      PATIENTS.map((patient) => ({ patient, entries: makeEntries(3), profile: ALBERT, health: HEALTHY })),
    );
  /** Makes the user `reader`, who may read keys, and what else is given. */
  const permit = (more: string) => {
    const rights = `+ping +time +select +exists +llen +lrange +hgetall +get ${more}`;
    return server
      .client()
      .call('ACL', 'SETUSER', 'reader', 'on', '>secret', '%R~*', '-@all', ...rights.split(' '));
  };
  /** What the server counts of a command, such as `calls=2,usec=…`, since the counts were reset. */
  const readStats = async (command: string) =>
    new RegExp(`cmdstat_${command}:(.*)`).exec(await server.client().info('commandstats'))?.[1] ?? '';

  test('are read by one command, and so are their summaries', async () => {
    await storeAll();
    const store = openStore();
    for (let warmUp = 0; warmUp < 2; warmUp++) {
      await store.readEach(REQUESTS);
      await store.readSummaries(PATIENTS);
    }
    await server.client().config('RESETSTAT');
    await store.readEach(REQUESTS);
    expect(await readStats('evalsha')).toMatch(/^calls=1,/);
    await store.readSummaries(PATIENTS);
    // Nobody of them is live: the summaries are of records of now all the same.
    expect(await readStats('evalsha')).toMatch(/^calls=2,/);
    expect(await readStats('multi')).toBe('');
  });

  test('are read by commands, each as alone, where a key is of another type or lists are unequal', async () => {
    await storeAll();
    const raw = server.client();
    await raw.mset('3_data', 'a string', '3_profile', 'a string', '4_anomaly', 'a string');
    await raw.rpush('5_data', makeEntry(7).sensorsJson);
    const store = openStore();
    const reads = await store.readEach(REQUESTS);
    const alone = await Promise.all(REQUESTS.map(({ patient, newest }) => store.read(patient, newest)));
    expect(reads).toEqual(alone.map((read) => ({ ...read, nowSeconds: expect.any(Number) })));
    expect(reads.slice(2, 5)).toMatchObject([{ unreadable: 1 }, { anomaliesStored: 0 }, { retained: 3 }]);
    expect((await store.readSummaries(PATIENTS)).slice(2, 4)).toMatchObject([
      { newestAtSeconds: AT + 2, profile: null, health: HEALTHY },
      { newestAtSeconds: AT + 2, anomaliesStored: 0, profile: ALBERT },
    ]);
  });

  test('are read by commands by a user who may not run scripts, and the server is asked for a script once', async () => {
    await storeAll();
    await permit('+multi +exec');
    await server.client().config('RESETSTAT');
    const store = openStore('reader:secret@');
    for (let turn = 0; turn < 2; turn++) {
      expect(await store.readEach(REQUESTS)).toMatchObject(REQUESTS.map(() => ({ retained: 3 })));
      expect(await store.readSummaries(PATIENTS)).toMatchObject(PATIENTS.map(() => ({ profile: ALBERT })));
    }
    expect(`${await readStats('eval')} ${await readStats('evalsha')}`).toMatch(/^\S*rejected_calls=1,\S* $/);
  });

  test('are read with scripts by a user who may read their keys alone', async () => {
    await storeAll();
    await permit('+eval +evalsha');
    const store = openStore('reader:secret@');
    expect(await store.readEach(REQUESTS)).toMatchObject(REQUESTS.map(() => ({ retained: 3 })));
    expect(await store.readSummaries(PATIENTS)).toMatchObject(PATIENTS.map(() => ({ profile: ALBERT })));
  });
});

test('In place of patients whose server is down stands why, and the others are read', async () => {
  const replies = [
    ['1', '0'],
    [0, 0, 0, 0, 0, [], [], [], [], []],
  ].flat();
  const client = { readEachPatient: async () => replies };
  const up = { run: (operation: (of: unknown) => unknown) => operation(client) };
  const down = {
    run: async () => {
      throw new StoreUnavailable('connection refused');
    },
  };
  const servers = {
    divide: async (requests: readonly ReadRequest[]) =>
      new Map([
        [down, requests.slice(0, 1)],
        [up, requests.slice(1)],
      ] as unknown as [RedisConnection, readonly ReadRequest[]][]),
  } as unknown as RedisServers;
  const options = { keys: new KeySchema('braced'), insoles: new StoredInsoles(async () => null) };
  expect(await readEach(servers, options, REQUESTS.slice(0, 2))).toMatchObject([
    new StoreUnavailable('connection refused'),
    { patient: 2, known: false },
  ]);
});
