import { mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../cacher/api/http-server.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { runFootwatch } from './run-footwatch.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis.stop());

/** Writes a configuration file, and returns its name. */
async function configure(yaml: string): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'footwatch-json-')), 'footwatch.yaml');
  await writeFile(path, yaml);
  return path;
}

let databases = 0;

/** Runs a bounded cacher by a file, and returns what it stored, by patient. */
async function poll(yaml: string, args: readonly string[]) {
  const url = `${redis.url.replace(/\/$/, '')}/${databases++}`;
  const run = await runFootwatch(['cacher', '--config', await configure(yaml), '--redis', url, ...args]);
  const exported = await runFootwatch(['export', '--redis', url]);
  const rows = exported.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): { patient: number; timestamp: number; sensors: { value: number; deviceTime?: unknown }[] } =>
      JSON.parse(line),
    );
  return { ...run, rows };
}

describe('an API of another shape', () => {
  test.each(['got', 'undici'])(
    'is polled by %s at its address, for its own names, and each of its frames is stored once',
    async (client) => {
      const started = performance.now();
      const { url } = await serve((request, response) => {
        if (request.url !== '/v1/a7f-22/latest?n=50') return void response.writeHead(404).end();
        const newest = Math.floor((performance.now() - started) / 20);
        const frames = Array.from({ length: 50 }, (_, index) => newest - 49 + index)
          .filter((n) => n >= 0)
          .map((n) => ({ at: 1000 + n * 20, l: [n / 1000, 0.5, 1], r: { R0: 0, R1: 0.25, R2: 0.125 } }));
        response.end(JSON.stringify({ data: { frames: frames.reverse() } }));
      });
      const yaml = `
patients: 3
api:
  url: ${url}v1/{patient}/latest?n=50
  client: ${client}
  ids: {3: a7f-22}
  fields:
    value: {left: /data/frames/#/l/*, right: /data/frames/#/r/*}
    time: /data/frames/#/at
    timeUnit: ms
    scale: 1000
`;
      const { rows, stdout, exitCode, stderr } = await poll(yaml, ['--cycles', '6']);
      expect(exitCode, stderr).toBe(0);
      const own = rows.map(({ sensors }) => Number(sensors[0]?.deviceTime));
      expect(own.length).toBeGreaterThan(60);
      expect(own).toEqual(own.map((_, index) => (own[0] ?? 0) + index * 20));
      expect(rows.map(({ sensors }) => sensors.map(({ value }) => value))).toEqual(
        own.map((at) => [(at - 1000) / 20, 500, 1000, 0, 250, 125]),
      );
      expect(JSON.parse(stdout)).toMatchObject({ polls: 6, stored: rows.length, failed: 0, dropped: 0 });
    },
  );

  test('may answer for all patients at once: each takes its own', async () => {
    const { url } = await serve((_, response) => {
      const rows = [2, 1, 2, 3].map((who, n) => ({ who, n, p: [who, 0, 0, 0, 0, 0] }));
      response.end(JSON.stringify(rows));
    });
    const fields = 'fields: {value: /#/p/*, number: /#/n, patient: /#/who}';
    const { rows } = await poll(`patients: 1-2\napi:\n  url: ${url}all\n  ${fields}\n`, ['--cycles', '2']);
    expect(rows.map(({ patient, sensors }) => [patient, sensors[0]?.value])).toEqual([
      [1, 1],
      [2, 2],
      [2, 2],
    ]);
  });

  test('that answers what the mapping does not find fails with the place in one line', async () => {
    const { url } = await serve((_, response) => void response.end('{"p":[1,2,3,"4",5,6]}'));
    const { exitCode, stderr } = await poll(`api:\n  url: ${url}{patient}\n  fields: {value: /p/*}\n`, [
      '--cycles',
      '3',
    ]);
    expect(exitCode).toBe(69);
    expect(stderr).toContain('"error":"/p/3 is a string, must be a number"');
    expect(stderr).toContain('nothing was stored of 18 polls; the API: /p/3 is a string, must be a number');
  });
});

describe('a wrong configuration of the JSON', () => {
  test.each([
    [
      '{url: "http://h/{patient}", baseUrl: "http://h/"}',
      'api.url and FILE: api.baseUrl are both set: keep one of them',
    ],
    [
      '{url: "http://h/x"}',
      'api.url has no {patient}, so that 6 patients would get the same answer: put it in',
    ],
    [
      '{url: "http://h/{patient}", fields: {value: p}}',
      'api.fields is a mapping; must be a mapping of fields to JSON pointers, such as {value: /sensors/*/p}: value is no JSON pointer',
    ],
    [
      '{url: "http://h/{patient}", fields: {value: {L7: /p}}}',
      'api.fields does not fit the insole: value has the sensor "L7", and there are only 0 (L0), 1 (L1)',
    ],
    [
      '{url: "http://h/{patient}", ids: {x: 1}}',
      'api.ids is a mapping; must be a mapping of patients to names, such as {3: a7f-22}: one of its keys is no number',
    ],
  ])('%s is refused in one line', async (api, message) => {
    const file = await configure(`api: ${api}\n`);
    const { exitCode, stderr } = await runFootwatch(['cacher', '--config', file]);
    expect(stderr.replaceAll(file, 'FILE')).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(exitCode).toBe(78);
  });

  test('is none where a flag overrides what a file says', async () => {
    const { url } = await serve((_, response) => void response.end('[1,2,3,4,5,6]'));
    const file = `api:\n  baseUrl: http://127.0.0.1:1/\n  fields: {value: /*}\n`;
    const { exitCode, rows } = await poll(file, [
      '--api-url',
      `${url}{patient}`,
      '--cycles',
      '1',
      '--patients',
      '2',
    ]);
    expect(exitCode).toBe(0);
    expect(rows).toHaveLength(1);
  });
});

