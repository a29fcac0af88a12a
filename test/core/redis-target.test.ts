import { expect, it } from 'vitest';
import { parseRedisTarget } from '../../src/core/redis-target.ts';

const LOCAL = { host: '127.0.0.1', port: 6379, tls: false, username: null, password: null, db: 0 };

it.each([
  ['redis://127.0.0.1', LOCAL],
  ['redis://127.0.0.1/', LOCAL],
  [' redis://127.0.0.1:6400/2 ', { ...LOCAL, port: 6400, db: 2 }],
  ['rediss://redis.example:6400', { ...LOCAL, host: 'redis.example', port: 6400, tls: true }],
  ['redis://[::1]:6400', { ...LOCAL, host: '::1', port: 6400 }],
  ['redis://:p%40ss%2F@127.0.0.1', { ...LOCAL, password: 'p@ss/' }],
  ['redis://watch:secret@127.0.0.1', { ...LOCAL, username: 'watch', password: 'secret' }],
])('reads %s', (text, endpoint) => {
  expect(parseRedisTarget(text)).toEqual({ kind: 'target', target: { kind: 'standalone', endpoint } });
});

it.each([
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
  'redis://secret-one:1,redis://secret-two:1',
])('refuses %j, and shows no part of it', (text) => {
  const parsed = parseRedisTarget(text);
  expect(parsed).toEqual({ kind: 'refused', reason: expect.stringMatching(/^[^\n]+$/) });
  expect(JSON.stringify(parsed)).not.toContain('secret');
});
