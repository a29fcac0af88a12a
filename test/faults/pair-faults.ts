import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'vitest';
import { RedisStore } from '../../src/store/redis/redis-store.ts';
import { RunningFootwatch } from '../cli/run-footwatch.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { endPair } from './end-pair.ts';
import {
  COMMAND_TIMEOUT_MS,
  createNotingClient,
  INTERVAL_MS,
  PATIENTS,
  startFaultCacher,
  startStandby,
} from './fault-cacher.ts';
import { LinkProxy } from './link-proxy.ts';
import { SequenceApi } from './sequence-api.ts';
import { expectSound, readSamples, type StoredSamples, sum, tallySamples } from './stored-samples.ts';
import { until } from './until.ts';

/** The time of a lease, as the cacher has it. */
const LEASE_MS = 3 * INTERVAL_MS + 1500;
/** From death to takeover. Strictly kept to on fake time; here two cores have all else to do as well. */
const TAKEOVER_MS = 3 * INTERVAL_MS + 2000;
const SCHEDULING_MS = 300;
const BEFORE_MS = 800;
const AFTERWARDS_MS = 2500;

async function setUp({ onTestFinished }: TestContext) {
  const redis = await RedisServer.start(['--appendonly', 'yes', '--appendfsync', 'always']);
  const api = await SequenceApi.start();
  const admin = redis.client();
  const endings: (() => Promise<unknown>)[] = [() => api.close(), () => redis.stop()];
  onTestFinished(async () => {
    for (const end of endings) await end();
  });
  const optionsOf = (holder: string) => {
    const store = new RedisStore({ target: redis.target(), commandTimeoutMs: COMMAND_TIMEOUT_MS });
    endings.unshift(() => store.close());
    return { holder, client: createNotingClient(api), store };
  };
  const readAll = async (): Promise<ReadonlyMap<number, StoredSamples>> =>
    new Map(
      await Promise.all(
        PATIENTS.map(async (patient) => [patient, await readSamples(admin, `${patient}`)] as const),
      ),
    );
  const storedOfEach = async (count: number) =>
    [...(await readAll()).values()].every(({ numbers }) => numbers.length >= count);
  return { redis, api, optionsOf, readAll, storedOfEach, endings };
}

/** Redis hangs for longer than a lease lasts, with a cacher that polls and one that stands by. */
export async function hangPastLease(context: TestContext): Promise<void> {
  const { expect } = context;
  const { redis, api, optionsOf, readAll, storedOfEach } = await setUp(context);
  const first = startFaultCacher(optionsOf('first'));
  await until('the first stores', () => storedOfEach(3));
  const second = await startStandby(optionsOf('second'));
  await sleep(BEFORE_MS);
  redis.pause();
  await sleep(LEASE_MS + 1000);
  redis.resume();
  await sleep(AFTERWARDS_MS);
  await endPair(context, { first, second }, api, readAll);
  expect(first.log.lines.join('\n')).toMatch(/store is down.*no answer in time/);
  expect(first.log.lines.join('\n')).not.toContain('another cacher');
}

/** The cacher that polls, a process, is killed while a write of it is carried out and not answered. */
export async function killMidWrite(context: TestContext): Promise<void> {
  const { expect, task } = context;
  const { redis, api, optionsOf, readAll, storedOfEach, endings } = await setUp(context);
  const proxy = await LinkProxy.start(redis.port);
  const first = new RunningFootwatch([
    ...['cacher', '--base-url', api.url, '--redis', `redis://127.0.0.1:${proxy.port}`],
    ...['--interval', `${INTERVAL_MS}ms`, '--patients', PATIENTS.join(',')],
  ]);
  endings.unshift(
    () => first.end(),
    () => proxy.close(),
  );
  await until('the first stores', () => storedOfEach(10));
  const second = await startStandby(optionsOf('second'));
  await sleep(BEFORE_MS);

  const silentAtMs = performance.now();
  proxy.mode = 'swallow replies';
  await until('a write is carried out', () => proxy.swallowed > 0);
  await first.end('SIGKILL');
  const killedAtMs = performance.now();
  expect(second.polledAtMs).toEqual([]);
  const fetchedBefore = sum(api.fetched);
  const answeredBefore = new Map([...api.answered].map(([patient, numbers]) => [patient, [...numbers]]));
  await until('the second takes over', () => second.polledAtMs.length > 0);
  const [takenAtMs = Number.NaN] = second.polledAtMs;
  await sleep(AFTERWARDS_MS);
  second.cacher.stop();
  const { polls, dropped } = await second.cacher.finished;

  const held = await readAll();
  let answered = sum(api.fetched) - fetchedBefore;
  let inHand = 0;
  for (const [patient, numbers] of answeredBefore) {
    const stored = new Set(held.get(patient)?.numbers);
    const newest = numbers.findLastIndex((number) => stored.has(number));
    answered += numbers.length;
    // What it had in hand and did not send died with it. Anything before what it stored last would be lost.
    inHand += numbers.length - 1 - newest;
  }
  const tally = tallySamples(task.name, held, { answered, dropped: dropped + inHand });
  task.meta.fault = tally;
  expect(second.bugs).toEqual([]);
  expect(tally).toMatchObject({ lost: 0, duplicated: 0 });
  expect(dropped).toBe(fetchedBefore);
  expect(inHand).toBeLessThanOrEqual(PATIENTS.length * ((killedAtMs - silentAtMs) / INTERVAL_MS + 3));
  expectSound(expect, held, api);
  expect(takenAtMs - killedAtMs).toBeLessThanOrEqual(TAKEOVER_MS + SCHEDULING_MS);
  expect(polls).toBeGreaterThan(PATIENTS.length * 10);
  for (const patient of PATIENTS) expect(api.fetched.get(patient)).toBeGreaterThan(10);
}
