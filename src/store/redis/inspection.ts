import type { Redis } from 'ioredis';
import type { RedisFacts, RedisRights } from '../../core/diagnosis/diagnose-redis.ts';
import { type KeyNaming, KeySchema, resolveKeyStyle } from '../keys.ts';
import { isCommandRefusal, StoreUnavailable } from '../store.ts';
import { RedisCluster } from './cluster/cluster.ts';
import { RedisConnection } from './connection.ts';
import { isWrongType, type RedisFailure } from './failure.ts';
import { parseInfo } from './info.ts';
import { readSeconds } from './reply-values.ts';
import type { RedisTarget } from './target.ts';

const TIMEOUT_MS = 1000;
/** Any patient will do, as access rights are given by patterns of keys. */
const EXAMPLE_PATIENT = 0;
const CLUSTER_DOWN: RedisFailure = 'its cluster is down';

/** Checks without running them which commands of the cacher's scripts are not permitted. Nil before Redis 7, which cannot check. */
const CHECK_WRITE_RIGHTS = `
if not redis.acl_check_cmd then return false end
local commands = {
  {'TYPE', KEYS[1]}, {'LLEN', KEYS[1]}, {'LINDEX', KEYS[1], 0}, {'RPUSH', KEYS[1], ''}, {'LTRIM', KEYS[1], 0, 0},
  {'HSET', KEYS[2], '', ''}, {'HDEL', KEYS[2], ''}, {'HGET', KEYS[2], ''}, {ARGV[2], ARGV[1], ''},
  {'GET', KEYS[3]}, {'SET', KEYS[3], '', 'PX', 1}, {'DEL', KEYS[3]},
  {'EVALSHA', '', 0}, {'SCAN', 0}, {'TIME'},
}
local missing = {}
for _, command in ipairs(commands) do
  -- pcall: of a command that the server does not have, the check is an error.
  local checked, permitted = pcall(redis.acl_check_cmd, unpack(command))
  if not (checked and permitted) then missing[#missing + 1] = command[1] end
end
return missing`;

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
      return { ...(await inspectServer(connection, keys, wallMs)), cluster: null };
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
    const [connection] = (await cluster.divide([{ patient: EXAMPLE_PATIENT }])).keys();
    if (connection === undefined) throw new StoreUnavailable(CLUSTER_DOWN);
    return {
      ...(await inspectServer(connection, keys, wallMs)),
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

async function countUnreachable(masters: readonly RedisConnection[]): Promise<number> {
  const pings = await Promise.allSettled(
    masters.map((master) => runIfPermitted(master, (client) => client.ping())),
  );
  return pings.filter(({ status }) => status === 'rejected').length;
}

async function inspectServer(
  connection: RedisConnection,
  keys: KeySchema,
  wallMs: () => number,
): Promise<Omit<RedisFacts, 'cluster'>> {
  // Waits for the connection, so that the latency below is that of a command alone.
  await runIfPermitted(connection, (client) => client.ping());
  const beforeMs = wallMs();
  const startedMs = performance.now();
  const time = await runIfPermitted(connection, (client) => client.time());
  const latencyMs = performance.now() - startedMs;
  const info = await runIfPermitted(connection, (client) => client.info());
  return {
    latencyMs,
    clockOffsetSeconds: time === null ? null : readSeconds(time) - (beforeMs + latencyMs / 2) / 1000,
    info: info === null ? null : parseInfo(info),
    rights: await findRights(connection, keys),
  };
}

async function findRights(connection: RedisConnection, keys: KeySchema): Promise<RedisRights> {
  const data = keys.key(EXAMPLE_PATIENT, 'data');
  const health = keys.key(EXAMPLE_PATIENT, 'health');
  const lease = keys.key(EXAMPLE_PATIENT, 'lease');
  const reads: readonly (readonly [string, (client: Redis) => Promise<unknown>])[] = [
    ['TIME', (client) => client.time()],
    ['SCAN', (client) => client.scan('0', 'MATCH', keys.pattern('*'), 'COUNT', 1)],
    ['EXISTS', (client) => client.exists(data)],
    ['LLEN', (client) => client.llen(data)],
    ['LRANGE', (client) => client.lrange(data, 0, 0)],
    ['HGETALL', (client) => client.hgetall(health)],
    ['MULTI', (client) => client.multi().exec()],
  ];
  const missingToRead: string[] = [];
  for (const [name, read] of reads) {
    const isPermitted = await runIfPermitted(connection, (client) =>
      read(client).then(() => true, isWrongTypeOnly),
    );
    if (isPermitted === null) missingToRead.push(name);
  }
  const missingToWrite = await runIfPermitted(connection, async (client) => {
    const reply = await client.eval(
      CHECK_WRITE_RIGHTS,
      3,
      data,
      health,
      lease,
      keys.liveChannel(EXAMPLE_PATIENT),
      keys.style === 'braced' ? 'SPUBLISH' : 'PUBLISH',
    );
    return { missing: Array.isArray(reply) ? reply.map(String) : null };
  });
  return { missingToRead, missingToWrite: missingToWrite === null ? ['EVAL'] : missingToWrite.missing };
}

/** A reply about a key of another type shows that the command itself is permitted. */
function isWrongTypeOnly(error: unknown): true {
  if (isWrongType(error)) return true;
  throw error;
}

/** Runs a command and gives its reply; null when the user may not run it. */
async function runIfPermitted<T>(
  connection: RedisConnection,
  operation: (client: Redis) => Promise<T>,
): Promise<T | null> {
  try {
    return await connection.run(operation);
  } catch (error) {
    if (error instanceof StoreUnavailable && isCommandRefusal(error.message)) return null;
    throw error;
  }
}
