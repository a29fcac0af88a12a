import type { Redis } from 'ioredis';
import type { RedisRights, WriteProbe } from '../../core/diagnosis/redis-facts.ts';
import type { PatientId } from '../../core/patient.ts';
import type { KeySchema } from '../keys.ts';
import { isCommandRefusal, StoreUnavailable } from '../store.ts';
import type { RedisConnection } from './connection.ts';
import { describeReply, isWrongType } from './failure.ts';

/**
 * Checks without running them which of some commands, given as JSON, may not be run: names, after a ! where the server does not
 * have the command at all. Nil before Redis 7, which cannot check.
 */
const CHECK_RIGHTS = `
if not redis.acl_check_cmd then return false end
local missing = {}
for _, command in ipairs(cjson.decode(ARGV[1])) do
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
  const find = async (commands: readonly (readonly string[])[]) => {
    const found = await findMissing(connection, commands);
    for (const command of found?.absent ?? []) absent.add(command);
    return found?.missing ?? null;
  };
  const missingToWrite = await find(listWriterCommands(keys, patient));
  const missingToKeep = await find(listKeeperCommands(keys, patient));
  return { missingToRead, missingToWrite, missingToKeep, absent: [...absent] };
}

/** What the cacher runs. */
function listWriterCommands(keys: KeySchema, patient: PatientId): readonly (readonly string[])[] {
  const { data, health, lease } = keys.keysByPart(patient);
  const publish = keys.style === 'braced' ? 'SPUBLISH' : 'PUBLISH';
  return [
    ...[
      ['TYPE', data],
      ['LLEN', data],
      ['LINDEX', data, '0'],
      ['RPUSH', data, ''],
      ['LTRIM', data, '0', '0'],
    ],
    ...[
      ['HSET', health, '', ''],
      ['HDEL', health, ''],
      ['HGET', health, ''],
      [publish, keys.liveChannel(patient), ''],
    ],
    ...[
      ['GET', lease],
      ['MGET', lease],
      ['SET', lease, '', 'PX', '1'],
      ['DEL', lease],
    ],
    ...[['SET', keys.insoleKey('any'), ''], ['EVALSHA', '', '1', data], ['SCAN', '0'], ['TIME']],
  ];
}

/** What keeps walks and removes them, beside what reads. */
function listKeeperCommands(keys: KeySchema, patient: PatientId): readonly (readonly string[])[] {
  const source = keys.key(patient, 'data');
  const kept = keys.keptKey(patient);
  const { data } = keys.walkKeys(patient, 'any');
  return [
    ...[
      ['EVALSHA', '', '2', kept, data],
      ['TYPE', source],
      ['LINDEX', source, '0'],
      ['LRANGE', source, '0', '0'],
    ],
    ...[
      ['HGET', kept, ''],
      ['HLEN', kept],
      ['HSET', kept, '', ''],
      ['HDEL', kept, ''],
    ],
    ...[
      ['RPUSH', data, ''],
      ['UNLINK', data],
      ['TYPE', data],
    ],
  ];
}

/** Null when it cannot be told. */
async function findMissing(
  connection: RedisConnection,
  commands: readonly (readonly string[])[],
): Promise<{ readonly missing: readonly string[]; readonly absent: readonly string[] } | null> {
  let reply: unknown = null;
  const refusal = await findRefusal(connection, async (client) => {
    reply = await client.eval(CHECK_RIGHTS, 0, JSON.stringify(commands));
  });
  if (refusal !== null) return { missing: ['EVAL'], absent: refusal.startsWith('unknown') ? ['EVAL'] : [] };
  if (!Array.isArray(reply)) return null;
  const names = (reply as unknown[]).map(String);
  return {
    missing: [...new Set(names.map((name) => name.replace('!', '')))],
    absent: names.flatMap((name) => (name.startsWith('!') ? [name.slice(1)] : [])),
  };
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
