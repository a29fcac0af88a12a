import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { TestContext } from 'vitest';
import { RedisStore } from '../../src/store/redis/redis-store.ts';
import { RedisClusterServers } from '../store/redis/cluster/cluster-servers.ts';
import type { RedisServer } from '../store/redis/redis-server.ts';
import { endPair } from './end-pair.ts';
import { COMMAND_TIMEOUT_MS, createNotingClient, startFaultCacher, startStandby } from './fault-cacher.ts';
import { SequenceApi } from './sequence-api.ts';
import { readSamples, type StoredSamples } from './stored-samples.ts';
import { until } from './until.ts';

/** Enough patients that every master serves some. */
const CLUSTER_PATIENTS = Array.from({ length: 12 }, (_, index) => index + 1);
const BEFORE_MS = 800;
const AFTERWARDS_MS = 3000;

/** A way in which a replica comes to replace its master. */
export interface Failover {
  readonly name: string;
  /** Starts the failover; resolves when the replica is about to take over. */
  readonly begin: (master: RedisServer, replica: RedisServer) => Promise<void>;
  /** Matches the log of the cacher. */
  readonly expectedLog?: RegExp;
}

/** The failovers that are tested. */
export const FAILOVERS: readonly Failover[] = [
  {
    name: 'a master of a cluster hands over (CLUSTER FAILOVER)',
    begin: async (_, replica) => {
      await replica.client().cluster('FAILOVER');
    },
  },
  {
    name: 'a master of a cluster is killed mid-write',
    expectedLog: /store is down/,
    begin: async (master, replica) => {
      const [atMaster, atReplica] = [master.client(), replica.client()];
      // A paused master acknowledges nothing more, and everything that it did acknowledge reaches the replica.
      await atMaster.call('CLIENT', 'PAUSE', '60000', 'WRITE');
      await until('a write waits, and all before it is replicated', async () => {
        const [clients, sent, received] = await Promise.all([
          atMaster.info('clients'),
          atMaster.info('replication'),
          atReplica.info('replication'),
        ]);
        const offset = readFigure(sent, 'master_repl_offset');
        return (
          readFigure(clients, 'blocked_clients') > 0 && offset === readFigure(received, 'slave_repl_offset')
        );
      });
      await master.kill();
      await atReplica.config('SET', 'cluster-replica-no-failover', 'no');
    },
  },
];

/** Lets a replica replace its master while one cacher polls patients of all masters and another stands by. */
export async function failOver({ begin, expectedLog }: Failover, context: TestContext): Promise<void> {
  const { expect, onTestFinished } = context;
  const cluster = await RedisClusterServers.start([
    // The only failover is the one that the test starts.
    ...['--cluster-node-timeout', '1500', '--cluster-replica-no-failover', 'yes'],
    ...['--cluster-replica-validity-factor', '0'],
  ]);
  const api = await SequenceApi.start();
  const stores = [0, 1].map(
    () => new RedisStore({ target: cluster.target, commandTimeoutMs: COMMAND_TIMEOUT_MS }),
  );
  onTestFinished(async () => {
    for (const store of stores) await store.close();
    await api.close();
    await cluster.stop();
  });
  const [master] = cluster.masters;
  const [near, far] = stores;
  if (master === undefined || near === undefined || far === undefined) throw new Error('no master');
  const raw = cluster.servers.map((server) => server.client());
  const options = () => ({ client: createNotingClient(api), patients: CLUSTER_PATIENTS });
  const first = startFaultCacher({ ...options(), holder: 'first', store: near });
  await until('the first stores', async () =>
    [...(await readAll(raw)).values()].every(({ numbers }) => numbers.length >= 3),
  );
  const second = await startStandby({ ...options(), holder: 'second', store: far });
  await sleep(BEFORE_MS);
  for (const client of raw.slice(0, -1)) expect((await client.keys('*_data')).length).toBeGreaterThan(0);

  await begin(master, cluster.replica);
  const replica = cluster.replica.client();
  await until('the replica takes over', async () =>
    (await replica.info('replication')).includes('role:master'),
  );
  await sleep(AFTERWARDS_MS);
  await endPair(context, { first, second }, api, () => readAll(raw));
  const lines = first.log.lines.filter((line) => !line.startsWith('debug'));
  if (expectedLog) expect(lines.join('\n')).toMatch(expectedLog);
  expect(
    lines.filter((line) => !/^(warn (part of the )?store is down|info store answers)/.test(line)),
  ).toEqual([]);
}

async function readAll(raw: readonly Redis[]): Promise<ReadonlyMap<number, StoredSamples>> {
  return new Map(
    await Promise.all(
      CLUSTER_PATIENTS.map(async (patient) => {
        const tries = await Promise.allSettled(raw.map((client) => readSamples(client, `{${patient}}`)));
        const [samples] = tries.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
        return [patient, samples ?? { numbers: [], seconds: [], anomalies: [] }] as const;
      }),
    ),
  );
}

/** Reads a number of the answer to INFO. */
function readFigure(info: string, name: string): number {
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
}
