import { Refusal } from '../../core/refusal.ts';
import { isKeyPrefix, KEY_PREFIX_ALLOWED, KEY_PREFIX_PATTERN } from '../../store/key-prefix.ts';

import { LOCAL_REDIS, parseRedisTarget, type RedisTarget } from '../../store/redis/target.ts';
import { maskRedisTarget } from '../mask-secrets.ts';
import { secretText } from '../secret-text.ts';
import { choice, fileName, parsed, readText, text } from '../setting-kinds.ts';

/** The settings `redis.*`: where Redis is, how to sign in, and the form of the keys. */
export const REDIS_SETTINGS = {
  'redis.url': parsed<RedisTarget>({
    flag: 'redis',
    argument: 'URL',
    describe:
      'Redis URL; rediss:// for TLS, several separated by commas (or one with a comma after it) for a Redis Cluster, redis+sentinel://host,host/master for Sentinel, unix:///run/redis.sock for a socket',
    default: LOCAL_REDIS,
    secret: true,
    allowed:
      'redis://[user:password@]host[:port][/database], rediss:// for TLS, several separated by commas for a Redis Cluster, redis+sentinel://host[:port],host[:port]/master, or unix:///path',
    parse: (given) => {
      const result = parseRedisTarget(given);
      return result.kind === 'target' ? result.target : new Refusal(result.reason);
    },
    show: maskRedisTarget,
  }),
  'redis.username': text('a user of Redis', {
    environment: 'redis-username',
    describe: 'Redis user, where the URL names none; conf/users.acl has one for the cacher and one for watch',
    default: null,
  }),
  'redis.password': secretText({
    environment: 'redis-password',
    describe: 'Redis password, where the URL has none',
    default: null,
  }),
  'redis.passwordFile': fileName({
    environment: 'redis-password-file',
    describe: 'File with the Redis password in its first line, where redis.password is not set',
    default: null,
  }),
  'redis.sentinelUsername': text('a user of the sentinels', {
    environment: 'redis-sentinel-username',
    describe: 'User of the sentinels themselves, where they ask for one',
    default: null,
  }),
  'redis.sentinelPassword': secretText({
    environment: 'redis-sentinel-password',
    describe: 'Password of the sentinels themselves; the one of the servers they name is redis.password',
    default: null,
  }),
  'redis.sentinelPasswordFile': fileName({
    environment: 'redis-sentinel-password-file',
    describe: 'File with the password of the sentinels in its first line',
    default: null,
  }),
  'redis.ca': fileName({
    environment: 'redis-ca',
    describe: 'PEM file of the certificates to trust with rediss://, instead of the well-known ones',
    default: null,
  }),
  'redis.cert': fileName({
    environment: 'redis-cert',
    describe: 'PEM file of the client certificate, for a Redis that asks for one (tls-auth-clients yes)',
    default: null,
  }),
  'redis.key': fileName({
    environment: 'redis-key',
    describe: 'PEM file of the private key of redis.cert, without a passphrase',
    default: null,
  }),
  'redis.keyStyle': choice(['auto', 'plain', 'braced'], {
    describe: 'Form of the keys: plain (3_data), braced ({3}_data), or auto for braced on a cluster only',
    default: 'auto',
  }),
  'redis.keyPrefix': {
    ...parsed<string | null>({
      environment: 'redis-key-prefix',
      describe:
        'What stands before every key and channel, so that several APIs can share a Redis: wardB: for wardB:3_data',
      default: null,
      allowed: KEY_PREFIX_ALLOWED,
      parse: (given) => given,
      fileSchema: { type: 'string', pattern: KEY_PREFIX_PATTERN },
    }),
    // Not trimmed: a blank would be left out in silence.
    read: (raw: unknown) => readText(raw, (given) => (isKeyPrefix(given) ? given : null)),
  },
};
