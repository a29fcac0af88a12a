import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { selectShardPatients } from '../../src/core/shard.ts';
import { findFreePort, RedisServer } from '../store/redis/redis-server.ts';
import { RunningFootwatch, runFootwatch } from './run-footwatch.ts';

const PATIENTS = [1, 2, 3, 4, 5, 6];

/** Runs that a test started and that are ended with it. */
const running: RunningFootwatch[] = [];
function start(...args: string[]): RunningFootwatch {
  const run = new RunningFootwatch(args);
  running.push(run);
  return run;
}

async function startSimulator(...args: string[]): Promise<string> {
  const simulator = start('simulate', '--port', '0', ...args);
  await simulator.until((run) => run.lines.length > 0);
  return simulator.lines[0]?.replace('listening on ', '') ?? '';
}

describe('simulator, cacher and watch on a real Redis', () => {
  let redis: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  beforeEach(async () => {
    client = redis.client();
    await client.flushall();
  });
  afterEach(async () => {
    client.disconnect();
    await Promise.all(running.splice(0).map((run) => run.end()));
  });
  afterAll(() => redis.stop());

  test('stores every poll in the four lists, and sums up', async () => {
    const api = await startSimulator();
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

  test('prints one snapshot a patient, and nulls for one who was never seen', async () => {
    const api = await startSimulator();
    await runFootwatch([
      'cacher',
      '--base-url',
      api,
      '--redis',
      redis.url,
      '--interval',
      '50ms',
      '--cycles',
      '5',
    ]);
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
      samples: 5,
      trace: { name: 'alek' },
    });
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

  test('removes what is older than the retention, and keeps every anomaly', async () => {
    const api = await startSimulator();
    const run = await runFootwatch([
      ...['cacher', '--base-url', api, '--redis', redis.url, '--interval', '50ms', '--duration', '3s'],
      ...['--retention', '500ms', '--cleanup-interval', '200ms', '--simulate-anomalies', '0.5'],
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

  test('says when Redis is away and goes on when it is back, and loses nothing', async () => {
    const api = await startSimulator();
    const cacher = start(
      'cacher',
      '--base-url',
      api,
      '--redis',
      redis.url,
      '--interval',
      '100ms',
      '--duration',
      '6s',
    );
    const watch = start('watch', '--redis', redis.url);
    await watch.until((run) => run.stdout.includes('live'));
    await redis.kill();
    await cacher.until((run) => run.stderr.includes('store is down'));
    await watch.until((run) => run.stderr.includes('Redis is away'));
    await redis.restart();
    await cacher.until((run) => run.stderr.includes('store answers again'));
    await watch.until((run) => run.stderr.includes('Redis is back'));
    const seen = watch.stdout.length;
    await watch.until((run) => run.stdout.slice(seen).includes('live'));
    const ended = await cacher.ended;
    expect(ended.exitCode).toBe(0);
    const summary = JSON.parse(ended.stdout);
    expect(summary.dropped).toBe(0);
    expect(summary.stored).toBe(summary.polls);
    expect(ended.stderr.match(/store is down/g)).toHaveLength(1);
  });

  test('stores what was fetched when it is told to end, and exits 0', async () => {
    const api = await startSimulator();
    const cacher = start('cacher', '--base-url', api, '--redis', redis.url, '--interval', '50ms');
    await cacher.until((run) => run.stderr.includes('cacher started'));
    const watch = start('watch', '--redis', redis.url, '--json', '--patient', '1');
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

  test('waits two seconds for the polls under way when it is told to end, however long they may take', async () => {
    const api = await startSimulator('--fault', 'timeout:1');
    const cacher = start('cacher', '--base-url', api, '--redis', redis.url, '--timeout', '1h');
    await cacher.until((run) => run.stderr.includes('cacher started'));
    const ended = await cacher.end('SIGTERM');
    expect(ended.exitCode).toBe(0);
    const summary = JSON.parse(ended.stdout);
    expect(summary).toMatchObject({ stored: 0, dropped: 0 });
    expect(summary.failed).toBe(summary.polls);
  });

  test('prints every sample as JSON, also those of a time when Redis hung', async () => {
    const api = await startSimulator();
    const watch = start('watch', '--redis', redis.url, '--json', '--patient', '1');
    const cacher = start(
      ...['cacher', '--base-url', api, '--redis', redis.url, '--patients', '1', '--interval', '20ms'],
    );
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

  test('exits 69 with one line when a bounded run stored nothing', async () => {
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

  test('serves metrics that agree with the summary', async () => {
    const api = await startSimulator('--fault', 'error:0.3');
    const cacher = start(
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
    );
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
    while (!((await figure('footwatch_polls_total{outcome="http-status"}')) > 0));
    let stored = 0;
    while (stored === 0) stored = await figure('footwatch_stored_samples_total');
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    const summary = JSON.parse((await cacher.end('SIGTERM')).stdout);
    expect(stored).toBeLessThanOrEqual(summary.stored);
    expect(summary.failed).toBeGreaterThan(0);
  });

  test('is not ready while the store is down, and says why', async () => {
    const nobody = `redis://127.0.0.1:${await findFreePort()}`;
    const cacher = start(
      ...['cacher', '--base-url', 'http://127.0.0.1:9/', '--redis', nobody, '--metrics', '127.0.0.1:0'],
    );
    await cacher.until((run) => run.stderr.includes('metrics are served'));
    const port = /"port":(\d+)/.exec(cacher.stderr)?.[1];
    let answer = '';
    while (!answer.includes('down')) answer = await (await fetch(`http://127.0.0.1:${port}/readyz`)).text();
    expect(answer).toBe('the store is down: connection refused\n');
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503);
    await cacher.end('SIGTERM');
  });

  test('reads its configuration again on HUP when it has no terminal, and refuses a wrong one', async () => {
    const api = await startSimulator();
    const file = join(mkdtempSync(join(tmpdir(), 'footwatch-config-')), 'footwatch.yaml');
    writeFileSync(file, 'patients: 1-2\n');
    const cacher = start(
      ...['cacher', '--base-url', api, '--redis', redis.url, '--interval', '50ms', '--config', file],
    );
    const watch = start('watch', '--redis', redis.url, '--json', '--patient', '1,5');
    await watch.until((run) => run.stdout.includes('"patient":1,"firstname":"Janek"'));
    expect(await client.exists('5_data')).toBe(0);
    writeFileSync(file, 'patients: banana\n');
    cacher.child.kill('SIGHUP');
    await cacher.until((run) => run.stderr.includes('the old one stays in force'));
    writeFileSync(file, 'patients: 1,5\ncacher: {retention: 1m}\n');
    cacher.child.kill('SIGHUP');
    await cacher.until((run) => run.stderr.includes('"settings":"cacher.retention"'));
    await watch.until((run) => run.stdout.includes('"patient":5,"firstname":"Piotr"'));
    expect(cacher.stderr).toMatch(/footwatch\.yaml: patients is \\"banana\\"; must be/);
    expect((await cacher.end('SIGTERM')).exitCode).toBe(0);
  });

  test('refuses on HUP what a start would refuse, and a file that no longer says what it said', async () => {
    const api = await startSimulator();
    const file = join(mkdtempSync(join(tmpdir(), 'footwatch-config-')), 'footwatch.yaml');
    const right = `api: {baseUrl: "${api}"}\nredis: {url: "${redis.url}"}\npatients: 1-8\n`;
    writeFileSync(file, right);
    const cacher = start('cacher', '--interval', '50ms', '--config', file);
    await cacher.until((run) => run.stderr.includes('cacher started'));
    const refusals = () =>
      cacher.stderr
        .split('\n')
        .filter((line) => line.includes('the old one stays in force'))
        .map((line) => JSON.parse(line));
    const refusedBecause = async (content: string | null) => {
      if (content === null) rmSync(file);
      else writeFileSync(file, content);
      const before = refusals().length;
      cacher.child.kill('SIGHUP');
      await cacher.until(() => refusals().length > before);
      expect(refusals().at(-1).level).toBe('error');
      return refusals().at(-1).error;
    };
    expect(await refusedBecause('')).toBe(`${file} is empty`);
    expect(await refusedBecause('# patients: 1-8\n')).toBe(`${file} is empty`);
    expect(await refusedBecause('---\n')).toBe(`${file} is empty`);
    expect(await refusedBecause(null)).toBe(`${file}: no such file`);
    expect(await refusedBecause('patients: 1-8\n')).toMatch(/^cacher needs the address of the API/);
    expect(await refusedBecause(right.replace(' 1-8', ''))).toMatch(`${file}: patients is gone`);
    expect(await refusedBecause(`${right}patients: 1\n`)).toMatch('line 4: duplicated mapping key');
    expect(await refusedBecause(right.replace('{url', '{passwordFile: /nowhere/at/all, url'))).toMatch(
      'redis.passwordFile: no such file',
    );
    expect(cacher.stderr).not.toContain('configuration read again');
    writeFileSync(file, right.replace('1-8', '1-7'));
    cacher.child.kill('SIGHUP');
    await cacher.until((run) => run.stderr.includes('"patients":7,"msg":"configuration read again"'));
    expect(await refusedBecause('')).toBe(`${file} is empty`);
    expect((await cacher.end('SIGTERM')).exitCode).toBe(0);
  });

  test('refuses on HUP when the file that it found is gone, although it needs none', async () => {
    const api = await startSimulator();
    const cwd = mkdtempSync(join(tmpdir(), 'footwatch-config-'));
    writeFileSync(join(cwd, 'footwatch.yaml'), 'patients: 1-8\n');
    const cacher = new RunningFootwatch(['cacher', '--base-url', api, '--redis', redis.url], { cwd });
    running.push(cacher);
    await cacher.until((run) => run.stderr.includes('cacher started'));
    rmSync(join(cwd, 'footwatch.yaml'));
    cacher.child.kill('SIGHUP');
    await cacher.until((run) => run.stderr.includes('"error":"footwatch.yaml is gone or empty"'));
    writeFileSync(join(cwd, 'footwatch.json'), '{"patients": "1-2"}');
    cacher.child.kill('SIGHUP');
    await cacher.until((run) =>
      run.stderr.includes('footwatch.yaml is gone or empty, and footwatch.json takes a restart'),
    );
    await cacher.end('SIGTERM');
    expect(cacher.stderr).not.toContain('configuration read again');
  });

  test('removes what nobody polls any longer in the first shard alone, also when it becomes the first on HUP', async () => {
    const api = await startSimulator();
    const file = join(mkdtempSync(join(tmpdir(), 'footwatch-config-')), 'footwatch.yaml');
    const settings = (shard: string) =>
      `patients: 1-6\ncacher: {shard: ${shard}, retention: 1s, cleanupInterval: 100ms, interval: 50ms}\n`;
    writeFileSync(file, settings('2/2'));
    const own = selectShardPatients(PATIENTS, { index: 2, count: 2 })[0];
    for (const patient of [own, 999]) {
      await client.rpush(`${patient}_data`, '[]');
      await client.rpush(`${patient}_timestamp`, '1000.000');
    }
    const cacher = start('cacher', '--base-url', api, '--redis', redis.url, '--config', file);
    await expect.poll(() => client.lindex(`${own}_timestamp`, 0), { timeout: 10_000 }).not.toBe('1000.000');
    expect(await client.exists('999_data')).toBe(1);
    writeFileSync(file, settings('1/2'));
    cacher.child.kill('SIGHUP');
    await expect.poll(() => client.exists('999_data'), { timeout: 10_000 }).toBe(0);
    expect((await cacher.end('SIGTERM')).exitCode).toBe(0);
  });

  test('polls by undici when it is told to', async () => {
    const api = await startSimulator();
    const run = await runFootwatch([
      ...['cacher', '--base-url', api, '--redis', redis.url, '--interval', '50ms', '--cycles', '5'],
      ...['--api-client', 'undici'],
    ]);
    expect(JSON.parse(run.stdout)).toMatchObject({ polls: 30, stored: 30, failed: 0 });
  });

  test('reads settings from the environment and from a file, flags first', async () => {
    const api = await startSimulator();
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

describe('footwatch demo without a terminal', () => {
  test('ends by itself after its duration, or its cycles', async () => {
    const run = await runFootwatch(['demo', '--duration', '1s']);
    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{3} {2}1 /) });
    expect((await runFootwatch(['demo', '--cycles', '2'])).exitCode).toBe(0);
  });

  test('prints with --once what the first polls brought', async () => {
    const run = await runFootwatch(['demo', '--once', '--json']);
    expect(run.exitCode).toBe(0);
    const snapshots = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(snapshots.map(({ patient, state }) => [patient, state])).toEqual(
      PATIENTS.map((patient) => [patient, 'live']),
    );
  });

  test('prints no name when names are hidden, neither at once nor as a feed', async () => {
    const named = await runFootwatch(['demo', '--once']);
    expect(named.stdout).toContain('Albert');
    for (const flags of [['--once'], ['--once', '--json'], ['--duration', '1s']]) {
      const run = await runFootwatch(['demo', '--privacy', ...flags]);
      expect(run.exitCode).toBe(0);
      expect(run.stdout).toMatch(/^\d\d:\d\d|"patient":1/);
      expect(run.stdout).not.toContain('Albert');
    }
  });

  test('simulates no anomaly when it is told so', async () => {
    const args = ['demo', '--json', '--interval', '20ms', '--duration', '2s'];
    const run = await runFootwatch([...args, '--simulate-anomalies', '0']);
    expect(run.stdout).toContain('"schema"');
    expect(run.stdout).not.toContain('simulated');
    expect((await runFootwatch(args)).stdout).toContain('simulated');
  });

  test('prints a line a second and patient, without an escape sequence, and ends when nobody reads', async () => {
    const demo = start('demo');
    await demo.until((run) =>
      PATIENTS.every((patient) =>
        run.lines.some((line) => line.includes(`  ${patient} `) && line.includes('  live  ')),
      ),
    );
    for (const line of demo.lines) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that there is none is the point
      expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
      expect(line).toMatch(
        /^\d\d:\d\d:\d\d\.\d{3} {2}\d .+ {2}(live|stale|unknown) {2}L \S+ \S+ \S+ {2}R \S+ \S+ \S+/,
      );
    }
    demo.child.stdout?.destroy();
    expect((await demo.ended).exitCode).toBe(0);
  });
});
