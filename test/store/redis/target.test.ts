import { expect, test } from 'vitest';
import { parseRedisTarget, resolveAccess, withAccess } from '../../../src/store/redis/target.ts';

const LOCAL = { host: '127.0.0.1', port: 6379, tls: false, ca: null, username: null, password: null, db: 0 };

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
  '',
  'banana',
  '127.0.0.1:6379',
  'http://secret@127.0.0.1',
  'redis://',
  'redis://host:0',
  'redis://host:99999',
  'redis://host/secret',
  'redis://host/1/2',
  'redis://host?password=secret',
  'redis://host#secret',
  'redis://secret@host',
  'redis://:%E0%A4secret@host',
  ',',
  'redis://secret-one:1,rediss://secret-two:1',
  'redis://:secret@one:1,redis://two:1',
  'redis://secret-one:1/2,redis://secret-two:1/2',
  'redis://secret-one:1,secret-two:1',
  'redis+sentinel://secret-one:1,secret-two:1',
  'redis+sentinel:///master',
  'redis+sentinel://secret:1,,secret:2/master',
  'redis+sentinel://secret@one:1/master',
  'redis+sentinel://one:1/master/secret',
])('refuses %j, and quotes no part of it', (text) => {
  const parsed = parseRedisTarget(text);
  expect(parsed).toEqual({ kind: 'refused', reason: expect.stringMatching(/^[^\n]+$/) });
  expect(JSON.stringify(parsed)).not.toContain('secret');
});

const { host: _host, port: _port, ...ACCESS } = LOCAL;
const ONE = { host: 'one', port: 6379 };
const TWO = { host: '::1', port: 7001 };

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
    { ...ACCESS, sentinels: [{ host: 'one', port: 26379 }, TWO], masterName: 'ward' },
  ],
  [
    'rediss+sentinel://u:p%40@one:1/my-master.1/3',
    {
      ...ACCESS,
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
