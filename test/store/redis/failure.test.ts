import { ReplyError } from 'ioredis';
import { expect, test } from 'vitest';
import { describeRedisError } from '../../../src/store/redis/failure.ts';

const makeReplyError = (message: string) =>
  new (ReplyError as unknown as new (text: string) => Error)(message);

test.each([
  ['LOADING Redis is loading the dataset in memory', 'loading'],
  ["READONLY You can't write against a read only replica. script: 1", 'read only'],
  ["OOM command not allowed when used memory > 'maxmemory'.", 'out of memory'],
  ['NOAUTH Authentication required.', 'password required'],
  ['WRONGPASS invalid username-password pair or user is disabled.', 'wrong user or password'],
  ['NOPERM this user has no permissions', 'not permitted'],
  ["ERR The user executing the script can't run this command or subcommand", 'not permitted'],
  ["NOPERM this user has no permissions to run the 'evalsha' command", 'not permitted: EVAL, EVALSHA'],
  ["NOPERM User nurse has no permissions to run the 'config|get' command", 'not permitted: CONFIG|GET'],
  [
    "NOPERM this user has no permissions to run the 'eval' command or its subcommand",
    'not permitted: EVAL, EVALSHA',
  ],
  ["NOPERM No permissions to access a key 'Albert'", 'not permitted'],
  [
    "ERR unknown command 'evalsha', with args beginning with: 'Albert' 'Lisowski' ",
    'unknown command EVAL, EVALSHA',
  ],
  ['ERR unknown command `TIME`, with args beginning with: ', 'unknown command TIME'],
  [
    'ERR Unknown Redis command called from script script: 4ca, on @user_script:1.',
    'unknown command in a script',
  ],
  ['ERR Background save already in progress', 'saving already'],
  ['ERR Background append only file rewriting already in progress', 'saving already'],
  ["ERR Another child process is active (AOF?): can't BGSAVE right now.", 'saving already'],
  ['BUSY Redis is busy running a script.', 'busy with a script'],
  ['MISCONF Redis is configured to save RDB snapshots', 'cannot save to disk'],
  ['CLUSTERDOWN Hash slot not served', 'no server of its cluster holds it'],
  ['CLUSTERDOWN The cluster is down', 'its cluster is down'],
  ['MOVED 3999 10.0.0.1:6381', 'moved within its cluster'],
  ['ASK 3999 10.0.0.1:6381', 'moved within its cluster'],
  ['TRYAGAIN Multiple keys request during rehashing of slot', 'moved within its cluster'],
  ['ERR This instance has cluster support disabled', 'not a Redis Cluster'],
  ['NOREPLICAS Not enough good replicas to write.', 'too few replicas'],
  ['ERR max number of clients reached', 'too many clients'],
  ['ERR DB index is out of range', 'no such database'],
  ["ERR Error running script: 'secret'", 'unexpected answer'],
])('explains the reply: %s', (message, reason) => {
  expect(describeRedisError(makeReplyError(message))).toBe(reason);
});

test('explains a discarded transaction by the errors of its commands', () => {
  const error = Object.assign(makeReplyError('EXECABORT Transaction discarded because of previous errors.'), {
    previousErrors: [makeReplyError('NOPERM no permissions to run lrange')],
  });
  expect(describeRedisError(error)).toBe('not permitted');
});

test.each([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection lost'],
  ['ENOTFOUND', 'unknown host'],
  ['EAI_AGAIN', 'unknown host'],
  ['EHOSTUNREACH', 'host unreachable'],
  ['ETIMEDOUT', 'no answer in time'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate not trusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate not trusted'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate not trusted'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate of another host'],
  ['CERT_HAS_EXPIRED', 'certificate expired'],
  ['CERT_NOT_YET_VALID', 'certificate not valid yet'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'certificate required'],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'certificate required'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'our certificate not trusted'],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'our certificate not trusted'],
  ['ENOENT', 'no such socket'],
  ['EACCES', 'socket may not be opened'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'no TLS connection'],
])('explains the socket error %s', (code, reason) => {
  expect(describeRedisError(Object.assign(new Error('connect 10.0.0.1:6379'), { code }))).toBe(reason);
});
