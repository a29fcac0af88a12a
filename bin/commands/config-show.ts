import type { RedisTarget } from '../../src/core/redis-target.ts';
import { SETTING_KEYS, SETTINGS, type SettingKey, type Settings } from '../../src/core/settings.ts';
import { EXIT } from '../exit-code.ts';
import type { LoadedSettings } from '../load-settings.ts';

const MASK = '***';

/** Prints the settings in force, each with where it came from; secrets masked. */
export async function runConfigShow(settings: Settings, origins: LoadedSettings['origins']): Promise<number> {
  const shown = SETTING_KEYS.map((key) => ({ key, value: showable(key, settings), origin: origins[key] }));
  if (settings['watch.json']) {
    const object = Object.fromEntries(shown.map(({ key, value, origin }) => [key, { value, origin }]));
    process.stdout.write(`${JSON.stringify(object)}\n`);
    return EXIT.done;
  }
  const width = Math.max(...SETTING_KEYS.map((key) => key.length));
  for (const { key, value, origin } of shown) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    process.stdout.write(`${key.padEnd(width)}  ${text}  (${origin})\n`);
  }
  return EXIT.done;
}

/** The value as scripts read it, durations in milliseconds, without a password. */
function showable(key: SettingKey, settings: Settings): unknown {
  const value: unknown = settings[key];
  if (value === null) return null;
  if (key === 'redis.url') return showTarget(settings['redis.url']);
  if (key === 'api.baseUrl') return showUrl(String(value));
  if (key === 'api.headers') {
    return Object.fromEntries(Object.keys(settings['api.headers']).map((name) => [name, MASK]));
  }
  return (SETTINGS[key] as { secret?: true }).secret ? MASK : value;
}

function showTarget({ endpoint }: RedisTarget): string {
  const { host, port, tls, username, password, db } = endpoint;
  const user = username === null && password === null ? '' : `${username ?? ''}:${MASK}@`;
  return `${tls ? 'rediss' : 'redis'}://${user}${host}:${port}${db === 0 ? '' : `/${db}`}`;
}

function showUrl(text: string): string {
  const url = new URL(text);
  if (url.password !== '') url.password = MASK;
  // A key may stand in the query.
  for (const [name, value] of [...url.searchParams]) if (value !== '') url.searchParams.set(name, MASK);
  return url.href;
}
