/** A command that the user may not run, or that the server does not have, by its name where the server tells it. */
type CommandRefusal =
  | 'not permitted'
  | `not permitted: ${string}`
  | 'unknown command in a script'
  | `unknown command ${string}`;

/** Why the sentinels do not answer, where they say it. */
type SentinelReason = 'password required' | 'wrong user or password' | 'not permitted';

/** Why Redis cannot serve a command. The texts are fixed, so that no address, password or patient's data gets into a log. */
export type RedisFailure =
  | CommandRefusal
  | 'connection refused'
  | 'connection lost'
  | 'unknown host'
  | 'host unreachable'
  | 'no such socket'
  | 'socket may not be opened'
  | 'certificate not trusted'
  | 'certificate expired'
  | 'certificate not valid yet'
  | 'certificate of another host'
  | 'certificate required'
  | 'our certificate not trusted'
  | 'no TLS connection'
  | 'no answer in time'
  | 'password required'
  | 'wrong user or password'
  | 'no such database'
  | 'too many clients'
  | 'loading'
  | 'read only'
  | 'out of memory'
  | 'busy with a script'
  | 'cannot save to disk'
  | 'saving already'
  | 'too few replicas'
  | 'its master is down'
  | 'no sentinel knows the master'
  | `sentinels: ${SentinelReason}`
  | 'its cluster is down'
  | 'no server of its cluster holds it'
  | 'moved within its cluster'
  | 'not a Redis Cluster'
  | 'closed'
  | 'unexpected answer';

const REPLIES: readonly (readonly [RegExp, RedisFailure])[] = [
  [/^NOAUTH/, 'password required'],
  [/^WRONGPASS|^ERR invalid password/, 'wrong user or password'],
  [/^ERR (invalid DB index|DB index is out of range)/, 'no such database'],
  [/^ERR max number of clients/, 'too many clients'],
  [/^LOADING/, 'loading'],
  [/^READONLY/, 'read only'],
  [/^OOM/, 'out of memory'],
  [/^BUSY /, 'busy with a script'],
  [/^MISCONF/, 'cannot save to disk'],
  [/^ERR (Background (append only file|save)|Another child process|Can't BGSAVE)/, 'saving already'],
  [/^NOREPLICAS/, 'too few replicas'],
  [/^MASTERDOWN/, 'its master is down'],
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
  [/^ENOENT$|^ENOTSOCK$/, 'no such socket'],
  [/^EACCES$|^EPERM$/, 'socket may not be opened'],
  // An alert is what the server has to say of our certificate, or of its absence: TLS 1.2 says no more than that the handshake failed.
  [/^ERR_SSL_.*ALERT_(CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE)/, 'certificate required'],
  [/^ERR_SSL_.*ALERT_(UNKNOWN_CA|\w*CERTIFICATE\w*)/, 'our certificate not trusted'],
  [/^CERT_HAS_EXPIRED$/, 'certificate expired'],
  [/^CERT_NOT_YET_VALID$/, 'certificate not valid yet'],
  [/^ERR_TLS_CERT_ALTNAME/, 'certificate of another host'],
  [/CERT|SIGNATURE|^ERR_TLS_/, 'certificate not trusted'],
  [/^ERR_SSL_|^EPROTO$/, 'no TLS connection'],
];

/** Explains an error of ioredis, whose own text may quote the arguments of the command and therefore never leaves this file. */
export function describeRedisError(error: unknown): RedisFailure {
  if (!(error instanceof Error)) return 'unexpected answer';
  if (error.message === 'Command timed out') return 'no answer in time';
  if (error.message.startsWith('All sentinels are unreachable')) return describeSentinelError(error.message);
  if (isReply(error)) return describeReply(firstReply(error).message);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return findReason(CODES, code) ?? 'connection lost';
}

/** Explains the text of an error that the server replied. */
export function describeReply(message: string): RedisFailure {
  return findCommandRefusal(message) ?? findReason(REPLIES, message) ?? 'unexpected answer';
}

/** ioredis tells in words what the last sentinel said; of one that it could not connect to it tells nothing. */
function describeSentinelError(message: string): RedisFailure {
  const [, last = ''] = /Last error: (.*)$/s.exec(message) ?? [];
  const found = SENTINEL_REASONS.find(([pattern]) => pattern.test(last));
  return found === undefined ? 'no sentinel knows the master' : `sentinels: ${found[1]}`;
}

const SENTINEL_REASONS: readonly (readonly [RegExp, SentinelReason])[] = [
  [/^NOAUTH/, 'password required'],
  [/^WRONGPASS|invalid password/, 'wrong user or password'],
  [/^NOPERM/, 'not permitted'],
];

/** Whether a failure is that the sentinels name no server: there is no connection that could be lost. */
export function isSentinelFailure(failure: RedisFailure): boolean {
  return /^(no sentinel|sentinels:)/.test(failure);
}

/** Takes no more than the name of the command from the reply, which may go on with the command's arguments. */
function findCommandRefusal(reply: string): CommandRefusal | null {
  if (/^ERR Unknown Redis command called from/.test(reply)) return 'unknown command in a script';
  const [, refused, name] = COMMAND_REFUSAL.exec(reply) ?? [];
  if (refused === undefined) return /^NOPERM|^DENIED/.test(reply) ? 'not permitted' : null;
  if (refused.startsWith('ERR unknown')) return `unknown command ${showCommand(name ?? '')}`;
  return name === undefined ? 'not permitted' : `not permitted: ${showCommand(name)}`;
}

/** Scripts are run by either of two commands, as the server knows them already or not: both are named, as both are needed. */
function showCommand(name: string): string {
  const command = name.toUpperCase();
  return /^EVAL(SHA)?$/.test(command) ? 'EVAL, EVALSHA' : command;
}

const COMMAND_REFUSAL =
  /^(ERR unknown command [`']|NOPERM .{0,80} (?:run|execute) the '|ERR The user executing the script can't)(?:([A-Za-z|-]{1,30})[`'])?/;

const MOVE_FAILURES: readonly string[] = [
  'moved within its cluster',
  // The map of the server may be as old as ours: another one may have taken over the slot.
  'no server of its cluster holds it',
  'its cluster is down',
  // The connection to a server that is no longer a master is closed.
  'closed',
] satisfies readonly RedisFailure[];

/**
 * Whether a failure can mean that another server of the cluster holds the patient by now: then it is worth reading the
 * slot map again, and trying once more.
 */
export function mayHaveMoved(failure: string): boolean {
  return MOVE_FAILURES.includes(failure);
}

/** Whether an error is a reply of the server, rather than a failure of the connection. */
export function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}

/** Whether the server replied that it does not know a script by its digest: it ran nothing. */
export function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && isReply(error) && error.message.startsWith('NOSCRIPT');
}

/** Whether the server replied that a key is of another type than the command needs. */
export function isWrongType(error: unknown): boolean {
  return error instanceof Error && isReply(error) && error.message.startsWith('WRONGTYPE');
}

/** A discarded transaction names no reason: the errors of its commands, which came before, do. */
function firstReply(error: Error): Error {
  const previous = 'previousErrors' in error ? error.previousErrors : undefined;
  const first: unknown = Array.isArray(previous) ? previous[0] : undefined;
  return first instanceof Error ? first : error;
}

function findReason(table: readonly (readonly [RegExp, RedisFailure])[], text: string): RedisFailure | null {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
