import { type RedisAddress, type RedisTarget, resolveAccess } from '../store/redis/target.ts';

/** Stands for a part of a value that may be a secret. */
export const MASK = '***';

/** Shows an API address without its user, password, path and query: each may hold a token. */
export function maskUrl(text: string): string {
  const { protocol, host, pathname, search, username, password } = new URL(text);
  const user = username === '' && password === '' ? '' : `${MASK}@`;
  const path = pathname === '/' ? '/' : `/${MASK}`;
  return `${protocol}//${user}${host}${path}${search === '' ? '' : `?${MASK}`}`;
}

/** Shows a Redis target as the URL that would be read back as the same, its password masked. */
export function maskRedisTarget(target: RedisTarget): string {
  const { tls, username, password, db } = resolveAccess(target);
  const scheme = tls ? 'rediss' : 'redis';
  const user = password === null ? '' : `${username ?? ''}:${MASK}@`;
  const path = db === 0 ? '' : `/${db}`;
  const makeUrl = (address: RedisAddress) => `${scheme}://${user}${formatAddress(address)}${path}`;
  switch (target.kind) {
    case 'standalone':
      return 'path' in target.endpoint
        ? `unix://${user}${encodeURI(target.endpoint.path).replace(/[?#]/g, encodeURIComponent)}${db === 0 ? '' : `?db=${db}`}`
        : makeUrl(target.endpoint);
    case 'cluster':
      return target.nodes.map(makeUrl).join(',') + (target.nodes.length === 1 ? ',' : '');
    case 'sentinel': {
      const { sentinels, masterName } = target.sentinels;
      return `${scheme}+sentinel://${user}${sentinels.map(formatAddress).join(',')}/${masterName}${path}`;
    }
  }
}

function formatAddress({ host, port }: RedisAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
