import { percentDecode } from '../../core/percent-decode.ts';
import { Refusal } from '../../core/refusal.ts';
import { divideUrl, readAddress, readDatabase, type UrlParts } from './target-url.ts';

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
  /** Our own certificate, for a server that asks for one, and its private key, as PEM. */
  readonly cert: string | null;
  readonly key: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly db: number;
}

/** A Unix socket on this machine, on which a server listens. */
export interface RedisSocket {
  readonly path: string;
}

/** One Redis server: where it listens, and how to log in. */
export type RedisEndpoint = RedisAccess & (RedisAddress | RedisSocket);

/** Sentinels that know which server is the master. User, password and database are those of the server; TLS is that of both. */
export interface RedisSentinels extends RedisAccess {
  readonly sentinels: readonly RedisAddress[];
  readonly masterName: string;
  /** User and password of the sentinels themselves. */
  readonly sentinelUsername: string | null;
  readonly sentinelPassword: string | null;
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

const DEFAULT_PORT = 6379;
const DEFAULT_SENTINEL_PORT = 26379;
const SERVER_SCHEMES = ['redis', 'rediss'];
const SOCKET_SCHEMES = ['unix', 'redis+unix'];
const SENTINEL_SCHEMES = ['redis+sentinel', 'rediss+sentinel'];

const NO_CERTIFICATES = { ca: null, cert: null, key: null };

/** The server on this machine, as Redis listens by default. */
export const LOCAL_REDIS: RedisTarget = {
  kind: 'standalone',
  endpoint: {
    host: '127.0.0.1',
    port: DEFAULT_PORT,
    tls: false,
    ...NO_CERTIFICATES,
    username: null,
    password: null,
    db: 0,
  },
};

/**
 * Parses a Redis URL: `redis://[user:password@]host[:port][/db]`, or `rediss://` for TLS; for a cluster several of them,
 * separated by commas, or one followed by a comma; `redis+sentinel://[user:password@]host[:port],host[:port]/master[/db]`; or
 * `unix://[user:password@]/path[?db=N]`, which may begin with `redis+unix`, or be just the path. The reason of a refusal quotes no part of
 * the URL.
 */
export function parseRedisTarget(text: string): ParsedRedisTarget {
  const target = parseTarget(text.trim());
  return target instanceof Refusal ? { kind: 'refused', reason: target.reason } : { kind: 'target', target };
}

/** What other settings say about access to a target. */
export type ExtraAccess = Pick<RedisAccess, 'ca' | 'username' | 'password'> &
  Partial<Pick<RedisAccess, 'cert' | 'key'>> &
  Partial<Pick<RedisSentinels, 'sentinelUsername' | 'sentinelPassword'>>;

/** Adds what other settings say about access to a target; a user and a password in the URL take precedence. */
export function withAccess(target: RedisTarget, extra: ExtraAccess): RedisTarget {
  const complete = <A extends RedisAccess>(access: A): A => ({
    ...access,
    ca: extra.ca,
    cert: extra.cert ?? null,
    key: extra.key ?? null,
    ...(access.password === null && { username: extra.username, password: extra.password }),
  });
  switch (target.kind) {
    case 'standalone':
      return { ...target, endpoint: complete(target.endpoint) };
    case 'cluster':
      return { ...target, access: complete(target.access) };
    case 'sentinel': {
      const { sentinelUsername = null, sentinelPassword = null } = extra;
      return { ...target, sentinels: { ...complete(target.sentinels), sentinelUsername, sentinelPassword } };
    }
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

function parseTarget(text: string): RedisTarget | Refusal {
  if (text.startsWith('/')) return parseSocket(`unix://${text}`);
  if (/^(redis\+)?unix:/i.test(text)) return parseSocket(text);
  if (/^rediss?\+sentinel:/i.test(text)) return parseSentinels(text);
  if (text.includes(',')) return parseCluster(text);
  const endpoint = parseEndpoint(text);
  return endpoint instanceof Refusal ? endpoint : { kind: 'standalone', endpoint };
}

function parseSocket(text: string): RedisTarget | Refusal {
  const parts = divideUrl(text, SOCKET_SCHEMES);
  if (parts instanceof Refusal) return parts;
  const path = percentDecode(parts.path);
  if (path === null) return new Refusal('a % in the path begins no percent encoding: it is written as %25');
  if (parts.hosts !== '' || !/^\/[^\0]*[^/\0]$/.test(path))
    return new Refusal(
      'a socket is given by its path from the root, with three slashes: unix:///run/redis.sock',
    );
  const query = /^(?:\?db=(\d{1,5}))?$/.exec(parts.query);
  if (query === null) return new Refusal('behind the path there may only be the database: ?db=2');
  return { kind: 'standalone', endpoint: { path, ...makeAccess(parts, Number(query[1] ?? 0)) } };
}

function parseCluster(text: string): RedisTarget | Refusal {
  const urls = text.split(',').filter((url) => url.trim() !== '');
  const nodes: RedisAddress[] = [];
  let access: RedisAccess | null = null;
  for (const [index, url] of urls.entries()) {
    const refuse = (reason: string) =>
      new Refusal(urls.length === 1 ? reason : `URL ${index + 1} of ${urls.length}: ${reason}`);
    const endpoint = parseEndpoint(url);
    if (endpoint instanceof Refusal) return refuse(endpoint.reason);
    const { host, port, ...own } = endpoint;
    if (own.db !== 0) return refuse('a Redis Cluster has no databases');
    if (access !== null && !isSameAccess(access, own))
      return refuse('a Redis Cluster has one user, one password, and TLS all or none');
    access = own;
    nodes.push({ host, port });
  }
  return access === null ? new Refusal('there is only a comma') : { kind: 'cluster', nodes, access };
}

function isSameAccess(one: RedisAccess, other: RedisAccess): boolean {
  return one.tls === other.tls && one.username === other.username && one.password === other.password;
}

function parseSentinels(text: string): RedisTarget | Refusal {
  const parts = divideUrl(text, SENTINEL_SCHEMES);
  if (parts instanceof Refusal) return parts;
  const { hosts, path, query } = parts;
  if (query !== '') return new Refusal('nothing may stand behind the database');
  const sentinels: RedisAddress[] = [];
  for (const [index, host] of hosts.split(',').entries()) {
    const address = readAddress(host.trim(), DEFAULT_SENTINEL_PORT);
    if (address instanceof Refusal) return new Refusal(`sentinel ${index + 1}: ${address.reason}`);
    sentinels.push(address);
  }
  const [, masterName = '', database = ''] = /^\/([^/]*)(\/.*)?$/s.exec(path) ?? [];
  if (masterName === '')
    return new Refusal('the name of the master is missing, behind the hosts and a slash');
  if (!/^[\w.-]+$/.test(masterName))
    return new Refusal('the name of the master has more than letters, digits and . _ -');
  const db = readDatabase(database);
  if (db instanceof Refusal) return db;
  const access = makeAccess(parts, db);
  const sentinelAccess = { sentinelUsername: null, sentinelPassword: null };
  return { kind: 'sentinel', sentinels: { ...access, ...sentinelAccess, sentinels, masterName } };
}

function parseEndpoint(text: string): (RedisAddress & RedisAccess) | Refusal {
  const parts = divideUrl(text, SERVER_SCHEMES);
  if (parts instanceof Refusal) return parts;
  const address = readAddress(parts.hosts, DEFAULT_PORT);
  if (address instanceof Refusal) return address;
  const db = readDatabase(parts.path);
  if (db instanceof Refusal) return db;
  return parts.query === ''
    ? { ...address, ...makeAccess(parts, db) }
    : new Refusal('nothing may stand behind the database');
}

function makeAccess({ scheme, username, password }: UrlParts, db: number): RedisAccess {
  return { tls: scheme.startsWith('rediss'), ...NO_CERTIFICATES, username, password, db };
}
