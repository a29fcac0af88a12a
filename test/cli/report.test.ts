import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdFrames, pollWalk, readWalks } from '../../bench/recorded-walk.ts';
import { seededRandom } from '../../src/core/random.ts';
import { RedisStore } from '../../src/store/redis/redis-store.ts';
import type { Store } from '../../src/store/store.ts';
import { ALBERT } from '../store/fixtures.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { type Run, runFootwatch } from './run-footwatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'footwatch-report-'));
const FILE = join(folder, 'before.ndjson');
const SECONDS = 120;
const [walk = { name: '', cadence: 0, rows: [], strikes: [] }] = readWalks();
const samples = pollWalk(
  holdFrames(walk, 5),
  { intervalSeconds: 0.3, missing: 0.1, jitter: 0.1 },
  seededRandom(1),
);

let redis: RedisServer;
let store: Store;
let kept = '';
beforeAll(async () => {
  redis = await RedisServer.start();
  store = new RedisStore({ target: redis.target(), commandTimeoutMs: 15_000 });
  const now = await store.nowSeconds();
  const entries = samples.map(({ atSeconds, sensors }) => ({
    timestamp: (now - SECONDS - 3 + atSeconds).toFixed(3),
    sensorsJson: JSON.stringify(sensors),
    anomalous: false,
  }));
  await store.write([{ patient: 3, entries, profile: ALBERT }]);
  const outcome = await store.keep(
    {
      patient: 3,
      sinceSeconds: now - 200,
      untilSeconds: now,
      note: 'before <the> new insoles',
      marks: [{ atSeconds: now - 60, word: 'kerbstone' }],
      keptAtSeconds: now,
    },
    50_000_000,
  );
  if (outcome.kind === 'kept') kept = outcome.id;
  writeFileSync(
    FILE,
    entries
      .map(
        ({ timestamp, sensorsJson }) => `{"patient":3,"timestamp":${timestamp},"sensors":${sensorsJson}}\n`,
      )
      .join(''),
  );
});
afterAll(async () => {
  await store.close();
  await redis.stop();
});

const run = (...args: string[]): Promise<Run> => runFootwatch([...args, '--redis', redis.url]);

