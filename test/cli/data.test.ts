import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RedisStore } from '../../src/store/redis/redis-store.ts';
import type { Store } from '../../src/store/store.ts';
import { AT, makeEntry } from '../store/fixtures.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { RunningFootwatch, runFootwatch } from './run-footwatch.ts';

const NOWHERE = ['--redis', 'redis://127.0.0.1:9'];

let redis: RedisServer;
let store: Store;
beforeAll(async () => {
  redis = await RedisServer.start();
  store = new RedisStore({ target: redis.target(), commandTimeoutMs: 15_000 });
});
beforeEach(() => redis.client().flushall());
afterAll(async () => {
  await store.close();
  await redis.stop();
});

const run = (...args: string[]) => runFootwatch([...args, '--redis', redis.url]);
const folder = () => mkdtempSync(join(tmpdir(), 'footwatch-export-'));

/** Three of five samples flagged: two events. */
async function storeFive(patient: number): Promise<void> {
  const entries = [0, 1, 2, 10, 11].map((second) =>
    makeEntry(second, { value: 100 + second, anomalous: second !== 2 && second !== 11 }),
  );
  await store.write([{ patient, entries }]);
}

describe('footwatch export', () => {
  test('writes one sample a line, as JSON or as CSV', async () => {
    await storeFive(3);
    const ndjson = await run('export', '--patient', '3');
    expect(ndjson).toMatchObject({ exitCode: 0, stderr: '' });
    const rows = ndjson.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ patient, timestamp }) => [patient, timestamp])).toEqual(
      [0, 1, 2, 10, 11].map((second) => [3, AT + second]),
    );
    expect(rows[0].sensors).toEqual(JSON.parse(makeEntry(0, { value: 100, anomalous: true }).sensorsJson));
    const csv = await run('export', '--patient', '3', '--format', 'csv');
    expect(csv.stdout.split('\n').slice(0, 2)).toEqual([
      'patient,timestamp,s0,s1,s2,s3,s4,s5,anomaly,source',
      `3,${AT}.000,100,1023,,,,,0,api`,
    ]);
  });

  test('keeps one page in memory, however long the history', { timeout: 60_000 }, async () => {
    const { sensorsJson } = makeEntry(0, { value: 100, anomalous: false });
    const client = redis.client();
    for (let page = 0; page < 60; page++) {
      const seconds = Array.from({ length: 5000 }, (_, index) => `${AT + page * 5000 + index}.000`);
      await client
        .multi()
        .rpush('3_data', ...seconds.map(() => sensorsJson))
        .rpush('3_timestamp', ...seconds)
        .exec();
    }
    // 300,000 samples fill several times the heap that it is given.
    const path = join(folder(), 'long.ndjson');
    const env = { NODE_OPTIONS: '--max-old-space-size=32' };
    const ended = await runFootwatch(['export', '--patient', '3', '--output', path, '--redis', redis.url], {
      env,
    });
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(300_001);
  });

  test('selects samples by time, by list and by patient', async () => {
    await storeFive(3);
    await storeFive(4);
    const count = async (...args: string[]) => (await run('export', ...args)).stdout.split('\n').length - 1;
    expect(await count()).toBe(10);
    expect(await count('--anomalies')).toBe(6);
    const since = new Date((AT + 1) * 1000).toISOString();
    const until = new Date((AT + 10) * 1000).toISOString();
    expect(await count('--patient', '3', '--since', since)).toBe(4);
    expect(await count('--patient', '3', '--since', since, '--until', until)).toBe(3);
    expect(await count('--patient', '99')).toBe(0);
  });

  test('leaves out entries that cannot be read, and says how many', async () => {
    await storeFive(3);
    await redis.client().lset('3_data', 1, 'junk');
    const { stdout, stderr, exitCode } = await run('export', '--patient', '3');
    expect(exitCode).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(4);
    expect(stderr).toBe('footwatch: 1 entries cannot be read and were left out\n');
  });

  test('writes a file that appears once it is complete, and leaves no other file', async () => {
    await storeFive(3);
    const path = join(folder(), 'walk.csv');
    expect(await run('export', '--format', 'csv', '--output', path)).toMatchObject({
      exitCode: 0,
      stdout: '',
    });
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(7);
    expect(readdirSync(join(path, '..'))).toEqual(['walk.csv']);
  });

  test('says in one line why a file cannot be written, and keeps the file that was there', async () => {
    const dir = folder();
    for (const [path, reason] of [
      [join(dir, 'missing', 'walk.csv'), 'no such folder'],
      [dir, 'is a folder'],
    ] as const) {
      const { exitCode, stderr } = await run('export', '--output', path);
      expect(exitCode).toBe(1);
      expect(stderr).toBe(`footwatch: ${path}: ${reason}\n`);
    }
    const path = join(dir, 'walk.csv');
    writeFileSync(path, 'before');
    const away = await runFootwatch(['export', '--output', path, ...NOWHERE]);
    expect(away).toMatchObject({ exitCode: 69, stderr: 'footwatch: Redis: connection refused\n' });
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(readdirSync(dir)).toEqual(['walk.csv']);
  });

  test('ends quietly when its reader ends', async () => {
    await store.write([
      { patient: 3, entries: Array.from({ length: 5000 }, (_, index) => makeEntry(index)) },
    ]);
    const reading = new RunningFootwatch(['export', '--redis', redis.url]);
    await reading.until(({ stdout }) => stdout.length > 0);
    reading.child.stdout?.destroy();
    expect(await reading.ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('refuses a format that it does not know', async () => {
    const { exitCode, stderr } = await run('export', '--format', 'table');
    expect(exitCode).toBe(2);
    expect(stderr).toBe('footwatch: --format is "table"; must be ndjson or csv\n');
  });
});

describe('footwatch anomalies', () => {
  test('prints the events as a table, as JSON and as CSV', async () => {
    await storeFive(3);
    const table = await run('anomalies');
    expect(table).toMatchObject({ exitCode: 0, stderr: '' });
    expect(table.stdout.split('\n').map((line) => line.split(/ {2,}/)[0])).toEqual(['patient', '3', '3', '']);
    const events = JSON.parse((await run('anomalies', '--format', 'json')).stdout);
    expect(events).toEqual([
      {
        patient: 3,
        start: new Date(AT * 1000).toISOString(),
        end: new Date((AT + 1) * 1000).toISOString(),
        durationSeconds: 1,
        samples: 2,
        sensors: [0],
        sources: ['api'],
        peak: 101,
      },
      expect.objectContaining({ samples: 1, peak: 110 }),
    ]);
    const csv = await run('anomalies', '--format', 'csv');
    expect(csv.stdout.split('\n')[0]).toBe('patient,start,end,durationSeconds,samples,sensors,sources,peak');
    expect(csv.stdout.split('\n')[1]).toBe(`3,${events[0].start},${events[0].end},1,2,0,api,101`);
    expect(csv.stdout).toMatch(/[^\n]\n$/);
  });

  test('prints the events since a time, and an empty list for an unknown patient', async () => {
    await storeFive(3);
    const since = new Date((AT + 5) * 1000).toISOString();
    expect(JSON.parse((await run('anomalies', '--since', since, '--format', 'json')).stdout)).toHaveLength(1);
    expect((await run('anomalies', '--patient', '99', '--format', 'json')).stdout).toBe('[]\n');
    expect((await run('anomalies', '--patient', '99', '--format', 'csv')).stdout.split('\n')).toHaveLength(2);
    expect(await runFootwatch(['anomalies', ...NOWHERE])).toMatchObject({ exitCode: 69, stdout: '' });
  });
});

describe('footwatch erase', () => {
  test('removes everything of a patient without asking when --yes is given', async () => {
    await storeFive(3);
    await storeFive(4);
    expect(await run('erase', '--patient', '3,99', '--yes')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(
        /^patient 3: erased\npatient 99: nothing was stored\nappend-only file: none\n/,
      ),
    });
    expect(await store.patients()).toEqual([4]);
  });

  test('removes nothing without a terminal to ask on, or without patients', async () => {
    await storeFive(3);
    const unasked = await run('erase', '--patient', '3');
    expect(unasked.exitCode).toBe(2);
    expect(unasked.stderr).toMatch(/^footwatch: erase asks before it removes patient 3, .*: --yes\n$/);
    expect((await run('erase', '--yes')).exitCode).toBe(2);
    expect(await store.patients()).toEqual([3]);
  });
});
