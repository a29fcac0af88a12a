import { afterEach, describe, expect, test } from 'vitest';
import { answerBody, serve } from '../cacher/api/http-server.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { runFootwatch } from './run-footwatch.ts';

const CACHER = ['cacher', '--patients', '1-2', '--cycles', '3', '--interval', '50ms', '--log-format', 'json'];

let redis: RedisServer | null = null;
afterEach(async () => {
  await redis?.stop();
  redis = null;
});

async function run(without: readonly string[], args: readonly string[]) {
  const { url: api } = await serve((_, response) => response.end(answerBody()));
  redis ??= await RedisServer.start(without.flatMap((command) => ['--rename-command', command, '']));
  return runFootwatch([...args], { env: { FOOTWATCH_REDIS: redis.url, FOOTWATCH_BASE_URL: api } });
}

describe('a Redis without a command', () => {
  test.each([['INFO'], ['SCAN'], ['CONFIG'], ['PUBLISH']])('takes samples without %s', async (command) => {
    const cacher = await run([command], CACHER);
    expect(cacher.exitCode).toBe(0);
    expect(JSON.parse(cacher.stdout)).toMatchObject({ stored: 6, dropped: 0 });
    const watch = await run([command], ['watch', '--patient', '1', '--once', '--json']);
    expect(JSON.parse(watch.stdout)).toMatchObject({ samples: 3 });
  });

  test('is told by its name where it is EVAL, once', async () => {
    const cacher = await run(['EVAL'], CACHER);
    expect(cacher.exitCode).toBe(69);
    const told = cacher.stderr.split('\n').filter((line) => line.includes('unknown command'));
    expect(told.filter((line) => line.includes('store is down'))).toHaveLength(1);
    expect(told[0]).toContain('unknown command EVAL, EVALSHA');
  });

  test.each([
    ['TIME', 'nothing can be cleaned up'],
    ['SCAN', 'only the patients of this cacher are cleaned up'],
  ])('is told by its name where cleanup needs %s, once', async (command, message) => {
    const cacher = await run([command], [...CACHER, '--cleanup-interval', '1s', '--cycles', '50']);
    const told = cacher.stderr.split('\n').filter((line) => line.includes(message));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`unknown command ${command}`);
    expect(JSON.parse(cacher.stdout)).toMatchObject({ stored: 100, dropped: 0 });
  });

  test.each([
    [
      'TIME',
      ['watch', '--patient', '1', '--once'],
      /^footwatch: Redis: unknown command TIME; run footwatch doctor/,
    ],
    ['SCAN', ['watch', '--once'], /^footwatch: Redis: unknown command SCAN; run footwatch doctor/],
    ['MULTI', ['watch', '--patient', '1', '--once'], /^footwatch: Redis: unknown command MULTI; /],
  ])('is told by its name where a reader needs %s', async (command, args, message) => {
    const reader = await run([command], args);
    expect(reader.exitCode).toBe(69);
    expect(reader.stderr).toMatch(message);
  });

  test.each(['EVAL', 'INFO', 'TIME', 'SCAN', 'HDEL', 'SPUBLISH'])(
    'does not keep the doctor from telling all else: %s',
    async (command) => {
      const doctor = await run([command], ['doctor']);
      expect(doctor.stdout).toMatch(/^(ok|fail) +redis +answers in/m);
      expect(doctor.stdout).toMatch(/^\w+ +redis rights /m);
      // Publishing in a cluster is of no use to a single server.
      if (command !== 'SPUBLISH')
        expect(doctor.stdout).toMatch(new RegExp(`^(warn|fail) .*\\b${command}\\b`, 'im'));
    },
  );
});
