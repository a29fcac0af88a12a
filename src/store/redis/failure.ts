/** Why the store cannot be reached. A fixed set, so that no address, password or patient's data gets into a log. */
export type RedisFailure =
  | 'connection refused'
  | 'connection lost'
  | 'unknown host'
  | 'host unreachable'
  | 'certificate not trusted'
  | 'no TLS connection'
  | 'no answer in time'
  | 'password required'
  | 'wrong user or password'
  | 'not permitted'
  | 'no such database'
  | 'too many clients'
  | 'loading'
  | 'read only'
  | 'out of memory'
  | 'busy with a script'
  | 'cannot save to disk'
  | 'too few replicas'
  | 'its master is away'
  | 'no sentinel knows the master'
  | 'its cluster is down'
  | 'no server of its cluster holds it'
  | 'moved within its cluster'
  | 'not a Redis Cluster'
  | 'closed'
  | 'unexpected answer';

const REPLIES: readonly (readonly [RegExp, RedisFailure])[] = [
  [/^NOAUTH/, 'password required'],
  [/^WRONGPASS|^ERR invalid password/, 'wrong user or password'],
  [/^NOPERM|^DENIED|^ERR The user executing the script can't/, 'not permitted'],
  [/^ERR (invalid DB index|DB index is out of range)/, 'no such database'],
  [/^ERR max number of clients/, 'too many clients'],
  [/^LOADING/, 'loading'],
  [/^READONLY/, 'read only'],
  [/^OOM/, 'out of memory'],
  [/^BUSY /, 'busy with a script'],
  [/^MISCONF/, 'cannot save to disk'],
  [/^NOREPLICAS/, 'too few replicas'],
  [/^MASTERDOWN/, 'its master is away'],
  [/^CLUSTERDOWN Hash slot not served/, 'no server of its cluster holds it'],
  [/^CLUSTERDOWN/, 'its cluster is down'],
  [/^(MOVED|ASK|TRYAGAIN) /, 'moved within its cluster'],
  [/^ERR This instance has cluster support disabled/, 'not a Redis Cluster'],
];

const CODES: readonly (readonly [RegExp, RedisFailure])[] = [
  [/^ECONNREFUSED$/, 'connection refused'],
  [/^(ENOTFOUND|EAI_.*)$/, 'unknown host'],
  [/^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN)$/, 'host unreachable'],
  [/^ETIMEDOUT$/, 'no answer in time'],
  [/CERT|SIGNATURE|^ERR_TLS_/, 'certificate not trusted'],
  [/^ERR_SSL_|^EPROTO$/, 'no TLS connection'],
];

/** What an error of ioredis means. Its own text carries the command's arguments: it never leaves this file. */
export function describeRedisError(error: unknown): RedisFailure {
  if (!(error instanceof Error)) return 'unexpected answer';
  if (error.message === 'Command timed out') return 'no answer in time';
  if (error.message.startsWith('All sentinels are unreachable')) return 'no sentinel knows the master';
  if (isReply(error)) return findReason(REPLIES, firstReply(error).message) ?? 'unexpected answer';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return findReason(CODES, code) ?? 'connection lost';
}

/** Whether the server answered, with an error. */
export function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}

export function isWrongType(error: unknown): boolean {
  return error instanceof Error && isReply(error) && error.message.startsWith('WRONGTYPE');
}

/** A transaction that was discarded says so; why it was, the errors before it say. */
function firstReply(error: Error): Error {
  const previous = 'previousErrors' in error ? error.previousErrors : undefined;
  const first: unknown = Array.isArray(previous) ? previous[0] : undefined;
  return first instanceof Error ? first : error;
}

function findReason(table: readonly (readonly [RegExp, RedisFailure])[], text: string): RedisFailure | null {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
