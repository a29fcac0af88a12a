import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { RedisServer } from '../store/redis/redis-server.ts';
import { cleanEnvironment, FOOTWATCH, runFootwatch } from './run-footwatch.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis.stop());

let databases = 0;
const nextStore = () => `${redis.url.replace(/\/$/, '')}/${databases++}`;

function makeLine(patient: number, timestamp: number, value = 1): string {
  const sensors = [0, 1, 2, 3, 4, 5].map((id) => ({ anomaly: false, id, value: id === 0 ? value : id }));
  return JSON.stringify({ patient, timestamp, sensors });
}

async function readStored(url: string) {
  const { stdout } = await runFootwatch(['export', '--redis', url]);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): { patient: number; timestamp: number; sensors: { value: number; deviceTime?: number }[] } =>
      JSON.parse(line),
    );
}

/** A running cacher whose standard input a test writes to. */
function startPushed(url: string, args: readonly string[] = []) {
  const child = spawn(process.execPath, [FOOTWATCH, 'cacher', '--source', '-', '--redis', url, ...args], {
    env: cleanEnvironment(),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  // A test that ends early leaves bytes that nobody reads.
  child.stdin.on('error', () => {});
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr })),
  );
  const until = async (isMet: (stderr: string) => boolean) => {
    while (!isMet(stderr)) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return { child, ended, until };
}