describe('footwatch report', () => {
  test('writes a page of the retained samples, and the same numbers as JSON', async () => {
    const output = join(folder, 'walk.html');
    expect(await run('report', '--patient', '3', '--output', output)).toMatchObject({
      exitCode: 0,
      stderr: '',
      stdout: '',
    });
    const page = readFileSync(output, 'utf8');
    expect(page).toContain('<h1>Albert Lisowski, patient 3</h1>');
    const json = await run('report', '--patient', '3', '--format', 'json');
    const report = JSON.parse(json.stdout);
    expect(report).toMatchObject({
      schema: 'footwatch.report/1',
      patient: 3,
      lastname: 'Lisowski',
      source: 'retained samples',
    });
    const [, cadence] = /<data data-name="figures.cadence.value" value="([^"]+)">/.exec(page) ?? [];
    expect(Number(cadence)).toBe(report.figures.cadence.value);
    expect(Math.abs(report.figures.cadence.value - walk.cadence)).toBeLessThan(2);
    expect(report.stride.strides).toBeGreaterThan(60);
  });

  test('is of a span, of a kept walk with its note and marks, and of a file', async () => {
    const span = JSON.parse(
      (await run('report', '--patient', '3', '--since', '60s', '--until', '20s', '--format', 'json')).stdout,
    );
    expect(span.durationSeconds).toBeGreaterThan(38);
    expect(span.durationSeconds).toBeLessThan(41);
    const walkKept = JSON.parse((await run('report', '--kept', kept, '--format', 'json')).stdout);
    expect(walkKept).toMatchObject({
      note: 'before <the> new insoles',
      marks: [{ word: 'kerbstone' }],
      source: `kept walk ${kept}`,
    });
    const file = JSON.parse((await runFootwatch(['report', FILE, '--format', 'json'])).stdout);
    expect(file).toMatchObject({ firstname: null, source: 'file before.ndjson' });
    expect(file.figures).toEqual(walkKept.figures);
  });

  test('tells in private neither names nor notes nor what a file is called', async () => {
    const page = await run('report', '--kept', kept, '--privacy');
    expect(page.stdout).toContain('<h1>Patient 3</h1>');
    expect(page.stdout).not.toMatch(/Albert|Lisowski|1991|new insoles|kerbstone/);
    const file = await runFootwatch(['report', FILE, '--privacy', '--format', 'json']);
    expect(JSON.parse(file.stdout).source).toBe('a file');
  });

  test('is of whatever insole the file or --insole says', async () => {
    const newtons = join(folder, 'newtons.ndjson');
    const sensors = Array.from({ length: 16 }, (_, id) => ({ anomaly: false, id, value: 20.5 + id }));
    writeFileSync(
      newtons,
      Array.from(
        { length: 40 },
        (_, at) => `${JSON.stringify({ patient: 3, timestamp: 1_795_439_002 + at * 0.3, sensors })}\n`,
      ).join(''),
    );
    const report = JSON.parse(
      (await runFootwatch(['report', newtons, '--insole', 'eight', '--format', 'json'])).stdout,
    );
    expect(report.insole).toMatchObject({ name: 'eight', unit: 'N' });
    expect(report.sensors[15]).toMatchObject({ label: 'R8', mean: 35.5, highest: 35.5 });
    expect(report.stride.reason).toBe('standing');
  });

  test('refuses in one line what it cannot be of, and leaves no file behind', async () => {
    const output = join(folder, 'none.html');
    const refusals: readonly (readonly [code: number, message: RegExp, args: readonly string[]])[] = [
      [2, /report needs one patient/, []],
      [2, /report needs one patient/, ['--patient', '3,4']],
      [1, /patient 9: the store has no sample of that time/, ['--patient', '9']],
      [2, /--until is before --since/, ['--patient', '3', '--since', '1m', '--until', '2m']],
      [1, /there is no kept walk 20200101-000000/, ['--kept', '20200101-000000']],
      [2, /--kept cannot be used with the file/, [FILE, '--kept', kept]],
      [2, /--since cannot be used with --kept/, ['--since', '5m', '--kept', kept]],
      [2, /--since and --until must be ISO times/, [FILE, '--since', '5m']],
      [1, /has no sample of patient 4/, [FILE, '--patient', '4']],
      [1, /nowhere\.ndjson/, [join(folder, 'nowhere.ndjson')]],
      [2, /is "csv"; must be html or json/, [FILE, '--format', 'csv']],
    ];
    const runs = await Promise.all(refusals.map(([, , args]) => run('report', ...args, '--output', output)));
    runs.forEach(({ exitCode, stderr, stdout }, index) => {
      const [code, message] = refusals[index] ?? [];
      expect([index, exitCode, stdout]).toEqual([index, code, '']);
      expect(stderr).toMatch(message ?? /^$/);
      expect(stderr.trim().split('\n').length).toBe(1);
    });
    expect(readdirSync(folder).filter((name) => name.includes('none'))).toEqual([]);
    const away = await runFootwatch(['report', '--patient', '3', '--redis', 'redis://127.0.0.1:1']);
    expect(away.exitCode).toBe(69);
  });
});

describe('footwatch compare', () => {
  test('of a walk and itself: nothing differs, whichever way it is named', async () => {
    const text = await run('compare', FILE, kept);
    expect(text).toMatchObject({ exitCode: 0, stderr: '' });
    expect(text.stdout).toMatch(
      /^A {2}patient 3, file before\.ndjson, .* s walked\nB {2}patient 3, kept walk /,
    );
    expect(text.stdout).toContain('Nothing differs by more than it may be off.');
    const json = JSON.parse((await run('compare', '3@5m', kept, '--json')).stdout);
    expect(json).toMatchObject({ schema: 'footwatch.comparison/1', samePatient: true });
    expect(json.figures.every(({ differs }: { differs: boolean | null }) => differs !== true)).toBe(true);
  });

  test('needs two walks, and says what a walk is', async () => {
    for (const args of [[], [FILE], [FILE, FILE, FILE], ['-', '-']]) {
      const refused = await run('compare', ...args);
      expect(refused.exitCode).toBe(2);
      expect(refused.stderr).toMatch(/two walks/);
    }
    const unknown = await run('compare', FILE, './nowhere.ndjson');
    expect(unknown).toMatchObject({ exitCode: 2 });
    expect(unknown.stderr).toMatch(
      /nowhere\.ndjson: no such file; a walk is a file that export wrote, the id of a kept walk/,
    );
  });
});
