/** Where one Redis server answers, and how to introduce oneself. */
export interface RedisEndpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username: string | null;
  readonly password: string | null;
  readonly db: number;
}

/** What a Redis URL names. One server is the only kind so far. */
export type RedisTarget = { readonly kind: 'standalone'; readonly endpoint: RedisEndpoint };

export type ParsedRedisTarget =
  | { readonly kind: 'target'; readonly target: RedisTarget }
  | { readonly kind: 'refused'; readonly reason: string };

const DEFAULT_PORT = 6379;

/** The server of this machine, as Redis listens when nothing is configured. */
export const LOCAL_REDIS: RedisTarget = {
  kind: 'standalone',
  endpoint: { host: '127.0.0.1', port: DEFAULT_PORT, tls: false, username: null, password: null, db: 0 },
};

/** Reads `redis://[user:password@]host[:port][/db]`, or `rediss://` for TLS. The reason of a refusal shows no part of it. */
export function parseRedisTarget(text: string): ParsedRedisTarget {
  if (text.includes(',')) return refuse('several URLs, a Redis Cluster, are not supported');
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null || (url.protocol !== 'redis:' && url.protocol !== 'rediss:')) {
    return refuse('a URL is redis://host:port or rediss://host:port');
  }
  if (url.hostname === '') return refuse('the URL names no host');
  if (url.port === '0') return refuse('the port is 1 to 65535');
  if (url.search !== '' || url.hash !== '') return refuse('the URL has nothing after the database');
  const db = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1];
  if (db === undefined) return refuse('the database is a number');
  const username = decodePart(url.username);
  const password = decodePart(url.password);
  if (username === null || password === null) return refuse('user or password is wrongly encoded');
  if (username !== '' && password === '') return refuse('the URL has a user and no password');
  const endpoint: RedisEndpoint = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    tls: url.protocol === 'rediss:',
    username: username === '' ? null : username,
    password: password === '' ? null : password,
    db: Number(db),
  };
  return { kind: 'target', target: { kind: 'standalone', endpoint } };
}

function refuse(reason: string): ParsedRedisTarget {
  return { kind: 'refused', reason };
}

function decodePart(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
