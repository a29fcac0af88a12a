import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { RedisServer } from '../store/redis/redis-server.ts';
import { RunningFootwatch, runFootwatch } from './run-footwatch.ts';

/** How long a patient has to stay away: longer than a lease, a heartbeat, and the time that an unchanged profile is written after. */
const WATCHED_MS = 12_000;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function readAppendOnlyFile({ folder }: RedisServer): Promise<string> {
  const files = await readdir(join(folder, 'appendonlydir'));
  const texts = files.map((file) => readFile(join(folder, 'appendonlydir', file), 'latin1'));
  return (await Promise.all(texts)).join('');
}

test('a patient that was taken from a running cacher and erased is absent five seconds later, and after, from keys and files', async () => {
  const redis = await RedisServer.start(['--appendonly', 'yes', '--appendfsync', 'always']);
  ends.push(() => redis.stop());
  const raw = redis.client();
  const simulator = new RunningFootwatch(['simulate', '--port', '0']);
  ends.push(() => simulator.end());
  await simulator.until((running) => running.lines.length > 0);
  const api = simulator.lines[0]?.replace('listening on ', '') ?? '';
  const config = join(await mkdtemp(join(tmpdir(), 'footwatch-config-')), 'footwatch.yaml');
  const configure = (patients: string) =>
    writeFile(config, `api:\n  baseUrl: ${api}\nredis:\n  url: ${redis.url}\npatients: "${patients}"\n`);
  await configure('2-4');
  const cacher = new RunningFootwatch(['cacher', '--config', config]);
  ends.push(() => cacher.end());
  while ((await raw.hget('3_profile', 'lastname')) === null) await sleep(20);
  const lastname = (await raw.hget('3_profile', 'lastname')) ?? '';
  const erase = () => runFootwatch(['erase', '--redis', redis.url, '--patient', '3', '--yes']);
  expect(await erase()).toMatchObject({ exitCode: 1, stdout: '' });

  await configure('2,4');
  cacher.child.kill('SIGHUP');
  while ((await raw.exists('3_lease')) === 1) await sleep(20);
  expect((await erase()).exitCode).toBe(0);
  const polledBefore = await raw.llen('2_data');
  for (const fromMs = performance.now(); performance.now() - fromMs < WATCHED_MS; await sleep(100))
    expect(await raw.keys('3_*')).toEqual([]);
  expect((await readAppendOnlyFile(redis)).includes(lastname)).toBe(false);
  // The cacher has gone on with the others all the while.
  expect(cacher.child.exitCode).toBeNull();
  expect((await raw.llen('2_data')) - polledBefore).toBeGreaterThan(30);
}, 60_000);