describe('an API whose JSON nobody knows', () => {
  /** Frames of 16 sensors a foot, 50 a second. */
  const serveFrames = () => {
    const foot = (n: number, from: number) =>
      Array.from({ length: 16 }, (_, at) => (n * 7 + from + at) % 600);
    return serve((request, response) => {
      if (request.url !== '/v2/4/now') return void response.writeHead(404).end('no such device');
      const newest = Math.floor(performance.now() / 20);
      const samples = [4, 3, 2, 1, 0].map((back) => {
        const n = newest - back;
        return { seq: n, tick: n * 20, left: foot(n, 0), right: foot(n, 500) };
      });
      response.end(JSON.stringify({ subject: { firstName: 'Ada' }, samples }));
    });
  };

  test('is read by the file that config guess writes', async () => {
    const { url } = await serveFrames();
    const guess = await runFootwatch(['config', 'guess', `${url}v2/{patient}/now`, '--patients', '4']);
    expect(guess.stderr).toBe('');
    expect(guess.stdout).toContain(`
insole: sixteen
api:
  url: "${url}v2/{patient}/now"
  fields:
    value: {left: /samples/#/left/*, right: /samples/#/right/*}
    time: /samples/#/tick
    timeUnit: ms
    number: /samples/#/seq
    firstname: /subject/firstName
`);
    const { rows, exitCode, stderr } = await poll(guess.stdout, [
      '--patients',
      '4',
      '--cycles',
      '4',
      '--interval',
      '50ms',
    ]);
    expect(exitCode, stderr).toBe(0);
    expect(rows.length).toBeGreaterThanOrEqual(8);
    expect(rows[0]?.sensors).toHaveLength(32);
  });

  test('is read with the insole of a file, which is named as it was given', async () => {
    const { url } = await serve((_, response) => void response.end('{"adc":[0,4095,7,8,9],"n":1}'));
    const insole = join(process.cwd(), 'conf/insoles/left-foot.yaml');
    const { stdout } = await runFootwatch(['config', 'guess', url, '--patients', '2', '--insole', insole]);
    expect(stdout).toContain(`\ninsole: ${insole}\npatients: 2\napi:`);
    const { rows } = await poll(stdout, ['--cycles', '1']);
    expect(rows.map(({ patient, sensors }) => [patient, sensors.map(({ value }) => value)])).toEqual([
      [2, [0, 4095, 7, 8, 9]],
    ]);
  });

  test('is shown by doctor: its shape, how it was read, and what would fit', async () => {
    const { url } = await serveFrames();
    const wrong = await runFootwatch(['doctor', '--api-url', `${url}v2/{patient}/now`, '--patients', '4']);
    expect(wrong.stdout).toContain(
      'api answer         {subject: {firstName: string}, samples: [5 x {seq: number,',
    );
    expect(wrong.stdout).toMatch(
      /fail {2}api shape .*what would fit is insole: sixteen, api.fields: \{value: \{left:/,
    );
    const file = await configure(
      `insole: sixteen\npatients: 4\napi:\n  url: ${url}v2/{patient}/now\n  fields: {value: {left: /samples/#/left/*, right: /samples/#/right/*}, time: /samples/#/tick, timeUnit: ms}\n`,
    );
    const right = await runFootwatch(['doctor', '--config', file]);
    expect(right.stdout).toMatch(
      /ok {4}api shape +5 frames of 32 sensors within 80 ms; the newest, at [\d.]+, has 0: \d+, 1: \d+/,
    );
  });

  test('is told of in one line when nothing fits, or nothing answers', async () => {
    const { url } = await serve((_, response) => void response.end('{"error":"login"}'));
    const run = await runFootwatch(['config', 'guess', url]);
    expect(run).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: 'footwatch: nothing in the answer looks like the readings of a pair of feet: {error: string}\n',
    });
    expect(await runFootwatch(['config', 'guess'])).toMatchObject({ exitCode: 2 });
    expect(await runFootwatch(['config', 'guess', 'host'])).toMatchObject({ exitCode: 2 });
    expect(await runFootwatch(['config', 'guess', 'http://127.0.0.1:1/'])).toMatchObject({
      exitCode: 69,
      stderr: 'footwatch: the API: connection refused\n',
    });
  });
});
