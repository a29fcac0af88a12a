import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RedisStore } from '../../../src/store/redis/redis-store.ts';
import { ALBERT, AT, makeEntries, makeEntry } from '../fixtures.ts';
import { RedisServer } from './redis-server.ts';

const WALK = { sinceSeconds: AT, untilSeconds: AT + 1, note: null, marks: [], keptAtSeconds: AT };

describe('Walks kept on a real redis-server', () => {
  let server: RedisServer;
  const stores: RedisStore[] = [];
  const openStore = (options: { keyStyle?: 'plain' | 'braced' | 'auto'; keyPrefix?: string } = {}) => {
    const store = new RedisStore({ target: server.target(), commandTimeoutMs: 15_000, ...options });
    stores.push(store);
    return store;
  };
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  beforeEach(() => server.client().flushall());
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });
  afterAll(() => server.stop());

  test.each([
    ['auto', '', '3'],
    ['plain', 'wardB:', 'wardB:3'],
    ['braced', '', '{3}'],
    ['braced', 'wardB:', 'wardB:{3}'],
  ] as const)(
    'keeps walks under the keys of the contract: %s, with the prefix %j, of %s',
    async (keyStyle, keyPrefix, stem) => {
      const raw = server.client();
      const store = openStore({ keyStyle, keyPrefix });
      await store.write([{ patient: 3, entries: makeEntries(3), profile: ALBERT }]);
      await raw.hset(`${stem}_profile`, 'insole', 'clinic@0a1b');
      const marks = [{ atSeconds: AT + 0.5, word: 'turn' }];
      const walk = {
        patient: 3,
        sinceSeconds: AT + 0.25,
        untilSeconds: AT + 1,
        note: 'a "limp"',
        marks,
        keptAtSeconds: AT,
      };
      await store.keep(walk, 1000);
      const keys = (await raw.keys('*')).filter((key) => key.includes('kept')).sort();
      expect(keys).toEqual(
        ['kept', 'kept_20261123-202522_data', 'kept_20261123-202522_timestamp'].map(
          (part) => `${stem}_${part}`,
        ),
      );
      expect(await raw.lrange(`${stem}_kept_20261123-202522_data`, 0, -1)).toEqual([
        makeEntry(1).sensorsJson,
      ]);
      expect(await raw.lrange(`${stem}_kept_20261123-202522_timestamp`, 0, -1)).toEqual([`${AT + 1}.000`]);
      const fields = await raw.hgetall(`${stem}_kept`);
      expect(Object.keys(fields)).toEqual(['20261123-202522']);
      expect(JSON.parse(fields['20261123-202522'] ?? '')).toEqual({
        since: AT + 0.25,
        until: AT + 1,
        note: 'a "limp"',
        marks: [{ at: AT + 0.5, word: 'turn' }],
        insole: 'clinic@0a1b',
        profile: ALBERT,
      });
      expect(await raw.ttl(`${stem}_kept`)).toBe(-1);
    },
  );

  test('keeps a walk once when Redis hung, carried out the call after all, and it is repeated', async () => {
    const store = new RedisStore({ target: server.target(), commandTimeoutMs: 400 });
    stores.push(store);
    await store.write([{ patient: 3, entries: makeEntries(2) }]);
    const pending = store.keep({ ...WALK, patient: 3 }, 1000);
    const outcome = expect(pending).rejects.toThrow();
    server.pause();
    await outcome;
    server.resume();
    const kept = { kind: 'kept', id: '20261123-202522', samples: 2 };
    await expect
      .poll(() => store.keep({ ...WALK, patient: 3 }, 1000).catch(() => null), { timeout: 15_000 })
      .toMatchObject(kept);
    expect(await store.keep({ ...WALK, patient: 3 }, 1000)).toMatchObject(kept);
    expect(await server.client().hlen('3_kept')).toBe(1);
  });

  test('does not know a patient who has nothing but kept walks', async () => {
    const store = openStore();
    await store.write([{ patient: 3, entries: makeEntries(2) }]);
    await store.keep({ ...WALK, patient: 3 }, 1000);
    await store.trim(AT + 10);
    expect(await store.patients()).toEqual([]);
    expect(await store.read(3, 1)).toMatchObject({ known: false });
    expect(await store.keptPatients()).toEqual([3]);
  });

  test('keeps nothing when Redis refuses a part of it', async () => {
    const store = openStore();
    const raw = server.client();
    await store.write([{ patient: 3, entries: makeEntries(2) }]);
    const stem = '3_kept';
    await raw.set(stem, 'a string');
    expect(await store.keep({ ...WALK, patient: 3 }, 1000)).toEqual({
      kind: 'refused',
      reason: '3_kept is a string, not a hash',
    });
    expect(await store.kept(3)).toEqual({ walks: [], unreadable: 0 });
    await raw.del(stem);
    await raw.acl('SETUSER', 'default', '-hset');
    await expect(store.keep({ ...WALK, patient: 3 }, 1000)).rejects.toThrow(/not permitted/);
    await raw.acl('SETUSER', 'default', '+hset');
    expect((await raw.keys('*')).sort()).toEqual(['3_data', '3_timestamp']);
    await raw.config('SET', 'maxmemory', '1');
    await expect(store.keep({ ...WALK, patient: 3 }, 1000)).rejects.toThrow('out of memory');
    await raw.config('SET', 'maxmemory', '0');
    expect((await raw.keys('*')).sort()).toEqual(['3_data', '3_timestamp']);
    await raw.rename('3_data', 'moved');
    await raw.set('3_data', 'a string');
    expect(await store.keep({ ...WALK, patient: 3 }, 1000)).toMatchObject({ kind: 'refused' });
  });

  test('lists the walks that another program kept, and counts what is none', async () => {
    const raw = server.client();
    await raw.hset('3_kept', {
      'walk-7':
        '{"since":1795465522,"until":"1795465582.5","note":"x\\u001b[31m","marks":[{"at":1795465530},7]}',
      iso: '{"since":"2026-11-23T20:25:22Z","until":"2026-11-23T21:26:22+01:00","profile":{"disabled":"true"}}',
      broken: '{"since":',
      '../x': '{"since":1,"until":2}',
      backwards: '{"since":"soon","until":2}',
      żółć: '[]',
    });
    await raw.rpush('3_kept_walk-7_data', '[{"id":0,"value":1}]', '[{"id":0,"value":2}]');
    await raw.rpush('3_kept_walk-7_timestamp', '1795465522');
    await openStore().write([{ patient: 3, entries: makeEntries(2) }]);
    const { walks, unreadable } = await openStore().kept(3);
    expect(unreadable).toBe(4);
    expect(walks).toMatchObject([
      {
        id: 'iso',
        sinceSeconds: AT,
        untilSeconds: AT + 60,
        samples: 0,
        bytes: 0,
        profile: { disabled: true },
      },
      { id: 'walk-7', note: 'x', marks: [{ atSeconds: AT + 8, word: '' }], samples: 1, profile: null },
    ]);
    expect(await openStore().keep({ ...WALK, patient: 3 }, 1000)).toMatchObject({ kind: 'kept' });
  });
});
