import { expect, test } from 'vitest';
import { parseRedisTarget, resolveAccess, withAccess } from '../../../src/store/redis/target.ts';

const LOCAL = {
  host: '127.0.0.1',
  port: 6379,
  tls: false,
  ca: null,
  cert: null,
  key: null,
  username: null,
  password: null,
  db: 0,
};
const { host: _host, port: _port, ...ACCESS } = LOCAL;

test.each([
  ['redis://127.0.0.1', LOCAL],
  ['redis://127.0.0.1/', LOCAL],
  [' redis://127.0.0.1:6400/2 ', { ...LOCAL, port: 6400, db: 2 }],
  ['rediss://redis.example:6400', { ...LOCAL, host: 'redis.example', port: 6400, tls: true }],
  ['redis://[::1]:6400', { ...LOCAL, host: '::1', port: 6400 }],
  ['redis://:p%40ss%2F@127.0.0.1', { ...LOCAL, password: 'p@ss/' }],
  ['redis://watch:secret@127.0.0.1', { ...LOCAL, username: 'watch', password: 'secret' }],
])('parses %s', (text, endpoint) => {
  expect(parseRedisTarget(text)).toEqual({ kind: 'target', target: { kind: 'standalone', endpoint } });
});

test.each([
  ['unix:///run/redis/redis.sock', { path: '/run/redis/redis.sock' }],
  ['redis+unix:///run/redis.sock?db=3', { path: '/run/redis.sock', db: 3 }],
  ['/run/redis.sock', { path: '/run/redis.sock' }],
  ['unix:///run/my%20redis,1.sock', { path: '/run/my redis,1.sock' }],
  [
    'unix://watch:s%2Fcret@/run/redis.sock',
    { path: '/run/redis.sock', username: 'watch', password: 's/cret' },
  ],
])('parses the socket %s', (text, own) => {
  expect(parseRedisTarget(text)).toEqual({
    kind: 'target',
    target: { kind: 'standalone', endpoint: { ...ACCESS, ...own } },
  });
});

test.each([
  ['', 'it has no scheme such as redis://'],
  ['banana', 'it has no scheme such as redis://'],
  ['127.0.0.1:6379', 'it has no scheme such as redis://'],
  ['http://secret@127.0.0.1', 'its scheme is none of redis://, rediss://'],
  ['redis+secret://one', 'its scheme is none of redis://, rediss://'],
  ['redis://', 'the host is missing'],
  ['redis://:6379', 'the host is missing'],
  ['redis://secret host', 'the host is none'],
  ['redis://[secret]:1', 'the host is none'],
  ['redis://::1:6379', 'an IPv6 address stands in brackets, such as [::1]:6379'],
  ['redis://host:0', 'the port is no number from 1 to 65535'],
  ['redis://host:99999', 'the port is no number from 1 to 65535'],
  ['redis://host:secret', 'the port is no number from 1 to 65535'],
  ['redis://host/secret', 'the database is no number from 0 to 99999'],
  ['redis://host/1/2', 'the database is no number from 0 to 99999'],
  ['redis://host/-1', 'the database is no number from 0 to 99999'],
  ['redis://host?password=secret', 'nothing may stand behind the database'],
  ['redis://host#secret', 'it has a #, with nothing that could stand behind it'],
  ['redis://secret@host', 'it has a user and no password'],
  ['redis://:%E0%A4secret@host', 'a % in the password begins no percent encoding: it is written as %25'],
  ['redis://%secret:x@host', 'a % in the user begins no percent encoding: it is written as %25'],
  ['redis://:sec/secret@host', 'the user or password has a / ? or #, which is written as %2F %3F %23'],
  ['redis://:sec#secret@host', 'the user or password has a / ? or #, which is written as %2F %3F %23'],
  [',', 'there is only a comma'],
  [
    'redis://secret-one:1,rediss://secret-two:1',
    'URL 2 of 2: a Redis Cluster has one user, one password, and TLS all or none',
  ],
  [
    'redis://:secret@one:1,redis://two:1',
    'URL 2 of 2: a Redis Cluster has one user, one password, and TLS all or none',
  ],
  ['redis://secret-one:1/2,redis://secret-two:1/2', 'URL 1 of 2: a Redis Cluster has no databases'],
  ['redis://secret-one:1,secret-two:1', 'URL 2 of 2: it has no scheme such as redis://'],
  ['redis://one:1,redis://two:secret,redis://three', 'URL 2 of 3: the port is no number from 1 to 65535'],
  [
    'redis+sentinel://secret-one:1,secret-two:1',
    'the name of the master is missing, behind the hosts and a slash',
  ],
  ['redis+sentinel:///master', 'sentinel 1: the host is missing'],
  ['redis+sentinel://secret:1,,secret:2/master', 'sentinel 2: the host is missing'],
  ['redis+sentinel://one,two:secret/master', 'sentinel 2: the port is no number from 1 to 65535'],
  ['redis+sentinel://secret@one:1/master', 'it has a user and no password'],
  ['redis+sentinel://one:1/master/secret', 'the database is no number from 0 to 99999'],
  ['redis+sentinel://one:1/secret master', 'the name of the master has more than letters, digits and . _ -'],
  ['redis+sentinel://one:1/master?secret', 'nothing may stand behind the database'],
  [
    'unix://secret.sock',
    'a socket is given by its path from the root, with three slashes: unix:///run/redis.sock',
  ],
  [
    'unix://run/secret.sock',
    'a socket is given by its path from the root, with three slashes: unix:///run/redis.sock',
  ],
  ['unix:///', 'a socket is given by its path from the root, with three slashes: unix:///run/redis.sock'],
  ['unix:///run/secret.sock?password=x', 'behind the path there may only be the database: ?db=2'],
  ['unix:///run/%secret', 'a % in the path begins no percent encoding: it is written as %25'],
])('refuses %j: %s, and quotes no part of it', (text, reason) => {
  expect(parseRedisTarget(text)).toEqual({ kind: 'refused', reason });
  expect(reason).not.toContain('secret');
});