describe('cacher --source -', () => {
  test('stores each line of an export once, also when it gets it again, and says what it did', async () => {
    const url = nextStore();
    const lines = Array.from({ length: 400 }, (_, n) => makeLine(1 + (n % 2), 5000 + n / 10, n));
    const input = `${[...lines, 'rubbish', '{"patient":1,"sensors":[]}', makeLine(9, 1)].join('\n')}\n`;
    const first = await runFootwatch(['cacher', '--source', '-', '--redis', url], { input });
    expect(first.exitCode, first.stderr).toBe(0);
    const nothing = { anomalies: 0, dropped: 0, trimmed: 0 };
    expect(JSON.parse(first.stdout)).toEqual({ polls: 403, stored: 400, failed: 3, ...nothing, repeated: 0 });
    const second = await runFootwatch(['cacher', '--source', '-', '--redis', url], { input });
    expect(JSON.parse(second.stdout)).toEqual({
      polls: 403,
      stored: 0,
      failed: 3,
      ...nothing,
      repeated: 400,
    });
    const stored = await readStored(url);
    expect(stored.map(({ sensors }) => sensors[0]?.value).sort((a = 0, b = 0) => a - b)).toEqual(
      Array.from({ length: 400 }, (_, n) => n),
    );
    const at = stored.filter(({ patient }) => patient === 1).map(({ timestamp }) => timestamp);
    expect(Math.abs((at.at(-1) ?? 0) - Date.now() / 1000)).toBeLessThan(60);
    expect(at.slice(1).every((each, index) => each > (at[index] ?? 0))).toBe(true);
  });

  test('tells in a line of the log what is wrong with lines, of each kind once', async () => {
    const long = `{"patient":1,"timestamp":1,"sensors":"${'x'.repeat(5_000_000)}"}`;
    const bad = [
      ...Array(50).fill('{'),
      long,
      makeLine(1, 1).replace('"value":1', '"value":"1"'),
      makeLine(1, 2),
    ];
    const run = await runFootwatch(['cacher', '--source', '-', '--redis', nextStore()], {
      input: `${bad.join('\n')}\n`,
    });
    expect(JSON.parse(run.stdout)).toMatchObject({ polls: 53, stored: 1, failed: 52 });
    const errors = run.stderr
      .split('\n')
      .flatMap((line) => (line.includes(' refused"') ? [JSON.parse(line)] : []));
    expect(errors.map(({ error, lines = 1 }) => [error, lines])).toEqual([
      ['it is not valid JSON', 1],
      ['it is longer than 4194304 bytes', 1],
      ['/sensors/0/value is a string, must be a number', 1],
      ['it is not valid JSON', 49],
    ]);
  });

  test('reads lines by api.fields, of patients by their names', async () => {
    const url = nextStore();
    const file = join(mkdtempSync(join(tmpdir(), 'footwatch-pushed-')), 'footwatch.yaml');
    writeFileSync(
      file,
      'patients: 1-3\napi:\n  ids: {3: a7f-22}\n  fields: {value: /p/*, number: /n, patient: /dev, scale: 0.25}\n',
    );
    const lines = [1, 2, 2, 3].map((n) => JSON.stringify({ dev: 'a7f-22', n, p: [4 * n, 0, 0, 0, 0, 4092] }));
    const run = await runFootwatch(['cacher', '--source', '-', '--redis', url, '--config', file], {
      input: lines.join('\n'),
    });
    expect(JSON.parse(run.stdout)).toMatchObject({ polls: 4, stored: 3, failed: 0, repeated: 1 });
    expect(
      (await readStored(url)).map(({ patient, sensors }) => [patient, sensors[0]?.value, sensors[5]?.value]),
    ).toEqual([
      [3, 1, 1023],
      [3, 2, 1023],
      [3, 3, 1023],
    ]);
  });

  test('stops reading while Redis is away, and loses nothing', { timeout: 60_000 }, async () => {
    const away = await RedisServer.start();
    onTestFinished(() => away.stop());
    const { child, ended, until } = startPushed(away.url);
    await until((stderr) => stderr.includes('cacher started'));
    child.stdin.write(`${makeLine(1, 1, 0)}\n`);
    await away.kill();
    await until((stderr) => stderr.includes('store is down'));
    const lines = Array.from(
      { length: 6000 },
      (_, n) => `${makeLine(1 + (n % 6), 10 + n / 100, n % 1000)}\n`,
    );
    const bytes = Buffer.from(lines.join(''));
    for (let from = 0; from < bytes.length; from += 16_384)
      child.stdin.write(bytes.subarray(from, from + 16_384));
    child.stdin.end();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    // What it does not read waits in the pipe, and then with whoever writes it.
    expect(child.stdin.writableLength).toBeGreaterThan(bytes.length * 0.6);
    await away.restart();
    const { exitCode, stdout, stderr } = await ended;
    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ polls: 6001, failed: 0, dropped: 0 });
    const stored = await readStored(away.url);
    expect(stored.length).toBeGreaterThanOrEqual(6000);
  });

  test('stores what it has when it is told to end, though nobody ends its input', async () => {
    const url = nextStore();
    const { child, ended, until } = startPushed(url);
    await until((stderr) => stderr.includes('cacher started'));
    child.stdin.write(Array.from({ length: 50 }, (_, n) => `${makeLine(2, n, n)}\n`).join(''));
    // All of it came in one piece.
    const client = redis.client();
    onTestFinished(() => void client.disconnect());
    await client.select(Number(url.split('/').at(-1)));
    while ((await client.llen('2_data')) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGTERM');
    const { exitCode, stdout } = await ended;
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ stored: 50, dropped: 0 });
    expect(await readStored(url)).toHaveLength(50);
  });

  test.each([
    [
      ['--base-url', 'http://127.0.0.1:1/'],
      '',
      '--base-url is about polling, and with --source no API is polled',
    ],
    [['--cycles', '3'], '', '--cycles is about polling, and with --source no API is polled'],
    [
      [],
      'api: {fields: {value: /p/*, patient: /who}}',
      'api.fields has neither time nor number, without which nothing that is pushed is stored',
    ],
    [
      [],
      'api: {fields: {value: /p/*, time: /t}}',
      'api.fields has no patient, which tells the 6 patients apart: set it, or patients to one',
    ],
  ])('%j with %j is refused in one line', async (args, yaml, message) => {
    const file = join(mkdtempSync(join(tmpdir(), 'footwatch-pushed-')), 'footwatch.yaml');
    writeFileSync(file, yaml || 'log: {level: info}\n');
    const run = await runFootwatch(['cacher', '--source', '-', '--config', file, ...args], { input: '' });
    expect(run.stderr).toContain(message);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(run.exitCode).toBe(yaml === '' ? 2 : 78);
  });
});
