import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AT, makeEntry } from '../store/fixtures.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { runFootwatch } from './run-footwatch.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
beforeEach(() => redis.client().flushall());
afterAll(() => redis.stop());

const folder = mkdtempSync(join(tmpdir(), 'footwatch-import-'));
const onDatabase = (database: number) => ['--redis', `${redis.url}/${database}`.replace(/\/+(\d)$/, '/$1')];

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Two patients as the original program stored them: whole seconds, spaces, equal neighbours; more than one page. */
async function storeTwo(): Promise<void> {
  const client = redis.client();
  for (const patient of [3, 12]) {
    const entries = Array.from({ length: 1300 }, (_, index) =>
      makeEntry(Math.floor(index / 3), { value: 5 }),
    );
    const data = entries.map(({ sensorsJson }) => sensorsJson.replaceAll(':', ': '));
    const timestamps = entries.map(({ timestamp }) => timestamp.replace('.000', ''));
    await client.rpush(`${patient}_data`, ...data);
    await client.rpush(`${patient}_timestamp`, ...timestamps);
    await client.rpush(
      `${patient}_anomaly`,
      ...data.slice(0, 40).map((json) => json.replace('false', 'true')),
    );
    await client.rpush(`${patient}_anomaly_timestamp`, ...timestamps.slice(0, 40));
  }
}

describe('footwatch import', () => {
  test.each(['ndjson', 'csv'])(
    'puts %s into another store, which then exports the same bytes',
    async (format) => {
      await storeTwo();
      const exported = async (database: number, ...args: string[]) =>
        (await runFootwatch(['export', '--format', format, ...args, ...onDatabase(database)])).stdout;
      const samples = await exported(0);
      const anomalies = await exported(0, '--anomalies');
      expect(await runFootwatch(['import', file('samples', samples), ...onDatabase(1)])).toEqual({
        exitCode: 0,
        stdout: 'patient 3: 1300 samples imported\npatient 12: 1300 samples imported\n',
        stderr: '',
      });
      expect(await exported(1, '--anomalies')).toBe(
        format === 'csv' ? (samples.split(/(?<=\n)/)[0] ?? '') : '',
      );
      const flagged = await runFootwatch([
        'import',
        '--anomalies',
        file('anomalies', anomalies),
        ...onDatabase(1),
      ]);
      expect(flagged.stdout).toBe('patient 3: 40 anomalies imported\npatient 12: 40 anomalies imported\n');
      expect(await exported(1)).toBe(samples);
      expect(await exported(1, '--anomalies')).toBe(anomalies);
      expect(samples.split('\n').length).toBeGreaterThan(2600);
    },
  );

  test('reads the standard input, without a file name or by the name -', async () => {
    const row = `{"patient":3,"timestamp":${AT}.000,"sensors":[{"id":0,"value":5}]}\n`;
    for (const [database, args] of [
      ['1', []],
      ['2', ['-']],
    ] as const) {
      expect(
        await runFootwatch(['import', ...args, ...onDatabase(Number(database))], { input: row }),
      ).toMatchObject({
        exitCode: 0,
        stdout: 'patient 3: 1 samples imported\n',
        stderr: '',
      });
    }
  });

  test('stores nothing when one line of one file is wrong', async () => {
    const row = (patient: number) => `{"patient":${patient},"timestamp":5,"sensors":[{"id":0,"value":5}]}\n`;
    const good = file('good', row(1).repeat(1200));
    const bad = file('bad', `${row(2)}{"patient":2}\n`);
    expect(await runFootwatch(['import', good, bad, ...onDatabase(0)])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `footwatch: ${bad}:2: has no timestamp in Unix seconds\n`,
    });
    expect(await redis.client().dbsize()).toBe(0);
  });

  test('says what is imported in part when a line of the standard input is wrong', async () => {
    const row = `{"patient":3,"timestamp":5,"sensors":[{"id":0,"value":5}]}\n`;
    const input = `${row.repeat(700)}junk\n`;
    const { exitCode, stderr } = await runFootwatch(['import', ...onDatabase(0)], { input });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^footwatch: standard input:701: is neither .*; patient 3 is imported in part: footwatch erase --patient 3\n$/,
    );
  });

  test('refuses a patient who has entries already', async () => {
    await storeTwo();
    const path = file('again', `{"patient":12,"timestamp":5,"sensors":[{"id":0,"value":5}]}\n`);
    expect(await runFootwatch(['import', path, ...onDatabase(0)])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'footwatch: patient 12 has 1300 samples in this store already: import into another, or erase it first\n',
    });
  });

  test('says in one line which file it cannot read, or that Redis is down', async () => {
    for (const [path, reason] of [
      [join(folder, 'missing'), 'no such file'],
      [folder, 'is a folder'],
    ] as const) {
      expect(await runFootwatch(['import', path, ...onDatabase(0)])).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: `footwatch: ${path}: ${reason}\n`,
      });
    }
    expect(await runFootwatch(['import', 'any', '--redis', 'redis://127.0.0.1:9'])).toEqual({
      exitCode: 69,
      stdout: '',
      stderr: 'footwatch: Redis: connection refused\n',
    });
  });
});
