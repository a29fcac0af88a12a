import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RedisStore } from '../../src/store/redis/redis-store.ts';
import type { Store } from '../../src/store/store.ts';
import { ALBERT, makeEntry } from '../store/fixtures.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { type Run, runFootwatch } from './run-footwatch.ts';

let redis: RedisServer;
let store: Store;
/** The newest whole second of the store's clock when a test began. */
let now = 0;
beforeAll(async () => {
  redis = await RedisServer.start();
  store = new RedisStore({ target: redis.target(), commandTimeoutMs: 15_000 });
});
beforeEach(async () => {
  await redis.client().flushall();
  now = Math.floor(await store.nowSeconds());
});
afterAll(async () => {
  await store.close();
  await redis.stop();
});

const run = (...args: string[]): Promise<Run> => runFootwatch([...args, '--redis', redis.url]);
const keep = async (...args: string[]) => {
  const kept = await run('keep', '--patient', '3', '--json', ...args);
  expect(kept).toMatchObject({ exitCode: 0, stderr: '' });
  return JSON.parse(kept.stdout);
};

/** A sample a second, the newest of now; the third one is flagged. */
async function storeSamples(patient: number, count: number): Promise<void> {
  const entries = Array.from({ length: count }, (_, index) => {
    const { sensorsJson, anomalous } = makeEntry(0, { value: index, anomalous: index === 2 });
    return { timestamp: (now - count + 1 + index).toFixed(3), sensorsJson, anomalous };
  });
  await store.write([{ patient, entries, profile: ALBERT }]);
}

describe('footwatch keep', () => {
  test('keeps the last two minutes, and tells the id and the size', async () => {
    await storeSamples(3, 300);
    const kept = await run('keep', '--patient', '3', '--note', ' freezes at the door ');
    expect(kept).toMatchObject({ exitCode: 0, stderr: '' });
    expect(kept.stdout).toMatch(/^\d{8}-\d{6} {2}patient 3 {2}1[012]\d samples {2}\d+(\.\d)? kB\n$/);
    const [walk] = (await store.kept(3)).walks;
    expect(walk).toMatchObject({ note: 'freezes at the door', profile: ALBERT });
    expect((walk?.untilSeconds ?? 0) - (walk?.sinceSeconds ?? 0)).toBeCloseTo(120, 3);
  });

  test('keeps the span between two moments, and nothing of the future', async () => {
    await storeSamples(3, 300);
    const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
    expect(await keep('--since', iso(now - 200), '--until', iso(now - 150))).toMatchObject({ samples: 51 });
    expect(await keep('--since', iso(now - 9), '--until', iso(now + 3600))).toMatchObject({ samples: 10 });
    const { walks } = await store.kept(3);
    expect(walks.map(({ untilSeconds }) => untilSeconds <= now + 60)).toEqual([true, true]);
  });

  test('says in one line why nothing was kept', async () => {
    await storeSamples(3, 300);
    const refused = await runFootwatch(['keep', '--patient', '3', '--redis', redis.url], {
      env: { FOOTWATCH_KEEP_MAX_BYTES: '1000' },
    });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(
      /^footwatch: patient 3: nothing was kept: keep\.maxBytes allows 1 kB a patient, 0 bytes are used, and this walk needs \d+(\.\d)? kB\n$/,
    );
    expect(await run('keep', '--patient', '7')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'footwatch: patient 7: nothing was kept: there is no sample in that time\n',
    });
    for (const [args, message] of [
      [['--patient', '1-2'], 'keep needs one patient, such as --patient 3'],
      [[], 'keep needs one patient, such as --patient 3'],
      [['--patient', '3', '--since', '1m', '--until', '2m'], '--until is before --since'],
      [['--patient', '3', '--note', 'a\nb'], '--note .*several lines'],
      [['--patient', '3', '--note', 'x'.repeat(201)], '--note .*longer than 200 characters'],
    ] as const) {
      const wrong = await run('keep', ...args);
      expect(wrong.exitCode).toBe(2);
      expect(wrong.stderr).toMatch(new RegExp(`^footwatch: ${message}[^\\n]*\\n$`));
    }
    const nowhere = await runFootwatch(['keep', '--patient', '3', '--redis', 'redis://127.0.0.1:9']);
    expect(nowhere).toMatchObject({ exitCode: 69, stdout: '' });
  });
});

