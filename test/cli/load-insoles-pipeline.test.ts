import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RedisServer } from '../store/redis/redis-server.ts';
import { RunningFootwatch, runFootwatch } from './run-footwatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'footwatch-worn-'));
const FILE = join(folder, 'foot.yaml');
const LEFT_FOOT = readFileSync('conf/insoles/left-foot.yaml', 'utf8');
let redis: RedisServer;
let simulator: RunningFootwatch;
let url = '';
beforeAll(async () => {
  writeFileSync(FILE, LEFT_FOOT);
  redis = await RedisServer.start();
  simulator = new RunningFootwatch(['simulate', '--port', '0', '--insole', FILE, '--patients', '1-2']);
  await simulator.until((run) => run.lines.length > 0);
  url = simulator.lines[0]?.replace('listening on ', '') ?? '';
});
afterAll(async () => {
  await simulator.end();
  await redis.stop();
});

const store = (database: number) => ['--redis', `${redis.url.replace(/\/$/, '')}/${database}`];
const cache = (...args: string[]) =>
  runFootwatch([
    'cacher',
    '--cycles',
    '6',
    '--interval',
    '100ms',
    '--log-level',
    'warn',
    ...store(0),
    ...args,
  ]);
const read = async (...args: string[]) => {
  const run = await runFootwatch(args);
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  return run.stdout.trimEnd().split('\n');
};

test('what an insole of a file stored is read without the file, whatever becomes of it', async () => {
  const guessed = await runFootwatch(['config', 'guess', `${url}{patient}`, '--insole', FILE]);
  expect(guessed.stdout).toContain(`insole: ${FILE}\n`);
  // Somebody's date of birth is no time of a frame.
  expect(guessed.stdout).not.toMatch(/time: .*birthdate/);
  const config = join(folder, 'guessed.yaml');
  writeFileSync(config, guessed.stdout);
  const first = await cache('--config', config, '--patients', '1-2');
  expect(first).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(first.stdout)).toMatchObject({ failed: 0 });

  // The file is edited: what was stored is of the old one, in the lists and by its own name.
  writeFileSync(FILE, LEFT_FOOT.replace('4095', '8191').replace('label: big', 'label: toe'));
  const [line = ''] = await read('watch', '--patient', '1', '--once', '--json', ...store(0));
  expect(JSON.parse(line)).toMatchObject({
    insole: 'left-foot',
    load: null,
    sensors: [{ label: 'big' }, {}, {}, {}, {}],
  });
  expect((await read('watch', '--patient', '1', '--once', ...store(0)))[0]).toMatch(
    / {2}L( [-\d]+){5}(?! *R )/,
  );

  const second = await cache('--base-url', url, '--insole', FILE, '--patients', '1');
  expect(JSON.parse(second.stdout)).toMatchObject({ stored: 6 });
  const [after = ''] = await read('watch', '--patient', '1', '--once', '--json', ...store(0));
  expect(JSON.parse(after)).toMatchObject({ sensors: [{ label: 'toe' }, {}, {}, {}, {}] });

  const [header, ...rows] = await read('export', '--format', 'csv', ...store(0));
  expect(header).toBe('patient,timestamp,s0,s1,s2,s3,s4,anomaly,source');
  expect(rows).toHaveLength(JSON.parse(first.stdout).stored + 6);

  const recorded = join(folder, 'walk.ndjson');
  await read('export', '--output', recorded, ...store(0));
  await read('import', recorded, ...store(1));
  expect(await read('export', ...store(1))).toEqual(readFileSync(recorded, 'utf8').trimEnd().split('\n'));
  const played = await read('replay', recorded, '--speed', '1000', '--json');
  expect(JSON.parse(played[0] ?? '')).toMatchObject({
    insole: 'left-foot',
    sensors: [{ label: 'big' }, {}, {}, {}, {}],
  });
}, 60_000);
