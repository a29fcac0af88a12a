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
import { expectOnlyAnswers, readSamples, type StoredSamples, sum, tallySamples } from './stored-samples.ts';
import { until } from './until.ts';

/** How long the cacher's leases last. */
const LEASE_MS = 3 * INTERVAL_MS + 1500;
/** Limit from death to takeover. Tests on fake time keep to it exactly; here a busy machine gets a margin. */
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
  const createOptions = (holder: string) => {
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
  const hasStored = async (count: number) =>
    [...(await readAll()).values()].every(({ numbers }) => numbers.length >= count);
  return { redis, api, createOptions, readAll, hasStored, endings };
}

/** Lets Redis hang for longer than a lease lasts, with one cacher that polls and one that stands by. */
export async function hangPastLease(context: TestContext): Promise<void> {
  const { expect } = context;
  const { redis, api, createOptions, readAll, hasStored } = await setUp(context);
  const first = startFaultCacher(createOptions('first'));
  await until('the first stores', () => hasStored(3));
  const second = await startStandby(createOptions('second'));
  await sleep(BEFORE_MS);
  redis.pause();
  await sleep(LEASE_MS + 1000);
  redis.resume();
  await sleep(AFTERWARDS_MS);
  await endPair(context, { first, second }, api, readAll);
  expect(first.log.lines.join('\n')).toMatch(/store is down.*no answer in time/);
  expect(first.log.lines.join('\n')).not.toContain('another cacher');
}

/** Kills the process of the cacher that polls, after a write of it was carried out and before it is answered. */
export async function killMidWrite(context: TestContext): Promise<void> {
  const { expect, task } = context;
  const { redis, api, createOptions, readAll, hasStored, endings } = await setUp(context);
  const proxy = await LinkProxy.start(redis.port);
  const first = new RunningFootwatch([
    ...['cacher', '--base-url', api.url, '--redis', `redis://127.0.0.1:${proxy.port}`],
    ...['--interval', `${INTERVAL_MS}ms`, '--patients', PATIENTS.join(',')],
  ]);
  endings.unshift(
    () => first.end(),
    () => proxy.close(),
  );
  await until('the first stores', () => hasStored(10));
  const second = await startStandby(createOptions('second'));
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

  const lists = await readAll();
  let answered = sum(api.fetched) - fetchedBefore;
  let unsent = 0;
  for (const [patient, numbers] of answeredBefore) {
    const stored = new Set(lists.get(patient)?.numbers);
    const newest = numbers.findLastIndex((number) => stored.has(number));
    answered += numbers.length;
    // Samples that it had not sent died with it. A gap before the last sample that it stored counts as lost.
    unsent += numbers.length - 1 - newest;
  }
  const tally = tallySamples(task.name, lists, { answered, dropped: dropped + unsent });
  task.meta.fault = tally;
  expect(second.bugs).toEqual([]);
  expect(tally).toMatchObject({ lost: 0, duplicated: 0 });
  // What it fetched before it learnt of the first, that one stored.
  expect(dropped).toBe(0);
  expect(unsent).toBeLessThanOrEqual(PATIENTS.length * ((killedAtMs - silentAtMs) / INTERVAL_MS + 3));
  expectOnlyAnswers(expect, lists, api);
  expect(takenAtMs - killedAtMs).toBeLessThanOrEqual(TAKEOVER_MS + SCHEDULING_MS);
  expect(polls).toBeGreaterThan(PATIENTS.length * 10);
  for (const patient of PATIENTS) expect(api.fetched.get(patient)).toBeGreaterThan(10);
}