describe('footwatch kept', () => {
  test('lists the walks of all patients or of one, as a table and as JSON', async () => {
    expect(await run('kept')).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^patient {2}id/) });
    expect((await run('kept', '--json')).stdout).toBe('[]\n');
    await storeSamples(3, 30);
    await storeSamples(14, 30);
    await keep('--note', 'a limp', '--since', '10s');
    await run('keep', '--patient', '14');
    const table = await run('kept');
    expect(table).toMatchObject({ exitCode: 0, stderr: '' });
    expect(table.stdout.split('\n')).toEqual([
      'patient  id               since                     lasted  samples  size       marks  note',
      expect.stringMatching(/^3 {8}\d{8}-\d{6} {2}\S+Z {2}10 s {4}\d+ +\S+ \S+ +0 {6}a limp$/),
      expect.stringMatching(/^14 {7}\d{8}-\d{6} {2}\S+Z {2}\d+ s +30 +\S+ \S+ +0$/),
      '',
    ]);
    const [first, ...more] = JSON.parse((await run('kept', '--patient', '3', '--json')).stdout);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ patient: 3, note: 'a limp', marks: [], insole: null, profile: ALBERT });
    expect(Date.parse(first.until) - Date.parse(first.since)).toBe(first.durationSeconds * 1000);
    const hidden = await run('kept', '--json', '--privacy');
    expect(hidden.stdout).not.toMatch(/limp|Lisowski/);
    expect((await run('kept', '--privacy')).stdout).not.toContain('limp');
  });

  test('removes one walk, and only that of the patient named', async () => {
    await storeSamples(3, 30);
    const { id } = await keep();
    await keep('--since', '5s', '--note', 'other');
    expect(await run('kept', 'remove', id)).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await run('kept', 'remove', '--patient', '3')).toMatchObject({ exitCode: 2, stdout: '' });
    expect((await run('kept', 'remove', '../x', '--patient', '3')).exitCode).toBe(2);
    expect(await run('kept', 'remove', id, '--patient', '4')).toMatchObject({ exitCode: 1, stdout: '' });
    expect(await run('kept', 'remove', id, '--patient', '3')).toEqual({
      exitCode: 0,
      stdout: `${id}  patient 3  removed\n`,
      stderr: '',
    });
    expect((await store.kept(3)).walks).toMatchObject([{ note: 'other' }]);
  });
});

describe('--kept ID', () => {
  test('exports a kept walk after its samples are gone, as it was stored', async () => {
    await storeSamples(3, 30);
    const before = (await run('export', '--patient', '3')).stdout;
    const { id } = await keep();
    await store.trim(now + 100);
    expect((await run('export', '--patient', '3')).stdout).toBe('');
    expect(await run('export', '--kept', id)).toEqual({ exitCode: 0, stdout: before, stderr: '' });
    const path = join(mkdtempSync(join(tmpdir(), 'footwatch-kept-')), 'walk.csv');
    await run('export', '--kept', id, '--format', 'csv', '--output', path);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(32);
    const refused = await run('export', '--kept', id, '--anomalies');
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr: 'footwatch: --anomalies cannot be used with --kept\n',
    });
  });

  test('checks a kept walk, but not its age', async () => {
    await storeSamples(3, 30);
    const { id } = await keep();
    const limits = ['--max-gap', '1s', '--min-samples', '30', '--max-anomalies', '0'];
    const checked = await run('check', '--kept', id, ...limits);
    expect(checked.exitCode).toBe(1);
    expect(checked.stdout.split('\n').map((line) => line.split('  ')[0])).toEqual([
      'passed',
      'passed',
      'failed',
      '',
    ]);
    expect(await run('check', '--kept', id, '--max-age', '1h')).toMatchObject({ exitCode: 2, stdout: '' });
  });

  test('plays a kept walk as lines, as history and never as live', async () => {
    await storeSamples(3, 30);
    const { id } = await keep('--since', '3s');
    const played = await run('watch', '--kept', id, '--json');
    expect(played).toMatchObject({ exitCode: 0, stderr: '' });
    const lines = played.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThanOrEqual(1);
    for (const line of lines) expect(line).toMatchObject({ patient: 3, state: 'stale', firstname: 'Albert' });
    expect((await run('watch', '--kept', id)).stdout).not.toContain('live');
    expect((await run('watch', '--kept', id, '--privacy')).stdout).not.toContain('Lisowski');
    for (const flag of ['--once', '--record=x.ndjson'])
      expect(await run('watch', '--kept', id, flag)).toMatchObject({ exitCode: 2, stdout: '' });
  });

  test('says that there is no such walk, and asks for the patient where two have one', async () => {
    await storeSamples(3, 30);
    const { id } = await keep();
    const client = redis.client();
    for (const part of ['kept', `kept_${id}_data`, `kept_${id}_timestamp`])
      await client.copy(`3_${part}`, `4_${part}`);
    expect(await run('export', '--kept', id)).toMatchObject({
      exitCode: 2,
      stderr: `footwatch: patients 3, 4 each have a kept walk ${id}: choose one with --patient\n`,
    });
    expect((await run('export', '--kept', id, '--patient', '4')).stdout).toContain('"patient":4');
    expect(await run('export', '--kept', 'none')).toMatchObject({
      exitCode: 1,
      stderr: 'footwatch: there is no kept walk none: footwatch kept lists them\n',
    });
    expect((await run('check', '--kept', '../x', '--min-samples', '1')).exitCode).toBe(2);
  });
});
