import { percentDecode } from '../../core/percent-decode.ts';

/** Where a server listens. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
}

/** How to log in to a server, and how to verify it. */
export interface RedisAccess {
  readonly tls: boolean;
  /** Certificates to trust instead of the well-known ones, as PEM. */
  readonly ca: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly db: number;
}

/** One Redis server: where it listens, and how to log in. */
export interface RedisEndpoint extends RedisAddress, RedisAccess {}

/** Sentinels that know which server is the master. User, password and database are those of the server. */
export interface RedisSentinels extends RedisAccess {
  readonly sentinels: readonly RedisAddress[];
  readonly masterName: string;
}

/** What a Redis URL names: one server, the nodes of a cluster from which the others are found, or a master by its sentinels. */
export type RedisTarget =
  | { readonly kind: 'standalone'; readonly endpoint: RedisEndpoint }
  | { readonly kind: 'cluster'; readonly nodes: readonly RedisAddress[]; readonly access: RedisAccess }
  | { readonly kind: 'sentinel'; readonly sentinels: RedisSentinels };

/** A parsed URL, or why it is refused. */
export type ParsedRedisTarget =
  | { readonly kind: 'target'; readonly target: RedisTarget }
  | { readonly kind: 'refused'; readonly reason: string };

type Parsed<T> = T | { readonly kind: 'refused'; readonly reason: string };

const DEFAULT_PORT = 6379;
const DEFAULT_SENTINEL_PORT = 26379;

/** The server on this machine, as Redis listens by default. */
export const LOCAL_REDIS: RedisTarget = {
  kind: 'standalone',
  endpoint: {
    host: '127.0.0.1',
    port: DEFAULT_PORT,
    tls: false,
    ca: null,
    username: null,
    password: null,
    db: 0,
  },
};

/**
 * Parses a Redis URL: `redis://[user:password@]host[:port][/db]`, or `rediss://` for TLS; for a cluster several of them,
 * separated by commas, or one followed by a comma; or `redis+sentinel://[user:password@]host[:port],host[:port]/master[/db]`.
 * The reason of a refusal quotes no part of the URL.
 */
export function parseRedisTarget(text: string): ParsedRedisTarget {
  const [, scheme, rest] = /^\s*(rediss?)\+sentinel:\/\/(.*)$/s.exec(text) ?? [];
  if (scheme !== undefined && rest !== undefined) return parseSentinels(scheme, rest.trim());
  if (text.includes(',')) return parseCluster(text);
  const endpoint = parseEndpoint(text);
  return 'kind' in endpoint ? endpoint : { kind: 'target', target: { kind: 'standalone', endpoint } };
}

/** Adds what other settings say about access to a target; a user and a password in the URL take precedence. */
export function withAccess(
  target: RedisTarget,
  extra: Pick<RedisAccess, 'ca' | 'username' | 'password'>,
): RedisTarget {
  const complete = <A extends RedisAccess>(access: A): A => ({
    ...access,
    ca: extra.ca,
    ...(access.password === null && { username: extra.username, password: extra.password }),
  });
  switch (target.kind) {
    case 'standalone':
      return { ...target, endpoint: complete(target.endpoint) };
    case 'cluster':
      return { ...target, access: complete(target.access) };
    case 'sentinel':
      return { ...target, sentinels: complete(target.sentinels) };
  }
}

/** How to log in to the servers of a target. */
export function resolveAccess(target: RedisTarget): RedisAccess {
  switch (target.kind) {
    case 'standalone':
      return target.endpoint;
    case 'cluster':
      return target.access;
    case 'sentinel':
      return target.sentinels;
  }
}

function parseCluster(text: string): ParsedRedisTarget {
  const urls = text.split(',').filter((url) => url.trim() !== '');
  const nodes: RedisAddress[] = [];
  let access: RedisAccess | null = null;
  for (const url of urls) {
    const endpoint = parseEndpoint(url);
    if ('kind' in endpoint) return endpoint;
    const { host, port, ...own } = endpoint;
    if (own.db !== 0) return refuse('a Redis Cluster has no databases');
    if (access !== null && !isSameAccess(access, own))
      return refuse('the URLs of a Redis Cluster have one user, one password, and TLS all or none');
    access = own;
    nodes.push({ host, port });
  }
  return access === null
    ? refuse('a URL is redis://host:port or rediss://host:port')
    : { kind: 'target', target: { kind: 'cluster', nodes, access } };
}

function isSameAccess(one: RedisAccess, other: RedisAccess): boolean {
  return one.tls === other.tls && one.username === other.username && one.password === other.password;
}

function parseSentinels(scheme: string, rest: string): ParsedRedisTarget {
  const [, userInfo = '', hosts = '', masterName, path = ''] =
    /^(.*@)?([^/@]*)\/([\w.-]+)(\/.*)?$/s.exec(rest) ?? [];
  if (masterName === undefined)
    return refuse(
      'sentinels are redis+sentinel://host:port,host:port/master, the name of the master at the end',
    );
  const endpoints = hosts.split(',').map((host) => parseEndpoint(`${scheme}://${userInfo}${host}${path}`));
  const sentinels: RedisAddress[] = [];
  for (const [index, endpoint] of endpoints.entries()) {
    if ('kind' in endpoint) return endpoint;
    const hasPort = /:\d+$/.test(hosts.split(',')[index] ?? '');
    sentinels.push({ host: endpoint.host, port: hasPort ? endpoint.port : DEFAULT_SENTINEL_PORT });
  }
  const [first] = endpoints;
  if (first === undefined || 'kind' in first) return refuse('the URL names no host');
  const { host: _host, port: _port, ...access } = first;
  return { kind: 'target', target: { kind: 'sentinel', sentinels: { ...access, sentinels, masterName } } };
}

function parseEndpoint(text: string): Parsed<RedisEndpoint> {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null || (url.protocol !== 'redis:' && url.protocol !== 'rediss:')) {
    return refuse('a URL is redis://host:port or rediss://host:port');
  }
  if (url.hostname === '') return refuse('the URL names no host');
  if (url.port === '0') return refuse('the port is 1 to 65535');
  if (url.search !== '' || url.hash !== '') return refuse('the URL has nothing after the database');
  const db = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1];
  if (db === undefined) return refuse('the database is a number');
  const username = percentDecode(url.username);
  const password = percentDecode(url.password);
  if (username === null || password === null) return refuse('user or password is wrongly encoded');
  if (username !== '' && password === '') return refuse('the URL has a user and no password');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    tls: url.protocol === 'rediss:',
    ca: null,
    username: username === '' ? null : username,
    password: password === '' ? null : password,
    db: Number(db),
  };
}

function refuse(reason: string): { readonly kind: 'refused'; readonly reason: string } {
  return { kind: 'refused', reason };
}
