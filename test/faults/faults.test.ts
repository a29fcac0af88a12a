import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it, type TestContext } from 'vitest';
import type { ApiClient } from '../../src/cacher/api-client.ts';
import { type Cacher, type Summary, startCacher } from '../../src/cacher/cacher.ts';
import { createGotClient } from '../../src/cacher/got-client.ts';
import { parseRedisTarget } from '../../src/core/redis-target.ts';
import { RedisStore } from '../../src/store/redis-store.ts';
import { recordLog } from '../cacher/recording-log.ts';
import { RedisServer } from '../store/redis-server.ts';
import { API_FAULTS } from './api-faults.ts';
import type { FaultTally } from './fault-tally.ts';
import { LinkProxy } from './link-proxy.ts';
import { type Misbehave, numberOf, SequenceApi } from './sequence-api.ts';
import { STORE_FAULTS, type StoreFault } from './store-faults.ts';

const PATIENTS = [1, 2, 3, 4];
const INTERVAL_MS = 50;
const FAULT_AFTER_MS = 800;
const FAULT_MS = 1500;
const AFTERWARDS_MS = 1700;
const UNRESOLVABLE = 'unresolvable';
/** No name server knows a host of this kind (RFC 6761). */
const NO_HOST = 'http://api.invalid/';
/** Of some thirty: who has fewer while another patient has a fault was held up by it. */
const LEAST_MEANWHILE = 3;

/** A cacher, an API and a Redis of their own, and a proxy between: what was answered is compared with what is stored. */
async function meet(
  fault: StoreFault | { name: string; how: Misbehave | typeof UNRESOLVABLE; says?: RegExp },
  context: TestContext,
): Promise<void> {
  const { expect, task, onTestFinished } = context;
  const redis = await RedisServer.start([
    '--appendonly',
    'yes',
    '--appendfsync',
    'always',
    '--enable-debug-command',
    'yes',
  ]);
  const proxy = await LinkProxy.start(redis.port);
  const api = await SequenceApi.start();
  const parsed = parseRedisTarget(`redis://127.0.0.1:${proxy.port}`);
  if (parsed.kind === 'refused') throw new Error(parsed.reason);
  const store = new RedisStore({ target: parsed.target, commandTimeoutMs: 500 });
  onTestFinished(async () => {
    await store.close();
    await Promise.all([proxy.close(), api.close()]);
    await redis.stop();
  });
  let stepMs = 0;
  const faultySeconds: [number, number] = [0, 0];
  let unresolvable: number | null = null;
  const bugs: unknown[] = [];
  const log = recordLog();
  const begin = (): Cacher =>
    startCacher({
      client: noting(api, (patient) => (patient === unresolvable ? NO_HOST : api.url)),
      store,
      holder: 'the only one',
      patients: PATIENTS,
      sensorIds: [0, 1, 2, 3, 4, 5],
      intervalMs: INTERVAL_MS,
      maxBackoffMs: 200,
      retentionMs: 300_000,
      cleanupIntervalMs: 60_000,
      simulateAnomalies: 0,
      rules: [],
      cycles: null,
      random: Math.random,
      nowMs: () => performance.now(),
      wallMs: () => Date.now() + stepMs,
      log,
      onBug: (error) => bugs.push(error),
    });
  let cacher: Cacher | null = null;
  const scene = {
    redis,
    proxy,
    admin: redis.client(),
    stepClock: (ms: number) => {
      stepMs = ms;
    },
    stop: () => cacher?.stop(),
  };
  if ('how' in fault) {
    cacher = begin();
    await sleep(FAULT_AFTER_MS);
    if (fault.how === UNRESOLVABLE) unresolvable = 2;
    else api.misbehaveTo(2, fault.how);
    faultySeconds[0] = Date.now() / 1000;
    await sleep(FAULT_MS);
    faultySeconds[1] = Date.now() / 1000;
    unresolvable = null;
    api.misbehaveTo(2, null);
  } else {
    if (fault.from === 'start') await fault.begin(scene);
    cacher = begin();
    await sleep(FAULT_AFTER_MS);
    if (fault.from !== 'start') await fault.begin(scene);
    await sleep(FAULT_MS);
    await fault.end(scene.admin.status === 'ready' ? scene : { ...scene, admin: redis.client() });
  }
  await sleep(AFTERWARDS_MS);
  cacher.stop();
  const summary = await cacher.finished;

  const tally = await tallyOf(fault.name, api, redis, summary);
  task.meta.fault = tally;
  expect(bugs).toEqual([]);
  // The fault came, and the operator was told what it was.
  if (fault.says !== undefined) expect(log.lines.join('\n')).toMatch(fault.says);
  expect(tally).toMatchObject({ lost: 0, duplicated: 0 });
  expect(tally.stored).toBeGreaterThan(2 * PATIENTS.length);
  if (!('mayDrop' in fault)) expect(summary.dropped).toBe(0);
  for (const patient of PATIENTS) {
    const { numbers, seconds } = await readPatient(redis, patient);
    const answered = new Set(api.answered.get(patient));
    expect(numbers.filter((number) => !answered.has(number))).toEqual([]);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(await anomaliesOf(redis, patient)).toEqual(numbers.filter((number) => number % 7 === 0));
    if ('how' in fault && patient !== 2) {
      const meanwhile = seconds.filter((at) => at >= faultySeconds[0] && at <= faultySeconds[1]);
      expect(meanwhile.length).toBeGreaterThanOrEqual(LEAST_MEANWHILE);
    }
  }
}

