import type { RedisFacts, WriteProbe } from '../../core/diagnosis/redis-facts.ts';
import { type KeyNaming, KeySchema, resolveKeyStyle } from '../keys.ts';
import { StoreUnavailable } from '../store.ts';
import { RedisCluster } from './cluster/cluster.ts';
import { isAnswer, RedisConnection } from './connection.ts';
import type { RedisFailure } from './failure.ts';
import { parseInfo } from './info.ts';
import { readSeconds } from './reply-values.ts';
import { findRights, probeWrite, runIfPermitted } from './rights.ts';
import type { RedisTarget } from './target.ts';

const TIMEOUT_MS = 1000;
/** Any patient will do, as access rights are given by patterns of keys. */
const EXAMPLE_PATIENT = 0;
/** Slots are spread evenly enough that among so many patients a master has one. */
const EXAMPLES_PER_MASTER = 100;
const CLUSTER_DOWN: RedisFailure = 'its cluster is down';

/**
 * Finds out how a Redis server or cluster is, and what its user may do there; `wallMs` is our clock, Unix milliseconds.
 * Writes nothing. Rejects with StoreUnavailable.
 */
export async function inspectRedis(
  target: RedisTarget,
  { style = 'auto', prefix = '' }: KeyNaming,
  wallMs: () => number,
): Promise<RedisFacts> {
  const keys = new KeySchema(resolveKeyStyle(style, target.kind === 'cluster'), prefix);
  const options = { commandTimeoutMs: TIMEOUT_MS };
  if (target.kind !== 'cluster') {
    const server = target.kind === 'standalone' ? target.endpoint : target.sentinels;
    const connection = new RedisConnection(server, options);
    try {
      const facts = await inspectServer(connection, keys, wallMs);
      return { ...facts, cluster: null, writes: [await probeWrite(connection, keys, EXAMPLE_PATIENT)] };
    } finally {
      connection.close();
    }
  }
  const { access, nodes } = target;
  const cluster = new RedisCluster({
    keys,
    nodes,
    connect: (address, onStateChange) =>
      new RedisConnection({ ...access, ...address }, { ...options, onStateChange }),
  });
  try {
    const masters = await cluster.all();
    // Enough patients that each master holds some.
    const examples = Array.from({ length: EXAMPLES_PER_MASTER * masters.length }, (_, patient) => ({
      patient,
    }));
    const shares = [...(await cluster.divide(examples))];
    const [[connection] = []] = shares;
    if (connection === undefined) throw new StoreUnavailable(CLUSTER_DOWN);
    return {
      ...(await inspectServer(connection, keys, wallMs)),
      writes: await probeMasters(shares, keys),
      cluster: {
        masters: masters.length,
        unreachable: await countUnreachable(masters),
        slots: cluster.coveredSlots,
      },
    };
  } finally {
    cluster.close();
  }
}

/** Tries a write on each master that answers. */
async function probeMasters(
  shares: readonly (readonly [RedisConnection, readonly { readonly patient: number }[]])[],
  keys: KeySchema,
): Promise<readonly WriteProbe[]> {
  const probes = await Promise.allSettled(
    shares.map(([master, [example]]) => probeWrite(master, keys, example?.patient ?? EXAMPLE_PATIENT)),
  );
  return probes.flatMap((probe) => (probe.status === 'fulfilled' ? [probe.value] : []));
}

/** Rejects unless the server answers, if only to refuse a PING. */
async function ping(connection: RedisConnection): Promise<void> {
  try {
    await connection.run((client) => client.ping());
  } catch (error) {
    if (!(error instanceof StoreUnavailable && isAnswer(error.message))) throw error;
  }
}

async function countUnreachable(masters: readonly RedisConnection[]): Promise<number> {
  const pings = await Promise.allSettled(masters.map(ping));
  return pings.filter(({ status }) => status === 'rejected').length;
}

async function inspectServer(
  connection: RedisConnection,
  keys: KeySchema,
  wallMs: () => number,
): Promise<Omit<RedisFacts, 'cluster' | 'writes'>> {
  // Waits for the connection, so that the latency below is that of a command alone.
  await ping(connection);
  const beforeMs = wallMs();
  const startedMs = performance.now();
  const time = await runIfPermitted(connection, (client) => client.time());
  const latencyMs = performance.now() - startedMs;
  const info = await runIfPermitted(connection, (client) => client.info());
  return {
    latencyMs,
    clockOffsetSeconds: time === null ? null : readSeconds(time) - (beforeMs + latencyMs / 2) / 1000,
    info: info === null ? null : parseInfo(info),
    rights: await findRights(connection, keys, EXAMPLE_PATIENT),
  };
}