test('takes a password with an @, as browsers do', () => {
  expect(parseRedisTarget('redis://:p@ss@host')).toMatchObject({
    target: { endpoint: { host: 'host', password: 'p@ss' } },
  });
});

const ONE = { host: 'one', port: 6379 };
const TWO = { host: '::1', port: 7001 };
const SENTINEL_ACCESS = { ...ACCESS, sentinelUsername: null, sentinelPassword: null };

test.each([
  ['redis://one,redis://[::1]:7001', [ONE, TWO], ACCESS],
  [' redis://one , redis://[::1]:7001 ', [ONE, TWO], ACCESS],
  ['redis://one,', [ONE], ACCESS],
  [
    'rediss://u:p@one,rediss://u:p@[::1]:7001',
    [ONE, TWO],
    { ...ACCESS, tls: true, username: 'u', password: 'p' },
  ],
])('parses %s as a cluster', (text, nodes, access) => {
  expect(parseRedisTarget(text)).toEqual({ kind: 'target', target: { kind: 'cluster', nodes, access } });
});

test.each([
  [
    'redis+sentinel://one,[::1]:7001/ward',
    { ...SENTINEL_ACCESS, sentinels: [{ host: 'one', port: 26379 }, TWO], masterName: 'ward' },
  ],
  [
    'rediss+sentinel://u:p%40@one:1/my-master.1/3',
    {
      ...SENTINEL_ACCESS,
      tls: true,
      username: 'u',
      password: 'p@',
      db: 3,
      sentinels: [{ host: 'one', port: 1 }],
      masterName: 'my-master.1',
    },
  ],
])('parses %s as sentinels', (text, sentinels) => {
  expect(parseRedisTarget(text)).toEqual({ kind: 'target', target: { kind: 'sentinel', sentinels } });
});

test.each(['redis://one', 'redis://one,', 'redis+sentinel://one/ward'])(
  'adds access settings to %s, unless the URL has its own',
  (text) => {
    const extra = { ca: 'PEM', username: 'watch', password: 'secret' };
    const accessFor = (url: string) => {
      const parsed = parseRedisTarget(url);
      return parsed.kind === 'target' ? resolveAccess(withAccess(parsed.target, extra)) : null;
    };
    expect(accessFor(text)).toMatchObject(extra);
    expect(accessFor(text.replace('one', ':own@one'))).toMatchObject({
      ca: 'PEM',
      username: null,
      password: 'own',
    });
  },
);

test('gives sentinels a user and a password of their own, apart from those of the servers', () => {
  const parsed = parseRedisTarget('redis+sentinel://u:p@one/ward');
  const extra = { ca: null, username: 'x', password: 'y', sentinelUsername: 's', sentinelPassword: 't' };
  const target = parsed.kind === 'target' ? withAccess(parsed.target, extra) : null;
  expect(target).toMatchObject({
    sentinels: { username: 'u', password: 'p', sentinelUsername: 's', sentinelPassword: 't' },
  });
});
