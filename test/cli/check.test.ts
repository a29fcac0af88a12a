import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RedisServer } from '../store/redis/redis-server.ts';
import { type Run, runFootwatch } from './run-footwatch.ts';

const ALL = ['--max-age', '2m', '--max-gap', '1s', '--min-samples', '100', '--max-anomalies', '0'];

let redis: RedisServer;
let client: Redis;
beforeAll(async () => {
  redis = await RedisServer.start();
  client = redis.client();
});
beforeEach(async () => {
  await client.flushall();
});
afterAll(() => redis.stop());

const check = (...args: string[]): Promise<Run> => runFootwatch(['check', '--redis', redis.url, ...args]);

/** Samples a third of a second apart, the newest of now. */
async function fill(patient: number, length: number, { anomalous = 0 } = {}): Promise<void> {
  const [seconds] = (await client.time()).map(Number);
  for (let index = 0; index < length; index++) {
    const anomaly = index < anomalous;
    await client.rpush(`${patient}_data`, JSON.stringify([{ anomaly, id: 0, value: index }]));
    await client.rpush(`${patient}_timestamp`, ((seconds ?? 0) - (length - index) / 3).toFixed(3));
  }
}

describe('footwatch check', () => {
  test('prints one line per check, and exits 0 when all pass', async () => {
    await fill(3, 120);
    const run = await check('--patient', '3', ...ALL);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const lines = run.stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(
      /^passed {3}patient 3 {2}max-age: the newest sample is \d+\.\d{3} s old, at most 2m$/,
    );
    expect(lines.slice(1)).toEqual([
      'passed   patient 3  max-gap: the longest gap is 0.334 s, at most 1s',
      'passed   patient 3  min-samples: 120 samples, at least 100',
      'passed   patient 3  max-anomalies: 0 samples with an anomaly, at most 0',
    ]);
  });

  test('exits 1 when one check fails', async () => {
    await fill(3, 120, { anomalous: 2 });
    const run = await check('--patient', '3', ...ALL);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('failed   patient 3  max-anomalies: 2 samples with an anomaly, at most 0\n');
    expect(run.stdout.match(/^passed/gm)).toHaveLength(3);
  });

  test('exits 1 for a patient who was never seen', async () => {
    expect(await check('--patient', '77', '--max-age', '2s')).toMatchObject({
      exitCode: 1,
      stdout: 'failed   patient 77  max-age: no sample, at most 2s\n',
    });
  });

  test('checks every patient in the store when none is named, and exits 1 when there is none', async () => {
    expect(await check('--min-samples', '1')).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: 'footwatch: no patient to check: none is named, and the store has none\n',
    });
    await fill(2, 1);
    await fill(9, 1);
    const run = await check('--min-samples', '1');
    expect(run.stdout.match(/patient \d+/g)).toEqual(['patient 2', 'patient 9']);
    expect(run.exitCode).toBe(0);
  });

  test('exits 69 when it cannot know from what is stored', async () => {
    await fill(3, 1);
    expect(await check('--patient', '3', '--max-gap', '1s')).toMatchObject({
      exitCode: 69,
      stdout: 'unknown  patient 3  max-gap: fewer than two samples have no gap\n',
    });
  });

  test('exits 69 with one line when Redis is down', async () => {
    expect(await check('--max-age', '2s', '--redis', 'redis://127.0.0.1:9')).toEqual({
      exitCode: 69,
      stdout: '',
      stderr: 'footwatch: Redis: connection refused\n',
    });
  });

  test('prints JUnit XML', async () => {
    await fill(3, 2);
    const run = await check('--patient', '3', '--min-samples', '3', '--max-anomalies', '0', '--junit');
    expect(run).toMatchObject({ exitCode: 1, stderr: '' });
    expect(run.stdout).toMatch(
      /^<\?xml version="1\.0".*<testsuites [^>]*tests="2" failures="1" errors="0">/s,
    );
    expect(run.stdout).toContain('name="min-samples"><failure message="2 samples, at least 3"/>');
  });

  test('exits 2 when no check is asked for', async () => {
    const run = await check('--patient', '3');
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/^footwatch: check needs something to check: --max-age/);
  });
});
