import { describe, expect } from 'vitest';
import { RunningFootwatch, runFootwatch } from './run-footwatch.ts';
import { startFootwatch, startSimulator } from './start-footwatch.ts';
import { test } from './system-test.ts';

const PATIENTS = [1, 2, 3, 4, 5, 6];

describe('simulator, cacher and watch on a real Redis', () => {
  test('stores every poll in the four lists, and prints a summary', async ({ redis, client, api }) => {
    const run = await runFootwatch([
      'cacher',
      '--base-url',
      api,
      '--redis',
      redis.url,
      '--interval',
      '50ms',
      '--cycles',
      '20',
      '--simulate-anomalies',
      '0.5',
    ]);
    expect(run.exitCode).toBe(0);
    const summary = JSON.parse(run.stdout);
    expect(Object.keys(summary)).toEqual(['polls', 'stored', 'failed', 'anomalies', 'dropped', 'trimmed']);
    expect(summary).toMatchObject({ polls: 120, stored: 120, failed: 0, dropped: 0 });

    let anomalies = 0;
    for (const patient of PATIENTS) {
      const [data, timestamps, flagged, flaggedTimestamps] = await Promise.all(
        ['data', 'timestamp', 'anomaly', 'anomaly_timestamp'].map((part) =>
          client.lrange(`${patient}_${part}`, 0, -1),
        ),
      );
      expect(data).toHaveLength(20);
      expect(timestamps).toHaveLength(20);
      for (const timestamp of timestamps ?? []) expect(timestamp).toMatch(/^\d{10}\.\d{3}$/);
      for (const entry of data ?? [])
        expect(entry).toMatch(/^\[\{"anomaly":(true|false),"id":0,.*"value":\d+.*\}\]$/);
      expect(flaggedTimestamps).toHaveLength(flagged?.length ?? -1);
      for (const entry of flagged ?? []) expect(entry).toContain('"anomaly":true');
      anomalies += flagged?.length ?? 0;
    }
    expect(anomalies).toBe(summary.anomalies);
    expect(anomalies).toBeGreaterThan(0);
  });

  test('prints one snapshot per patient, with nulls for a patient who was never seen', async ({
    redis,
    client,
    api,
  }) => {
    // It goes on meanwhile: what it stores is of now, however long the other program takes to start.
    startFootwatch(['cacher', '--base-url', api, '--redis', redis.url, '--interval', '50ms']);
    await expect.poll(() => client.llen('3_data'), { timeout: 10_000 }).toBeGreaterThanOrEqual(5);
    const run = await runFootwatch(['watch', '--patient', '3,77', '--once', '--json', '--redis', redis.url]);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const [seen, unseen] = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(seen).toMatchObject({
      schema: 'footwatch.snapshot/1',
      patient: 3,
      firstname: 'Albert',
      state: 'live',
      trace: { name: 'alek' },
    });
    expect(seen.samples).toBeGreaterThanOrEqual(5);
    expect(seen.sensors.map(({ label }: { label: string }) => label)).toEqual([
      'L0',
      'L1',
      'L2',
      'R0',
      'R1',
      'R2',
    ]);
    expect(unseen).toMatchObject({
      patient: 77,
      state: 'unknown',
      firstname: null,
      at: null,
      sensors: null,
      load: null,
      gait: null,
    });
  });

  test('removes what is older than the retention, and keeps every anomaly', async ({
    redis,
    client,
    api,
  }) => {
    const run = await runFootwatch([
      ...['cacher', '--base-url', api, '--redis', redis.url, '--interval', '50ms', '--duration', '1500ms'],
      ...['--retention', '300ms', '--cleanup-interval', '100ms', '--simulate-anomalies', '0.5'],
    ]);
    const summary = JSON.parse(run.stdout);
    expect(summary.trimmed).toBeGreaterThan(0);
    let kept = 0;
    let anomalies = 0;
    for (const patient of PATIENTS) {
      const timestamps = (await client.lrange(`${patient}_timestamp`, 0, -1)).map(Number);
      expect(Number(timestamps.at(-1)) - Number(timestamps[0])).toBeLessThan(1.5);
      expect(await client.llen(`${patient}_data`)).toBe(timestamps.length);
      kept += timestamps.length;
      anomalies += await client.llen(`${patient}_anomaly`);
    }
    expect(kept).toBe(summary.stored - summary.trimmed);
    expect(anomalies).toBe(summary.anomalies);
  });

  test('stores what was fetched when a signal ends it, and exits 0', async ({ redis, client, api }) => {
    const cacher = startFootwatch(['cacher', '--base-url', api, '--redis', redis.url, '--interval', '50ms']);
    await cacher.until((run) => run.stderr.includes('cacher started'));
    const watch = startFootwatch(['watch', '--redis', redis.url, '--json', '--patient', '1']);
    await watch.until((run) => run.lines.length >= 3);
    const ended = await cacher.end('SIGTERM');
    const summary = JSON.parse(ended.stdout);
    expect(ended.exitCode).toBe(0);
    expect(summary.stored).toBe(summary.polls);
    const stored = await Promise.all(PATIENTS.map((patient) => client.llen(`${patient}_data`)));
    expect(stored.reduce((sum, length) => sum + length, 0)).toBe(summary.stored);
    expect((await watch.end('SIGINT')).exitCode).toBe(130);
    for (const line of watch.lines) expect(JSON.parse(line)).toMatchObject({ patient: 1, state: 'live' });
  });

  test('waits two seconds for polls under way when a signal ends it, however long they may take', async ({
    redis,
  }) => {
    const api = await startSimulator('--fault', 'timeout:1');
    const cacher = startFootwatch(['cacher', '--base-url', api, '--redis', redis.url, '--timeout', '1h']);
    await cacher.until((run) => run.stderr.includes('cacher started'));
    const ended = await cacher.end('SIGTERM');
    expect(ended.exitCode).toBe(0);
    const summary = JSON.parse(ended.stdout);
    expect(summary).toMatchObject({ stored: 0, dropped: 0 });
    expect(summary.failed).toBe(summary.polls);
  });

  test('exits 69 with one line when a bounded run stored nothing', async ({ redis }) => {
    const run = await runFootwatch([
      'cacher',
      '--base-url',
      'http://127.0.0.1:9/',
      '--redis',
      redis.url,
      '--interval',
      '20ms',
      '--cycles',
      '2',
      '--log-level',
      'silent',
    ]);
    expect(run.exitCode).toBe(69);
    expect(JSON.parse(run.stdout)).toMatchObject({ polls: 12, stored: 0, failed: 12 });
    expect(run.stderr).toMatch(/^footwatch: nothing was stored of 12 polls; the API: connection refused\n$/);
  });

  test('serves metrics that agree with the summary', async ({ redis }) => {
    const api = await startSimulator('--fault', 'error:0.3');
    const cacher = startFootwatch([
      ...[
        'cacher',
        '--base-url',
        api,
        '--redis',
        redis.url,
        '--interval',
        '50ms',
        '--metrics',
        '127.0.0.1:0',
      ],
    ]);
    await cacher.until((run) => run.stderr.includes('metrics are served'));
    const port = /"port":(\d+)/.exec(cacher.stderr)?.[1];
    const figure = async (name: string) => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.split(' ')[1],
      );
    };
    const failed = () => figure('footwatch_polls_total{outcome="http-status"}');
    await expect.poll(failed, { timeout: 10_000 }).toBeGreaterThan(0);
    await expect.poll(() => figure('footwatch_stored_samples_total')).toBeGreaterThan(0);
    const stored = await figure('footwatch_stored_samples_total');
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    const summary = JSON.parse((await cacher.end('SIGTERM')).stdout);
    expect(stored).toBeLessThanOrEqual(summary.stored);
    expect(summary.failed).toBeGreaterThan(0);
  });

  test('polls with undici when --api-client says so', async ({ redis, api }) => {
    const run = await runFootwatch([
      ...['cacher', '--base-url', api, '--redis', redis.url, '--interval', '50ms', '--cycles', '5'],
      ...['--api-client', 'undici'],
    ]);
    expect(JSON.parse(run.stdout)).toMatchObject({ polls: 30, stored: 30, failed: 0 });
  });

  test('reads settings from the environment, and prefers flags', async ({ redis, api }) => {
    const run = new RunningFootwatch(['cacher', '--cycles', '2'], {
      env: {
        FOOTWATCH_BASE_URL: api,
        FOOTWATCH_REDIS: redis.url,
        FOOTWATCH_CYCLES: '50',
        FOOTWATCH_PATIENTS: '2',
      },
    });
    expect(JSON.parse((await run.ended).stdout)).toMatchObject({ polls: 2, stored: 2 });
  });
});

describe('without a Redis', () => {
  const NOWHERE = 'redis://127.0.0.1:9';
  test('watch --once exits 69 with one line', async () => {
    const run = await runFootwatch(['watch', '--patient', '3', '--once', '--json', '--redis', NOWHERE]);
    expect(run).toEqual({ exitCode: 69, stdout: '', stderr: 'footwatch: Redis: connection refused\n' });
  });
});
