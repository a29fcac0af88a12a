import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getWalk, makeRuleSamples, pollEvenly } from '../core/rules/rule-samples.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { runFootwatch } from './run-footwatch.ts';

/** A walk whose right heel is stuck from its 40th second on, stored by a program without rules. */
const samples = makeRuleSamples(getWalk(0), pollEvenly(0.3), (readings, atSeconds) =>
  readings.map((value, id) => (id === 5 && atSeconds >= 40 ? 1023 : value)),
).slice(0, 250);

let redis: RedisServer;
let client: Redis;
let exported = '';
beforeAll(async () => {
  redis = await RedisServer.start();
  client = redis.client();
  const startSeconds = Date.now() / 1000 - 100;
  await client.rpush('3_data', ...samples.map(({ sensors }) => JSON.stringify(sensors)));
  await client.rpush('3_timestamp', ...samples.map(({ atSeconds }) => (startSeconds + atSeconds).toFixed(3)));
  exported = (await runFootwatch(['export', '--patient', '3', '--redis', redis.url])).stdout;
});
afterAll(() => redis.stop());

const sourcesOf = (sensors: readonly { id: number; source?: string | null }[]) =>
  sensors.flatMap(({ id, source }) => (source ? [`${id} ${source}`] : []));

describe('of data that was stored without rules', () => {
  test('an export has the flags of the rules, and is else what was stored', () => {
    const rows = exported
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).sensors);
    expect(rows).toHaveLength(samples.length);
    expect(rows.slice(0, 130)).toEqual(samples.slice(0, 130).map(({ sensors }) => sensors));
    expect(sourcesOf(rows.at(-1))).toEqual(['5 rule:stuck-high']);
  });

  test('the anomaly list is exported as it is', async () => {
    await client.rpush('4_anomaly', ...samples.slice(-100).map(({ sensors }) => JSON.stringify(sensors)));
    await client.rpush('4_anomaly_timestamp', ...samples.slice(-100).map((_, index) => String(index)));
    const { stdout } = await runFootwatch(['export', '--anomalies', '--patient', '4', '--redis', redis.url]);
    expect(stdout.split('\n')).toHaveLength(101);
    expect(stdout).not.toContain('rule:');
  });

  test('a check counts what the rules flag', async () => {
    const { stdout, exitCode } = await runFootwatch([
      'check',
      '--patient',
      '3',
      '--max-anomalies',
      '0',
      '--redis',
      redis.url,
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^failed {3}patient 3 {2}max-anomalies: \d\d+ samples with an anomaly, at most 0$/m,
    );
  });

  test('a replay flags what the rules find', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'footwatch-old-')), 'walk.ndjson');
    writeFileSync(path, exported.replaceAll(/"anomaly":true,"source":"rule:[^"]*"/g, '"anomaly":false'));
    const { stdout, stderr } = await runFootwatch(['replay', path, '--speed', '1000', '--json']);
    expect(stderr).toBe('');
    const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '{}');
    expect(sourcesOf(last.sensors)).toEqual(['5 rule:stuck-high']);
  });
});
