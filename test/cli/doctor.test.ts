import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerBody, serve } from '../cacher/api/http-server.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { type Run, runFootwatch } from './run-footwatch.ts';

const NAMES = [
  'node',
  'terminal',
  'configuration',
  'api',
  'api shape',
  'api clock',
  'redis',
  'redis version',
  'redis persistence',
  'redis eviction',
  'redis memory',
  'redis rights',
  'redis writes',
  'redis clock',
];

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start(['--appendonly', 'yes']);
});
afterAll(() => redis.stop());

interface Report {
  readonly status: string;
  readonly findings: readonly { name: string; status: string; message: string; advice: string | null }[];
}
const parseReport = (run: Run): Report => JSON.parse(run.stdout);

describe('footwatch doctor', () => {
  test('prints one line per finding, and exits 0 when all are ok', async () => {
    const { url } = await serve((_, response) => response.end(answerBody()));
    const run = await runFootwatch(['doctor', '--redis', redis.url, '--base-url', url]);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const lines = run.stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.slice(6, 24).trim())).toEqual(NAMES);
    for (const line of lines) expect(line).toMatch(/^ok {4}/);
    expect(lines[2]).toBe('ok    configuration      no file, environment 0, flags 2');
  });

  test('prints the same as one JSON object', async () => {
    const { url } = await serve((_, response) => response.end(answerBody()));
    const run = await runFootwatch(['doctor', '--redis', redis.url, '--base-url', url, '--json']);
    const report = parseReport(run);
    expect(report.status).toBe('ok');
    expect(report.findings.map(({ name }) => name)).toEqual(NAMES);
  });

  test('exits 1 when the API or Redis cannot be reached, and says what to do', async () => {
    const run = await runFootwatch([
      ...['doctor', '--redis', 'redis://127.0.0.1:9', '--base-url', 'http://127.0.0.1:9/', '--json'],
    ]);
    expect(run.exitCode).toBe(1);
    const failed = parseReport(run).findings.filter(({ status }) => status === 'fail');
    expect(failed.map(({ name, message }) => [name, message])).toEqual([
      ['api', 'connection refused'],
      ['redis', 'connection refused'],
    ]);
    for (const { advice } of failed) expect(advice).toMatch(/see whether it runs/);
  });

  test('exits 0 with a warning when no API is configured', async () => {
    const run = await runFootwatch(['doctor', '--redis', redis.url]);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/^warn {2}api +no address is configured: give the cacher --base-url/m);
  });

  test("finds that the API's clock is off, and that its reply has another shape", async () => {
    const { url } = await serve((_, response) => {
      response.setHeader('date', new Date(Date.now() - 60_000).toUTCString());
      response.end('{}');
    });
    const run = await runFootwatch(['doctor', '--redis', redis.url, '--base-url', url]);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/^warn {2}api clock +6[01]\.\d s behind this machine/m);
    expect(run.stdout).toMatch(/^fail {2}api shape +trace is missing/m);
  });

  test('signs in to the API as configured, and shows no secret', async () => {
    const seen: (string | undefined)[] = [];
    const { port } = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end(answerBody());
    });
    const url = `http://me:hunter2@127.0.0.1:${port}/`;
    const run = await runFootwatch(['doctor', '--redis', redis.url, '--base-url', url]);
    expect(run.exitCode).toBe(0);
    expect(new Set(seen)).toEqual(new Set([`Basic ${btoa('me:hunter2')}`]));
    expect(run.stdout + run.stderr).not.toContain('hunter2');
  });
});
