import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { RedisStore } from '../../../src/store/redis/redis-store.ts';
import { ALBERT, HEALTHY, makeEntries, nextPatient } from '../fixtures.ts';
import { RedisServer } from './redis-server.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await RedisServer.start();
});
afterAll(() => server.stop());

test('a profile that is as known is not sent again', async () => {
  const store = new RedisStore({ target: server.target(), commandTimeoutMs: 15_000 });
  onTestFinished(() => store.close());
  const [named, unnamed] = [nextPatient(), nextPatient()];
  await store.write([
    { patient: named, entries: makeEntries(1), profile: ALBERT, health: HEALTHY },
    { patient: unnamed, entries: makeEntries(1), health: HEALTHY },
  ]);
  const read = async (known: Awaited<ReturnType<RedisStore['readSummaries']>>) =>
    store.readSummaries([named, unnamed], new Map(known.map((summary) => [summary.patient, summary])));
  const first = await read([]);
  const second = await read(first);
  expect(second.map(({ profile }) => profile)).toEqual([ALBERT, null]);
  expect(second[0]?.profile).toBe(first[0]?.profile);
  // Neither is live, so that the records are those of now.
  expect(second.map(({ recordsAtSeconds, nowSeconds }) => recordsAtSeconds === nowSeconds)).toEqual([
    true,
    true,
  ]);
  await server.client().hset(`${named}_profile`, 'firstname', 'Ola');
  await server.client().hset(`${unnamed}_profile`, 'firstname', 'Jan');
  expect(await read(second)).toMatchObject([
    { profile: { firstname: 'Ola', lastname: ALBERT.lastname } },
    { profile: { firstname: 'Jan' } },
  ]);
  await server.client().del(`${named}_profile`);
  expect((await read(second))[0]?.profile).toBeNull();
});
