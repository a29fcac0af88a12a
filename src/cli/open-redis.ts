import { readFileSync } from 'node:fs';
import type { SettingKey } from '../settings/registry.ts';
import type { KeyNaming } from '../store/keys.ts';
import { RedisStore } from '../store/redis/redis-store.ts';
import { type RedisTarget, resolveAccess, withAccess } from '../store/redis/target.ts';
import type { Store } from '../store/store.ts';
import { explainFileError } from './explain-file-error.ts';
import type { LoadedSettings } from './load-settings.ts';
import { readSecretFile } from './read-secret-file.ts';
import { refuseSetting } from './refuse-setting.ts';
import { reportWarnings } from './report-warnings.ts';

/** Opens the store in Redis that the settings name. It connects by itself, and again after an outage. */
export function openRedis(loaded: LoadedSettings): Store {
  const { style, prefix } = resolveKeyNaming(loaded);
  return new RedisStore({ target: resolveRedisTarget(loaded), keyStyle: style, keyPrefix: prefix });
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
  { settings, origins }: LoadedSettings,
  warn: (warning: string) => void = (warning) => reportWarnings(settings, [warning]),
): RedisTarget {
  const url = settings['redis.url'];
  const urlPlace = origins['redis.url'].place;
  const refuse = (key: SettingKey, complaint: string): never => {
    throw refuseSetting(origins[key], complaint);
  };
  const readText = (key: SettingKey, file: string): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      return refuse(key, `names a file that cannot be used: ${explainFileError(error, 'read')}`);
    }
  };
  const readPassword = (file: string): string => {
    const read = readSecretFile(file);
    if (read.kind === 'refused') return refuse('redis.passwordFile', read.reason);
    if (read.remark !== null) warn(`${origins['redis.passwordFile'].place} ${read.remark}`);
    return read.secret;
  };
  const readCertificates = (file: string): string => {
    const text = readText('redis.ca', file);
    return text.includes('-----BEGIN CERTIFICATE-----')
      ? text
      : refuse('redis.ca', 'names a file without a certificate; must be a PEM file');
  };

  if (url.kind === 'cluster' && settings['redis.keyStyle'] === 'plain')
    refuse('redis.keyStyle', `is plain, but ${urlPlace} names a Redis Cluster; must be braced or auto`);
  const { 'redis.passwordFile': passwordFile, 'redis.ca': caFile } = settings;
  const target = withAccess(url, {
    username: settings['redis.username'],
    password: settings['redis.password'] ?? (passwordFile === null ? null : readPassword(passwordFile)),
    ca: caFile === null ? null : readCertificates(caFile),
  });
  const { username, password, ca, tls } = resolveAccess(target);
  if (username !== null && password === null)
    refuse('redis.username', 'needs a password in redis.password or redis.passwordFile');
  if (ca !== null && !tls) refuse('redis.ca', `needs TLS, but ${urlPlace} is no rediss:// URL`);
  return target;
}