/** Notes which good answers arrived: one that came after the timeout did not. */
function noting(api: SequenceApi, addressOf: (patient: number) => string): ApiClient {
  const clients = new Map(
    [api.url, NO_HOST].map((baseUrl) => [
      baseUrl,
      createGotClient({ baseUrl, timeoutMs: 300, maxBodyBytes: 1 << 16, headers: {} }),
    ]),
  );
  return {
    close() {
      for (const client of clients.values()) client.close();
    },
    async fetch(patient) {
      const fetched = await (clients.get(addressOf(patient)) as ApiClient).fetch(patient);
      if (fetched.kind === 'answered') api.noteFetched(patient, fetched.body);
      return fetched;
    },
  };
}

async function readPatient(redis: RedisServer, patient: number) {
  const client = redis.client();
  const data = await client.lrange(`${patient}_data`, 0, -1);
  const seconds = (await client.lrange(`${patient}_timestamp`, 0, -1)).map(Number);
  return { numbers: data.map(numberOf), seconds };
}

async function anomaliesOf(redis: RedisServer, patient: number): Promise<number[]> {
  return (await redis.client().lrange(`${patient}_anomaly`, 0, -1)).map(numberOf);
}

async function tallyOf(
  name: string,
  api: SequenceApi,
  redis: RedisServer,
  summary: Summary,
): Promise<FaultTally> {
  let answered = 0;
  let stored = 0;
  let unique = 0;
  for (const patient of PATIENTS) {
    const { numbers } = await readPatient(redis, patient);
    answered += api.fetched.get(patient) ?? 0;
    stored += numbers.length;
    unique += new Set(numbers).size;
  }
  const { dropped } = summary;
  // A write that nobody answered before the end counts as dropped, though it may have been carried out.
  const lost = Math.max(0, answered - unique - dropped);
  return { name, answered, stored, dropped, lost, duplicated: stored - unique };
}

describe.concurrent('the store', () => {
  for (const fault of STORE_FAULTS) it(fault.name, { timeout: 40_000 }, (context) => meet(fault, context));
});

describe.concurrent('the API', () => {
  it('DNS failure', { timeout: 40_000 }, (context) =>
    meet({ name: 'DNS failure', how: UNRESOLVABLE, says: /host name not found/ }, context),
  );
  for (const [name, how] of API_FAULTS) {
    it(name, { timeout: 40_000 }, (context) => meet({ name, how }, context));
  }
});
