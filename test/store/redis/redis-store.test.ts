import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { RedisStore } from '../../../src/store/redis/redis-store.ts';
import type { Lease } from '../../../src/store/store.ts';
import { describeStore } from '../contract/describe-store.ts';
import { ALBERT, AT, HEALTHY, makeEntries, makeEntry, nextPatient } from '../fixtures.ts';
import { RedisServer } from './redis-server.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await RedisServer.start();
});
afterAll(() => server.stop());

// Long, as the machines that run the tests are busy.
const commandTimeoutMs = 15_000;

describeStore(
  'The store on a real redis-server',
  async () => new RedisStore({ target: server.target(), commandTimeoutMs }),
);

describeStore(
  'The store on a real redis-server with a key prefix',
  async () => new RedisStore({ target: server.target(), keyPrefix: 'wardB:', commandTimeoutMs }),
);

describe('The store on a real redis-server', () => {
  const stores: RedisStore[] = [];
  const openStore = (options: { keyStyle?: 'plain' | 'braced' | 'auto'; keyPrefix?: string } = {}) => {
    const store = new RedisStore({ target: server.target(), commandTimeoutMs, ...options });
    stores.push(store);
    return store;
  };
  beforeEach(() => server.client().flushall());
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });

  test('takes no lease by a command sent while Redis hung, when it resumes after the leases expired', async () => {
    const patient = nextPatient();
    const [working, waiting] = ['working', 'waiting'].map((holder) => ({ holder, ttlMs: 500 }));
    const [first, second] = [openStore(), new RedisStore({ target: server.target(), commandTimeoutMs: 300 })];
    stores.push(second);
    await second.acquire([patient], { holder: 'nobody', ttlMs: 1 });
    await sleep(20);
    await first.write([{ patient, entries: [makeEntry(0)] }], working);
    expect(await second.acquire([patient], waiting as Lease)).toEqual([]);
    server.pause();
    await expect(second.acquire([patient], waiting as Lease)).rejects.toThrow();
    await sleep(600);
    server.resume();
    const [outcome] = await first.write([{ patient, entries: [makeEntry(1)] }], working);
    expect(outcome).toEqual({ kind: 'stored', patient, entries: 1 });
  });

  test.each(['plain', 'braced'] as const)(
    'keeps stores apart by their prefixes, in the key style %s',
    async (keyStyle) => {
      const prefixes = ['', 'wardA:', 'wardB:', 'ward'];
      const apart = prefixes.map((keyPrefix) => openStore({ keyStyle, keyPrefix }));
      const woken: string[] = [];
      for (const [index, store] of apart.entries()) {
        const subscription = await store.wakeOn([3], () => woken.push(prefixes[index] ?? ''));
        expect(subscription.wakes).toBe(true);
      }
      const [plain, wardA, wardB, ward] = apart as [RedisStore, RedisStore, RedisStore, RedisStore];
      const lease = { holder: 'one', ttlMs: 60_000 };
      const write = { patient: 3, entries: [makeEntry(0), makeEntry(1)], profile: ALBERT, health: HEALTHY };
      await wardA.write([write], lease);
      const stem = keyStyle === 'plain' ? '3' : '{3}';
      for (const key of await server.client().keys('*')) expect(key.startsWith(`wardA:${stem}_`)).toBe(true);
      await wardB.write([{ patient: 3, entries: [makeEntry(5)] }], { holder: 'other', ttlMs: 60_000 });
      await wardB.write([{ patient: 4, entries: [makeEntry(5)] }]);
      await vi.waitFor(() => expect(woken).toEqual(['wardA:', 'wardB:']));
      expect(await Promise.all(apart.map((store) => store.patients()))).toEqual([[], [3], [3, 4], []]);
      expect((await wardB.read(3, 10)).retained).toBe(1);
      expect((await plain.read(3, 10)).known).toBe(false);
      expect(await ward.trim(AT + 100)).toEqual({ trimmed: 0, refused: [] });
      expect(await wardB.trim(AT + 100)).toEqual({ trimmed: 2, refused: [] });
      expect(await wardB.erase(3)).toBe(1);
      expect((await wardA.read(3, 10)).retained).toBe(2);
    },
  );

  test.each([
    ['auto', ''],
    ['plain', ''],
    ['braced', '{}'],
  ] as const)('writes the keys of the contract in the key style %s', async (keyStyle, braces) => {
    const sensorsJson = '[{"anomaly":true,"id":0,"value":1023,"source":"simulated","extra":"ż"}]';
    const store = openStore({ keyStyle });
    await store.write([
      {
        patient: 3,
        entries: [makeEntry(0), { timestamp: `${AT}.312`, sensorsJson, anomalous: true }],
        profile: { ...ALBERT, traceName: null },
        health: HEALTHY,
      },
    ]);
    const raw = server.client();
    const prefix = braces === '' ? '3' : '{3}';
    expect((await raw.keys('*')).sort()).toEqual(
      ['anomaly', 'anomaly_timestamp', 'data', 'health', 'profile', 'timestamp'].map(
        (part) => `${prefix}_${part}`,
      ),
    );
    expect(await raw.lrange(`${prefix}_data`, 0, -1)).toEqual([makeEntry(0).sensorsJson, sensorsJson]);
    expect(await raw.lrange(`${prefix}_timestamp`, 0, -1)).toEqual([`${AT}.000`, `${AT}.312`]);
    expect(await raw.lrange(`${prefix}_anomaly`, 0, -1)).toEqual([sensorsJson]);
    expect(await raw.lrange(`${prefix}_anomaly_timestamp`, 0, -1)).toEqual([`${AT}.312`]);
    expect(await raw.hgetall(`${prefix}_profile`)).toEqual({
      firstname: 'Albert',
      lastname: 'Lisowski',
      birthdate: '1991',
      disabled: 'false',
      traceId: '12242505062019',
    });
    expect(await raw.hgetall(`${prefix}_health`)).toEqual({
      state: 'up',
      updatedAt: `${AT}.125`,
      lastOkAt: `${AT}.100`,
      latencyMs: '12.5',
      intervalMs: '300',
      clockOffsetMs: '-40',
      polls: '17',
      failures: '0',
    });
    expect(await store.patients()).toEqual([3]);
    expect(await store.trim(AT + 1)).toEqual({ trimmed: 2, refused: [] });
  });

  test('publishes an empty message on the live channel for each write that adds samples', async () => {
    const store = openStore();
    const raw = server.client();
    const messages: [string, string][] = [];
    raw.on('message', (channel: string, message: string) => messages.push([channel, message]));
    await raw.subscribe('3_live', 'end');
    const write = { patient: 3, entries: makeEntries(2) };
    await store.write([write]);
    await store.write([write]);
    await store.write([{ patient: 3, entries: [], health: HEALTHY }]);
    await server.client().publish('end', '');
    await expect
      .poll(() => messages)
      .toEqual([
        ['3_live', ''],
        ['end', ''],
      ]);
  });

  test('reads and trims what the original program wrote', async () => {
    const raw = server.client();
    await raw.rpush(
      '3_data',
      '[{"anomaly": false, "id": 0, "name": "L0", "value": 1023}]',
      '[{"id":0,"value":5}]',
    );
    await raw.rpush('3_timestamp', `${AT}`, `${AT + 1}`);
    await raw.rpush('3_anomaly', '[{"anomaly": true, "id": 0, "name": "L0", "value": 900}]');
    await raw.rpush('3_anomaly_timestamp', `${AT}`);
    const store = openStore();
    const anomalous = { atSeconds: AT, sensors: [{ id: 0, value: 900, anomaly: true }] };
    expect(await store.read(3, 10)).toMatchObject({
      samples: [
        { atSeconds: AT, sensors: [{ id: 0, value: 1023, anomaly: false }] },
        { atSeconds: AT + 1, sensors: [{ id: 0, value: 5, anomaly: false }] },
      ],
      insole: SIX,
      unreadable: 0,
      anomaliesStored: 1,
      profile: null,
      health: null,
      known: true,
    });
    expect(await store.readAnomalies(3, 0)).toEqual([anomalous]);
    expect(await store.trim(AT + 0.5)).toEqual({ trimmed: 1, refused: [] });
  });

  test('gives the time of the oldest readable sample when the very oldest is not', async () => {
    const raw = server.client();
    await raw.rpush('3_data', 'junk', '[{"id":0,"value":1}]');
    await raw.rpush('3_timestamp', 'junk', `${AT}`);
    expect(await openStore().read(3, 10)).toMatchObject({ retained: 2, unreadable: 1, oldestAtSeconds: AT });
  });

  test('reads only paired entries where the original program left its lists unequal', async () => {
    const raw = server.client();
    const entries = [0, 1, 2, 3, 4].map((second) => makeEntry(second, { value: second }));
    await raw.rpush('3_data', ...entries.map((entry) => entry.sensorsJson));
    await raw.rpush('3_timestamp', ...entries.slice(0, 3).map((entry) => entry.timestamp));
    const reading = await openStore().read(3, 2);
    expect(reading.samples).toMatchObject([
      { atSeconds: AT + 1, sensors: [{ value: 1 }, {}] },
      { atSeconds: AT + 2, sensors: [{ value: 2 }, {}] },
    ]);
    expect(reading).toMatchObject({ retained: 3, unreadable: 0 });
  });

  test.each([
    ['data', 'timestamp'],
    ['anomaly', 'anomaly_timestamp'],
  ])('appends to unequal lists so that entry i still belongs to entry i: %s', async (data, timestamp) => {
    const raw = server.client();
    await raw.rpush(`3_${data}`, makeEntry(0).sensorsJson, makeEntry(1).sensorsJson);
    await raw.rpush(`3_${timestamp}`, makeEntry(0).timestamp);
    await openStore().write([{ patient: 3, entries: [makeEntry(2, { value: 22, anomalous: true })] }]);
    const readings = await raw.lrange(`3_${data}`, 0, -1);
    expect(await raw.lrange(`3_${timestamp}`, 0, -1)).toEqual([`${AT}.000`, '', `${AT + 2}.000`]);
    expect(readings[2]).toContain('22');
  });

  test('refuses a patient with a key of another type as a whole, and stores the others', async () => {
    const raw = server.client();
    await raw.set('4_anomaly_timestamp', 'a string');
    const profile = ALBERT;
    const entries = [makeEntry(0, { anomalous: true })];
    const outcomes = await openStore().write([3, 4, 5].map((patient) => ({ patient, entries, profile })));
    expect(outcomes).toEqual([
      { kind: 'stored', patient: 3, entries: 1 },
      { kind: 'refused', patient: 4, reason: '4_anomaly_timestamp is a string, not a list' },
      { kind: 'stored', patient: 5, entries: 1 },
    ]);
    expect(await raw.keys('4_*')).toEqual(['4_anomaly_timestamp']);
  });

  test('stores samples of a patient whose hashes are keys of another type, and leaves those alone', async () => {
    const raw = server.client();
    await raw.set('4_health', 'a string');
    await raw.lpush('4_profile', 'a list');
    const write = { patient: 4, entries: [makeEntry(0)], profile: ALBERT, health: HEALTHY };
    expect(await openStore().write([write])).toEqual([{ kind: 'stored', patient: 4, entries: 1 }]);
    expect([await raw.type('4_health'), await raw.type('4_profile')]).toEqual(['string', 'list']);
  });

  test('renews the lease of a patient that it refuses, so that nobody else polls it', async () => {
    const patient = 4;
    const store = openStore();
    const lease = { holder: 'one', ttlMs: 60_000 };
    await server.client().set('4_data', 'poison');
    const write = { patient, entries: [makeEntry(1)] };
    expect(await store.write([write], lease)).toMatchObject([{ kind: 'refused' }]);
    expect([...(await store.holders([patient]))]).toEqual([[patient, { holder: 'one', api: null }]]);
    expect(await store.write([write], { ...lease, holder: 'other' })).toEqual([
      { kind: 'not-holder', patient },
    ]);
  });

  test('trims the others when one patient has a key of another type', async () => {
    const store = openStore();
    await store.write([3, 4].map((patient) => ({ patient, entries: makeEntries(3) })));
    await server.client().set('4_data', 'a string');
    expect(await store.trim(AT + 2)).toEqual({
      trimmed: 2,
      refused: [{ patient: 4, reason: '4_data is a string, not a list' }],
    });
  });

  test('reads a key of another type as unreadable, and the rest of the patient as usual', async () => {
    const store = openStore();
    await store.write([
      { patient: 3, entries: [makeEntry(0, { anomalous: true })], profile: ALBERT, health: HEALTHY },
    ]);
    await server.client().mset('3_data', 'a string', '3_profile', 'a string');
    expect(await store.read(3, 10)).toMatchObject({
      samples: [],
      insole: SIX,
      unreadable: 1,
      retained: 0,
      oldestAtSeconds: null,
      anomaliesStored: 1,
      profile: null,
      health: HEALTHY,
      known: true,
    });
    expect(await store.readAnomalies(3, 0)).toHaveLength(1);
  });

  test('forgets a patient when its last sample is trimmed', async () => {
    const store = openStore();
    await store.write([{ patient: 3, entries: makeEntries(3) }]);
    await store.trim(AT + 100);
    expect(await store.read(3, 1)).toMatchObject({ known: false });
    expect(await store.patients()).toEqual([]);
  });

  test('knows a patient with a lease only, but does not list it, nor keys of other programs', async () => {
    await server
      .client()
      .mset('3_lease', 'x', '03_data', 'x', '7_other', 'x', 'a_data', 'x', '{8}_data', 'x');
    const store = openStore();
    expect((await store.read(3, 1)).known).toBe(true);
    expect(await store.patients()).toEqual([]);
  });

  test('reads of live patients whose summaries are known no records but every third second', async () => {
    const store = openStore();
    const patients = Array.from({ length: 30 }, () => nextPatient());
    const timestamp = (await store.nowSeconds()).toFixed(3);
    const entries = [{ ...makeEntry(0), timestamp }];
    const health = { ...HEALTHY, intervalMs: 10_000 };
    await store.write(patients.map((patient) => ({ patient, entries, profile: ALBERT, health })));
    const known = new Map((await store.readSummaries(patients)).map((summary) => [summary.patient, summary]));
    await server.client().config('RESETSTAT');
    await store.readSummaries(patients, known);
    const calls = async (command: string) =>
      Number(
        new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(await server.client().info('commandstats'))?.[1],
      );
    expect([await calls('lrange'), await calls('llen'), await calls('hgetall')]).toEqual([30, 30, 20]);
  });

  test('works on after SCRIPT FLUSH', async () => {
    const store = openStore();
    const writes = [nextPatient(), nextPatient()].map((patient) => ({ patient, entries: makeEntries(2) }));
    await store.write(writes.map((write) => ({ ...write, entries: write.entries.slice(0, 1) })));
    await store.trim(AT - 1);
    await server.client().script('FLUSH');
    expect((await store.write(writes)).map((outcome) => outcome.kind)).toEqual(['stored', 'stored']);
    expect(await store.trim(AT + 1)).toEqual({ trimmed: 2, refused: [] });
    await server.client().script('FLUSH');
    expect(await store.trim(AT + 2)).toEqual({ trimmed: 2, refused: [] });
  });

  test('trims a long list by looking at a few timestamps', async () => {
    const store = openStore();
    const raw = server.client();
    const countLooks = async (entries: number) => {
      const patient = nextPatient();
      await store.write([{ patient, entries: makeEntries(entries) }]);
      await raw.config('RESETSTAT');
      expect((await store.trim(AT + entries * 0.7)).trimmed).toBeGreaterThan(entries / 2);
      const looks = Number(/cmdstat_lindex:calls=(\d+)/.exec(await raw.info('commandstats'))?.[1]);
      await raw.flushall();
      return looks;
    };
    expect(await countLooks(1000)).toBeLessThanOrEqual(11);
    expect(await countLooks(16_000)).toBeLessThanOrEqual(15);
  });

  test('reads only the tail of a long anomaly list', async () => {
    const store = openStore();
    const raw = server.client();
    await store.write([{ patient: 3, entries: makeEntries(5000, { anomalous: true }) }]);
    await raw.config('RESETSTAT');
    const before = await readOutputBytes(raw);
    expect(await store.readAnomalies(3, AT + 4990)).toHaveLength(10);
    expect((await readOutputBytes(raw)) - before).toBeLessThan(60_000);
  });

  test.each([
    ['before the instant', ['x', '1', 'y', '2', 'z'], 10, 4],
    ['after it', ['1', 'x', '20', 'y'], 10, 1],
    ['with nothing else in the list', ['x', 'nan', '-1', ''], 10, 0],
    ['that Lua would take for numbers', ['0x1', '1e0', ' 2', '-inf', '20'], 10, 0],
  ])('trims around timestamps that cannot be read: %s', async (_, timestamps, before, trimmed) => {
    const raw = server.client();
    await raw.rpush('3_timestamp', ...timestamps);
    await raw.rpush('3_data', ...timestamps.map((text) => `of ${text}`));
    expect(await openStore().trim(before)).toEqual({ trimmed, refused: [] });
    expect(await raw.lrange('3_data', 0, -1)).toEqual(timestamps.slice(trimmed).map((text) => `of ${text}`));
  });

  test('trims unequal lists by the same number of entries', async () => {
    const raw = server.client();
    await raw.rpush('3_timestamp', '1', '2', '3', '4');
    await raw.rpush('3_data', 'a', 'b');
    expect(await openStore().trim(4)).toEqual({ trimmed: 2, refused: [] });
    expect(await raw.lrange('3_timestamp', 0, -1)).toEqual(['3', '4']);
    expect(await raw.exists('3_data')).toBe(0);
  });
});

async function readOutputBytes(raw: ReturnType<RedisServer['client']>): Promise<number> {
  return Number(/total_net_output_bytes:(\d+)/.exec(await raw.info('stats'))?.[1]);
}
