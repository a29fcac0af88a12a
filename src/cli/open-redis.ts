import type { SettingKey } from '../settings/registry.ts';
import type { KeyNaming } from '../store/keys.ts';
import { RedisStore } from '../store/redis/redis-store.ts';
import { type RedisTarget, resolveAccess, withAccess } from '../store/redis/target.ts';
import type { Store } from '../store/store.ts';
import { describeExposure } from './describe-exposure.ts';
import type { LoadedSettings } from './load-settings.ts';
import { readTlsIdentity } from './read-pem.ts';
import { readSecretFile } from './read-secret-file.ts';
import { refuseSetting } from './refuse-setting.ts';
import { reportWarnings } from './report-warnings.ts';

const TLS_SETTINGS = { ca: 'redis.ca', cert: 'redis.cert', key: 'redis.key' } as const;
const SENTINEL_SETTINGS = [
  'redis.sentinelUsername',
  'redis.sentinelPassword',
  'redis.sentinelPasswordFile',
] as const;

/** Opens the store in Redis that the settings name. It connects by itself, and again after an outage. */
export function openRedis(loaded: LoadedSettings, target = resolveRedisTarget(loaded)): Store {
  const { style, prefix } = resolveKeyNaming(loaded);
  return new RedisStore({ target, keyStyle: style, keyPrefix: prefix });
}

/** How the settings name keys and channels. */
export function resolveKeyNaming({ settings }: LoadedSettings): Required<KeyNaming> {
  return { style: settings['redis.keyStyle'], prefix: settings['redis.keyPrefix'] ?? '' };
}

/**
 * Puts together where Redis is, with user, password and certificates from all settings and the files that they name.
 *
 * @param warn is told what is taken, but likely not meant: to stderr without it
 * @throws CommandFailure when a file cannot be read, or the settings contradict each other
 */
export function resolveRedisTarget(
  loaded: LoadedSettings,
  warn: (warning: string) => void = (warning) => reportWarnings(loaded.settings, [warning]),
): RedisTarget {
  const { settings, origins } = loaded;
  const url = settings['redis.url'];
  const urlPlace = origins['redis.url'].place;
  const refuse = (key: SettingKey, complaint: string): never => {
    throw refuseSetting(origins[key], complaint);
  };
  const readPassword = (key: 'redis.passwordFile' | 'redis.sentinelPasswordFile'): string | null => {
    const file = settings[key];
    if (file === null) return null;
    const read = readSecretFile(file);
    if (read.kind === 'refused') return refuse(key, read.reason);
    for (const remark of [read.remark, describeExposure(file)])
      if (remark !== null) warn(`${origins[key].place} ${remark}`);
    return read.secret;
  };

  if (url.kind === 'cluster' && settings['redis.keyStyle'] === 'plain')
    refuse('redis.keyStyle', `is plain, but ${urlPlace} names a Redis Cluster; must be braced or auto`);
  const identity = readTlsIdentity(loaded, TLS_SETTINGS);
  const target = withAccess(url, {
    ca: null,
    ...identity,
    username: settings['redis.username'],
    password: settings['redis.password'] ?? readPassword('redis.passwordFile'),
    sentinelUsername: settings['redis.sentinelUsername'],
    sentinelPassword: settings['redis.sentinelPassword'] ?? readPassword('redis.sentinelPasswordFile'),
  });
  const { username, password, tls } = resolveAccess(target);
  if (username !== null && password === null)
    refuse('redis.username', 'needs a password in redis.password or redis.passwordFile');
  for (const [part, key] of Object.entries(TLS_SETTINGS))
    if (part in identity && !tls) refuse(key, `needs TLS, but ${urlPlace} is no rediss:// URL`);
  for (const key of SENTINEL_SETTINGS)
    if (settings[key] !== null && target.kind !== 'sentinel')
      refuse(key, `needs sentinels, but ${urlPlace} is no redis+sentinel:// URL`);
  if (target.kind === 'sentinel') {
    const { sentinelUsername, sentinelPassword } = target.sentinels;
    if (sentinelUsername !== null && sentinelPassword === null)
      refuse(
        'redis.sentinelUsername',
        'needs a password in redis.sentinelPassword or redis.sentinelPasswordFile',
      );
  }
  return target;
}
