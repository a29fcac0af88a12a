import { readFileSync } from 'node:fs';
import type { SettingKey, Settings } from '../settings/registry.ts';
import { RedisStore } from '../store/redis/redis-store.ts';
import { type RedisTarget, resolveAccess, withAccess } from '../store/redis/target.ts';
import type { Store } from '../store/store.ts';
import { CommandFailure, EXIT } from './exit-code.ts';

/** The store in Redis, as the settings say. It connects by itself, also later. */
export function openRedis(settings: Settings): Store {
  return new RedisStore({ target: redisTarget(settings), keyStyle: settings['redis.keyStyle'] });
}

/**
 * Where Redis is, with user, password and certificates from wherever they are said.
 *
 * @throws CommandFailure when a file cannot be read, or the settings do not go together
 */
export function redisTarget(settings: Settings): RedisTarget {
  const url = settings['redis.url'];
  if (url.kind === 'cluster' && settings['redis.keyStyle'] === 'plain')
    refuse('redis.keyStyle is plain and redis.url a Redis Cluster, allowed are braced and auto');
  const target = withAccess(url, {
    username: settings['redis.username'],
    password: settings['redis.password'] ?? readPassword(settings['redis.passwordFile']),
    ca: readCertificates(settings['redis.ca']),
  });
  const { username, password, ca, tls } = resolveAccess(target);
  if (username !== null && password === null)
    refuse('redis.username is set and no password, allowed is one in redis.password or redis.passwordFile');
  if (ca !== null && !tls)
    refuse('redis.ca is set and redis.url is not encrypted, allowed is a rediss:// address');
  return target;
}

function readPassword(file: string | null): string | null {
  if (file === null) return null;
  const [password = ''] = readText('redis.passwordFile', file).split(/\r?\n/);
  if (password === '') refuse('redis.passwordFile: the first line is empty, allowed is the password');
  return password;
}

function readCertificates(file: string | null): string | null {
  if (file === null) return null;
  const text = readText('redis.ca', file);
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    refuse('redis.ca: no certificate is in the file, allowed is PEM');
  return text;
}

const READ_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'not readable',
  EISDIR: 'is a folder',
};

function readText(key: SettingKey, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return refuse(`${key}: ${READ_FAILURES[code] ?? 'not readable'}, allowed is the name of a file`);
  }
}

function refuse(message: string): never {
  throw new CommandFailure(EXIT.wrongConfiguration, message);
}
