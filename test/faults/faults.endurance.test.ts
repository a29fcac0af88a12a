import { setTimeout as sleep } from 'node:timers/promises';
import { describe, type TestContext, test } from 'vitest';
import { RedisStore } from '../../src/store/redis/redis-store.ts';
import { parseRedisTarget } from '../../src/store/redis/target.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { API_FAULTS } from './api-faults.ts';
import { FAILOVERS, failOver } from './cluster-faults.ts';
import {
  COMMAND_TIMEOUT_MS,
  createNotingClient,
  type FaultCacher,
  PATIENTS,
  startFaultCacher,
} from './fault-cacher.ts';
import { LinkProxy } from './link-proxy.ts';
import { hangPastLease, killMidWrite } from './pair-faults.ts';
import { type Misbehave, SequenceApi } from './sequence-api.ts';
import { STORE_FAULTS, type StoreFault } from './store-faults.ts';
import { expectOnlyAnswers, readSamples, sum, tallySamples } from './stored-samples.ts';

const FAULT_AFTER_MS = 800;
const FAULT_MS = 1500;
const AFTERWARDS_MS = 1700;
const UNRESOLVABLE = 'unresolvable';
/** A host name that never resolves (RFC 6761). */
const NO_HOST = 'http://api.invalid/';
/** Fewest samples of a patient, of about thirty, while another patient has a fault; with fewer it was delayed by that. */
const MIN_MEANWHILE = 3;

/** Runs a cacher through one fault, with an API, a Redis and a proxy of its own, and compares what the API answered with what is stored. */
async function surviveFault(
  fault: StoreFault | { name: string; how: Misbehave | typeof UNRESOLVABLE; expectedLog?: RegExp },
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
  const store = new RedisStore({ target: parsed.target, commandTimeoutMs: COMMAND_TIMEOUT_MS });
  onTestFinished(async () => {
    await store.close();
    await Promise.all([proxy.close(), api.close()]);
    await redis.stop();
  });
  let stepMs = 0;
  const faultySeconds: [number, number] = [0, 0];
  let unresolvable: number | null = null;
  const begin = () =>
    startFaultCacher({
      client: createNotingClient(api, (patient) => (patient === unresolvable ? NO_HOST : api.url)),
      store,
      wallMs: () => Date.now() + stepMs,
    });
  let running: FaultCacher | null = null;
  const scene = {
    redis,
    proxy,
    admin: redis.client(),
    stepClock: (ms: number) => {
      stepMs = ms;
    },
    stop: () => running?.cacher.stop(),
  };
  if ('how' in fault) {
    running = begin();
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
    running = begin();
    await sleep(FAULT_AFTER_MS);
    if (fault.from !== 'start') await fault.begin(scene);
    await sleep(FAULT_MS);
    await fault.end(scene.admin.status === 'ready' ? scene : { ...scene, admin: redis.client() });
  }
  await sleep(AFTERWARDS_MS);
  const { cacher, log, bugs } = running;
  cacher.stop();
  const { dropped } = await cacher.finished;

  const client = redis.client();
  const lists = new Map(
    await Promise.all(
      PATIENTS.map(async (patient) => [patient, await readSamples(client, `${patient}`)] as const),
    ),
  );
  const tally = tallySamples(fault.name, lists, { answered: sum(api.fetched), dropped });
  task.meta.fault = tally;
  expect(bugs).toEqual([]);
  // The log shows that the fault happened, and tells the operator what it was.
  if (fault.expectedLog !== undefined) expect(log.lines.join('\n')).toMatch(fault.expectedLog);
  expect(tally).toMatchObject({ lost: 0, duplicated: 0 });
  expect(tally.stored).toBeGreaterThan(2 * PATIENTS.length);
  if (!('mayDrop' in fault)) expect(dropped).toBe(0);
  expectOnlyAnswers(expect, lists, api);
  for (const [patient, { seconds }] of lists) {
    if (!('how' in fault) || patient === 2) continue;
    const meanwhile = seconds.filter((at) => at >= faultySeconds[0] && at <= faultySeconds[1]);
    expect(meanwhile.length).toBeGreaterThanOrEqual(MIN_MEANWHILE);
  }
}

describe.concurrent('no sample is lost or duplicated when the store has the fault', () => {
  for (const fault of STORE_FAULTS)
    test(fault.name, { timeout: 40_000 }, (context) => surviveFault(fault, context));
});

describe.concurrent('nothing wrong is stored and no other patient is delayed when the API has the fault', () => {
  test('DNS failure', { timeout: 40_000 }, (context) =>
    surviveFault({ name: 'DNS failure', how: UNRESOLVABLE, expectedLog: /host name not found/ }, context),
  );
  for (const [name, how] of API_FAULTS) {
    test(name, { timeout: 40_000 }, (context) => surviveFault({ name, how }, context));
  }
});

/** One after another, as these depend on timing. */
describe('no sample is lost or duplicated by two cachers or a cluster', { timeout: 60_000 }, () => {
  test('two cachers, Redis hung for longer than the lease', hangPastLease);
  test('two cachers, the one that polls is killed mid-write', killMidWrite);
  for (const failover of FAILOVERS) test(failover.name, (context) => failOver(failover, context));
});
