import { describe, expect } from 'vitest';
import { findFreePort } from '../store/redis/redis-server.ts';
import { startFootwatch } from './start-footwatch.ts';
import { test } from './system-test.ts';

describe('an outage of Redis', () => {
  test('reports that Redis is down, goes on when it is back, and loses nothing', async ({ redis, api }) => {
    const cacher = startFootwatch(['cacher', '--base-url', api, '--redis', redis.url, '--interval', '100ms']);
    const watch = startFootwatch(['watch', '--redis', redis.url]);
    await watch.until((run) => run.stdout.includes('live'));
    await redis.kill();
    await cacher.until((run) => run.stderr.includes('store is down'));
    await watch.until((run) => run.stderr.includes('Redis is down'));
    await redis.restart();
    await cacher.until((run) => run.stderr.includes('store answers again'));
    await watch.until((run) => run.stderr.includes('Redis is back'));
    const seen = watch.stdout.length;
    await watch.until((run) => run.stdout.slice(seen).includes('live'));
    const ended = await cacher.end('SIGTERM');
    expect(ended.exitCode).toBe(0);
    const summary = JSON.parse(ended.stdout);
    expect(summary.dropped).toBe(0);
    expect(summary.stored).toBe(summary.polls);
    expect(ended.stderr.match(/store is down/g)).toHaveLength(1);
  });

  test('prints every sample as JSON, also those from while Redis hung', async ({ redis, client, api }) => {
    const watch = startFootwatch(['watch', '--redis', redis.url, '--json', '--patient', '1']);
    const cacher = startFootwatch([
      ...['cacher', '--base-url', api, '--redis', redis.url, '--patients', '1', '--interval', '20ms'],
    ]);
    await watch.until((run) => run.lines.length >= 3);
    redis.pause();
    await cacher.until((run) => run.stderr.includes('store is down'));
    redis.resume();
    await cacher.until((run) => run.stderr.includes('store answers again'));
    const ended = await cacher.end('SIGTERM');
    const last = Number(await client.lindex('1_timestamp', -1));
    await watch.until((run) => run.stdout.includes(new Date(last * 1000).toISOString()));
    const stored = (await client.lrange('1_timestamp', 0, -1)).map(Number);
    const printed = watch.lines.map((line) => Date.parse(JSON.parse(line).at ?? '') / 1000);
    const first = stored.indexOf(printed.find((at) => !Number.isNaN(at)) ?? -1);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(printed.filter((at) => !Number.isNaN(at))).toEqual(stored.slice(first));
    expect(JSON.parse(ended.stdout).stored).toBe(stored.length);
  });

  test('is not ready while the store is down, and says why', async () => {
    const nobody = `redis://127.0.0.1:${await findFreePort()}`;
    const cacher = startFootwatch([
      ...['cacher', '--base-url', 'http://127.0.0.1:9/', '--redis', nobody, '--metrics', '127.0.0.1:0'],
    ]);
    await cacher.until((run) => run.stderr.includes('metrics are served'));
    const port = /"port":(\d+)/.exec(cacher.stderr)?.[1];
    const url = `http://127.0.0.1:${port}/readyz`;
    const readAnswer = async () => (await fetch(url)).text();
    await expect.poll(readAnswer, { timeout: 10_000 }).toBe('the store is down: connection refused\n');
    expect((await fetch(url)).status).toBe(503);
  });
});
