import type { Redis } from 'ioredis';
import type { RedisRights, WriteProbe } from '../../core/diagnosis/redis-facts.ts';
import type { PatientId } from '../../core/patient.ts';
import type { KeySchema } from '../keys.ts';
import { isCommandRefusal, StoreUnavailable } from '../store.ts';
import type { RedisConnection } from './connection.ts';
import { describeReply, isWrongType } from './failure.ts';

/**
 * Checks without running them which commands of the cacher may not be run: names, after a ! where the server does not have
 * the command at all. Nil before Redis 7, which cannot check.
 */
const CHECK_WRITE_RIGHTS = `
if not redis.acl_check_cmd then return false end
local commands = {
  {'TYPE', KEYS[1]}, {'LLEN', KEYS[1]}, {'LINDEX', KEYS[1], 0}, {'RPUSH', KEYS[1], ''}, {'LTRIM', KEYS[1], 0, 0},
  {'HSET', KEYS[2], '', ''}, {'HDEL', KEYS[2], ''}, {'HGET', KEYS[2], ''}, {ARGV[2], ARGV[1], ''},
  {'GET', KEYS[3]}, {'MGET', KEYS[3]}, {'SET', KEYS[3], '', 'PX', 1}, {'DEL', KEYS[3]},
  {'SET', ARGV[3], ''}, {'EVALSHA', '', 0}, {'SCAN', 0}, {'TIME'},
}
local missing = {}
for _, command in ipairs(commands) do
  -- pcall: of a command that the server does not have, the check is an error.
  local checked, permitted = pcall(redis.acl_check_cmd, unpack(command))
  if not checked then missing[#missing + 1] = '!' .. command[1]
  elseif not permitted then missing[#missing + 1] = command[1] end
end
return missing`;

/**
 * A write that changes nothing: HSET with a field too many is refused, but only after the server has decided whether it takes
 * a write at all. Its reply is given as text, as an error would make the client connect anew.
 */
const PROBE_WRITE = `return redis.pcall('HSET', KEYS[1], '', '', '').err or ''`;
/** What an HSET with a field too many is told by a server that takes writes. */
const TAKES_WRITES = /wrong number of arguments/;

/** Finds out which commands of readers and of the cacher this user may not run on the keys of a patient. Writes nothing. */
export async function findRights(
  connection: RedisConnection,
  keys: KeySchema,
  patient: PatientId,
): Promise<RedisRights> {
  const data = keys.key(patient, 'data');
  const health = keys.key(patient, 'health');
  const insole = keys.insoleKey('any');
  const reads: readonly (readonly [string, (client: Redis) => Promise<unknown>])[] = [
    ['TIME', (client) => client.time()],
    ['SCAN', (client) => client.scan('0', 'MATCH', keys.pattern('*'), 'COUNT', 1)],
    ['EXISTS', (client) => client.exists(data)],
    ['LLEN', (client) => client.llen(data)],
    ['LRANGE', (client) => client.lrange(data, 0, 0)],
    ['HGETALL', (client) => client.hgetall(health)],
    ['MULTI', (client) => client.multi().exec()],
    ['GET', (client) => client.get(insole).catch(ignoreMoved)],
  ];
  const absent = new Set<string>();
  const missingToRead: string[] = [];
  for (const [name, read] of reads) {
    const refusal = await findRefusal(connection, (client) => read(client).catch(ignoreWrongType));
    if (refusal === null) continue;
    missingToRead.push(name);
    if (refusal.startsWith('unknown')) absent.add(name);
  }
  let missingToWrite: readonly string[] | null = null;
  const refusal = await findRefusal(connection, async (client) => {
    const reply = await client.eval(
      CHECK_WRITE_RIGHTS,
      3,
      data,
      health,
      keys.key(patient, 'lease'),
      keys.liveChannel(patient),
      keys.style === 'braced' ? 'SPUBLISH' : 'PUBLISH',
      insole,
    );
    if (!Array.isArray(reply)) return;
    const names = reply.map(String);
    missingToWrite = [...new Set(names.map((name) => name.replace('!', '')))];
    for (const name of names) if (name.startsWith('!')) absent.add(name.slice(1));
  });
  if (refusal !== null) {
    missingToWrite = ['EVAL'];
    if (refusal.startsWith('unknown')) absent.add('EVAL');
  }
  return { missingToRead, missingToWrite, absent: [...absent] };
}

/** Finds out whether the server takes a write now; not known where the user may not write. Writes nothing. */
export async function probeWrite(
  connection: RedisConnection,
  keys: KeySchema,
  patient: PatientId,
): Promise<WriteProbe> {
  const reply = await runIfPermitted(connection, (client) =>
    client.eval(PROBE_WRITE, 1, keys.key(patient, 'health')),
  );
  if (typeof reply !== 'string' || reply === '') return { kind: 'unknown' };
  if (TAKES_WRITES.test(reply)) return { kind: 'taken' };
  const reason = describeReply(reply.replace(/^-/, ''));
  return isCommandRefusal(reason) ? { kind: 'unknown' } : { kind: 'refused', reason };
}

/** Runs a command and gives its reply; null when the user may not run it, or the server does not have it. */
export async function runIfPermitted<T>(
  connection: RedisConnection,
  operation: (client: Redis) => Promise<T>,
): Promise<T | null> {
  let result: T | null = null;
  await findRefusal(connection, async (client) => {
    result = await operation(client);
  });
  return result;
}

/** Runs a command and gives the reason why the user may not run it, or the server does not have it; null when it was run. */
async function findRefusal(
  connection: RedisConnection,
  operation: (client: Redis) => Promise<unknown>,
): Promise<string | null> {
  try {
    await connection.run(operation);
    return null;
  } catch (error) {
    if (error instanceof StoreUnavailable && isCommandRefusal(error.message)) return error.message;
    throw error;
  }
}

/** Another server of a cluster has the key: whether the command is permitted was looked at before. */
function ignoreMoved(error: unknown): void {
  if (!(error instanceof Error) || !error.message.startsWith('MOVED')) throw error;
}

/** A reply about a key of another type shows that the command itself is permitted. */
function ignoreWrongType(error: unknown): void {
  if (!isWrongType(error)) throw error;
}
