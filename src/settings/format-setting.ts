import { formatInstant } from '../core/events/anomaly-events.ts';
import { formatDuration } from '../core/time/duration.ts';
import type { Moment } from '../core/time/moment.ts';
import type { Fault } from '../simulator/injected-fault.ts';
import { type RedisAddress, type RedisTarget, resolveAccess } from '../store/redis/target.ts';
import { SETTINGS, type SettingKey, type Settings } from './registry.ts';
import type { SettingDefinition } from './setting-kinds.ts';

/** What stands for a part of a value that may be a secret. */
const MASK = '***';

/** A value as JSON can hold it, in the way a configuration file would say it, with secrets masked. */
export function showSetting<K extends SettingKey>(key: K, value: Settings[K]): unknown {
  if (value === null) return null;
  switch (key) {
    case 'redis.url':
      return showRedis(value as RedisTarget);
    case 'api.baseUrl':
      return maskUrl(value as string);
    case 'api.headers':
      return Object.fromEntries(Object.keys(value as object).map((name) => [name, MASK]));
    case 'simulate.fault':
      return (value as readonly Fault[]).map((fault) => `${fault.kind}:${fault.probability}`).join(',');
    case 'output.since':
    case 'output.until':
      return showMoment(value as Moment);
  }
  const { secret, argument }: SettingDefinition<unknown> = SETTINGS[key];
  if (secret) return MASK;
  return argument === 'DURATION' ? formatDuration(Number(value)) : value;
}

function showMoment(moment: Moment): string {
  return moment.kind === 'ago' ? formatDuration(moment.ms) : formatInstant(moment.atSeconds);
}

function showRedis(target: RedisTarget): string {
  const { tls, username, password, db } = resolveAccess(target);
  const scheme = tls ? 'rediss' : 'redis';
  const user = password === null ? '' : `${username ?? ''}:${MASK}@`;
  const path = db === 0 ? '' : `/${db}`;
  const urlOf = (address: RedisAddress) => `${scheme}://${user}${showAddress(address)}${path}`;
  switch (target.kind) {
    case 'standalone':
      return urlOf(target.endpoint);
    case 'cluster':
      return target.nodes.map(urlOf).join(',') + (target.nodes.length === 1 ? ',' : '');
    case 'sentinel': {
      const { sentinels, masterName } = target.sentinels;
      return `${scheme}+sentinel://${user}${sentinels.map(showAddress).join(',')}/${masterName}${path}`;
    }
  }
}

function showAddress({ host, port }: RedisAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** A token may stand in any part of an address but its host. */
function maskUrl(text: string): string {
  const { protocol, host, pathname, search, username, password } = new URL(text);
  const user = username === '' && password === '' ? '' : `${MASK}@`;
  const path = pathname === '/' ? '/' : `/${MASK}`;
  return `${protocol}//${user}${host}${path}${search === '' ? '' : `?${MASK}`}`;
}
