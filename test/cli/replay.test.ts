import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AT, makeEntry } from '../store/fixtures.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { RunningFootwatch, runFootwatch } from './run-footwatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'footwatch-replay-'));

function row(patient: number, second: number, value = 7): string {
  return `{"patient":${patient},"timestamp":${(AT + second).toFixed(3)},"sensors":[{"anomaly":${value === 9},"id":0,"value":${value}}]}\n`;
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const ends = () => [0, 1, 2].map((second) => row(3, second)).join('') + row(4, 0, 8) + row(3, 3, 9);

describe('footwatch replay', () => {
  test('prints one patient as lines with the recorded times, and never as live', async () => {
    const { stdout, stderr, exitCode } = await runFootwatch([
      'replay',
      file('feed', ends()),
      '--speed',
      '1000',
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const first = new Date(AT * 1000).toISOString().slice(11, 23);
    const last = new Date((AT + 3) * 1000).toISOString().slice(11, 23);
    expect(stdout).toBe(
      `${first}  3 -  replay  L 7 - -  R - - -\n${last}  3 -  replay  L 9 - -  R - - -  ! L0 api\n`,
    );
  });

  test('prints each sample as JSON that says it is not live', async () => {
    const path = file('json', ends());
    const { stdout } = await runFootwatch(['replay', path, '--speed', '1000', '--json']);
    const snapshots = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(snapshots.map(({ at, samples }) => [at, samples])).toEqual(
      [0, 1, 2, 3].map((second) => [new Date((AT + second) * 1000).toISOString(), second + 1]),
    );
    for (const { state, load, gait, ageSeconds } of snapshots) {
      expect({ state, load, gait, ageSeconds }).toEqual({
        state: 'stale',
        load: null,
        gait: null,
        ageSeconds: null,
      });
    }
    expect(snapshots.at(-1).anomalies.stored).toBe(1);
    const other = await runFootwatch(['replay', path, '--json', '--patient', '4']);
    expect(other.stdout.split('\n')).toHaveLength(2);
    expect(JSON.parse(other.stdout)).toMatchObject({ patient: 4, sensors: [{ value: 8 }] });
  });

  test('reads the standard input', async () => {
    const { stdout, exitCode } = await runFootwatch(['replay', '--json'], { input: row(3, 0) });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ patient: 3 });
  });

  test('keeps a few samples in memory, however long the recording', { timeout: 60_000 }, async () => {
    const rows = Array.from({ length: 300_000 }, (_, index) => row(3, index * 0.001));
    const env = { NODE_OPTIONS: '--max-old-space-size=32' };
    const path = file('long', rows.join(''));
    const ended = await runFootwatch(['replay', path, '--speed', '1000'], { env });
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test.each([
    ['a file that is not there', ['missing'], 1, /missing: no such file$/],
    ['a line that is no sample', [() => file('bad', `${row(3, 0)}junk\n`)], 1, /bad:2: is neither/],
    [
      'a patient who is not in it',
      [() => file('one', row(3, 0)), '--patient', '9'],
      1,
      /one: has no sample of patient 9$/,
    ],
    ['an empty file', [() => file('empty', '')], 1, /empty: has no sample$/],
    ['two patients', ['any', '--patient', '3,4'], 2, /--patient must be one patient/],
    ['two files', ['any', 'other'], 2, /too many arguments for 'replay'/],
  ] as const)('says in one line what is wrong with %s', async (_, args, exitCode, message) => {
    const run = await runFootwatch([
      'replay',
      ...args.map((arg) => (typeof arg === 'function' ? arg() : arg)),
      '--speed',
      '1000',
    ]);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toMatch(/^footwatch: [^\n]*\n$/);
    expect(run.stderr.trim()).toMatch(message);
  });
});

describe('--record', () => {
  let redis: RedisServer;
  let simulator: RunningFootwatch;
  let api: string[];
  beforeAll(async () => {
    redis = await RedisServer.start();
    simulator = new RunningFootwatch(['simulate', '--port', '0']);
    await simulator.until((run) => run.lines.length > 0);
    api = ['--base-url', simulator.lines[0]?.replace('listening on ', '') ?? ''];
  });
  afterAll(async () => {
    await simulator.end();
    await redis.stop();
  });
  const cacher = (...args: string[]) => [
    'cacher',
    ...api,
    ...['--interval', '50ms', '--simulate-anomalies', '0.3', '--redis', redis.url],
    ...args,
  ];
  const sorted = (text: string) => text.split('\n').sort().join('\n');

  test('of a cacher writes what is stored, in the format of export', async () => {
    await redis.client().flushall();
    const path = join(folder, 'cacher.ndjson');
    const run = await runFootwatch(cacher('--cycles', '20', '--record', path));
    expect(run.exitCode).toBe(0);
    const exported = await runFootwatch(['export', '--redis', redis.url]);
    expect(exported.stdout.split('\n')).toHaveLength(121);
    expect(sorted(readFileSync(path, 'utf8'))).toBe(sorted(exported.stdout));
  });

  test('of watch writes every sample that arrives after its start, in order', async () => {
    await redis.client().flushall();
    // Of before, and trimmed at the cacher's first cleanup.
    await redis.client().rpush('3_data', makeEntry(0).sensorsJson);
    await redis.client().rpush('3_timestamp', makeEntry(0).timestamp);
    const path = join(mkdtempSync(join(folder, 'watch-')), 'watch.ndjson');
    const watch = new RunningFootwatch(['watch', '--patient', '3', '--record', path, '--redis', redis.url]);
    await watch.until((running) => running.lines.length > 0);
    await runFootwatch(cacher('--cycles', '20', '--patients', '3'));
    // Looked at with each line of the feed, of which one comes each second.
    await watch.until(() => readFileSync(path, 'utf8').split('\n').length > 20);
    await watch.end('SIGTERM');
    const exported = await runFootwatch(['export', '--patient', '3', '--redis', redis.url]);
    // What footwatch itself does not know of a sensor is not recorded by a reader.
    expect(readFileSync(path, 'utf8')).toBe(exported.stdout.replaceAll(/"name":"..",/g, ''));
    expect(exported.stdout.split('\n')).toHaveLength(21);
  });

  test('refuses a file that exists, and --once', async () => {
    const path = file('there', 'before');
    for (const args of [
      cacher('--record', path),
      ['watch', '--plain', '--record', path, '--redis', redis.url],
    ]) {
      expect(await runFootwatch(args)).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: `footwatch: ${path}: exists already\n`,
      });
    }
    expect(readFileSync(path, 'utf8')).toBe('before');
    const once = await runFootwatch(['watch', '--once', '--record', 'any', '--redis', redis.url]);
    expect(once).toMatchObject({
      exitCode: 2,
      stderr: 'footwatch: --record cannot be used with --once\n',
    });
  });
});
