import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { RedisStore } from '../../src/store/redis/redis-store.ts';
import type { RedisTarget } from '../../src/store/redis/target.ts';
import { ALBERT, HEALTHY, makeEntries } from '../store/fixtures.ts';
import { RedisClusterServers } from '../store/redis/cluster/cluster-servers.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { RunningFootwatch, runFootwatch } from './run-footwatch.ts';

const AOF = ['--appendonly', 'yes', '--appendfsync', 'always', '--rdbcompression', 'no'];
const BEYOND_REACH = /^not reached: .*backups, recordings \(--record\), exports/m;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(args: readonly string[]): Promise<RedisServer> {
  const server = await RedisServer.start(args);
  ends.push(() => server.stop());
  return server;
}

/** Stores a patient of that name, with anomalies and a health record. */
async function storePatients(target: RedisTarget, names: ReadonlyMap<number, string>): Promise<void> {
  const store = new RedisStore({ target, commandTimeoutMs: 15_000 });
  const health = { ...HEALTHY, lastError: 'HTTP 500' };
  await store.write(
    [...names].map(([patient, firstname]) => ({
      patient,
      entries: makeEntries(5, { anomalous: true }),
      profile: { ...ALBERT, firstname },
      health,
    })),
  );
  await store.close();
}

/** Keeps a walk of a patient as the contract says, beside one whose hash was lost. */
async function keepWalk(redis: RedisServer, stem: string, name: string): Promise<void> {
  const raw = redis.client();
  await raw.hset(
    `${stem}_kept`,
    '20261126-140322',
    JSON.stringify({ note: name, profile: { firstname: name } }),
  );
  for (const id of ['20261126-140322', '20261125-090000']) {
    await raw.rpush(`${stem}_kept_${id}_data`, `["${name}"]`);
    await raw.rpush(`${stem}_kept_${id}_timestamp`, '1795465522.312');
  }
}

/** How often a text stands in the files of a server. */
async function countInFiles({ folder }: RedisServer, text: string): Promise<number> {
  let count = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) count++;
  }
  return count;
}

const erase = (url: string, patients: string, env: Record<string, string> = {}) =>
  runFootwatch(['erase', '--patient', patients, '--yes'], { env: { FOOTWATCH_REDIS: url, ...env } });

describe('footwatch erase', () => {
  test('leaves nothing of a patient in memory, in the append-only file and in an older snapshot', async () => {
    const redis = await start(AOF);
    await storePatients(
      redis.target(),
      new Map([
        [3, 'Zuzanna'],
        [4, 'Wincenty'],
        [33, 'Jadwiga'],
      ]),
    );
    await keepWalk(redis, '3', 'Zuzanna');
    await keepWalk(redis, '4', 'Wincenty');
    await redis.client().save();
    expect(await countInFiles(redis, 'Zuzanna')).toBeGreaterThan(5);
    const run = await erase(redis.url, '3');
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(
      /^patient 3: erased, with the kept walks 20261125-090000, 20261126-140322\nappend-only file: written anew\nsnapshot: written anew\nnot reached: backups/,
    );
    expect(run.stdout).toMatch(BEYOND_REACH);
    expect(run.stderr).toMatch(
      /^Redis forks to write its append-only file and its snapshot anew: .* MB more memory.*\n$/,
    );
    expect(await countInFiles(redis, 'Zuzanna')).toBe(0);
    expect(await countInFiles(redis, 'Wincenty')).toBeGreaterThan(0);
    expect((await redis.client().keys('*')).filter((key) => /^3_/.test(key))).toEqual([]);
    expect((await redis.client().keys('4_*')).length).toBe(11);
    expect((await redis.client().keys('33_*')).length).toBe(6);
    // What the files hold is what Redis reads when it starts.
    await redis.kill();
    await redis.restart();
    expect((await redis.client().keys('3_*')).length).toBe(0);
    expect((await redis.client().keys('4_*')).length).toBe(11);
    // Erasing again cleans again: the first time may have failed half-way.
    expect(await erase(redis.url, '3')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^patient 3: nothing was stored\nappend-only file: written anew\n/),
    });
  });

  test('waits for a rewrite that began before, and writes the files once more', async () => {
    const redis = await start(AOF);
    await storePatients(redis.target(), new Map([[3, 'Zuzanna']]));
    await redis.client().config('SET', 'rdb-key-save-delay', '20000');
    const filler = redis.client().pipeline();
    for (let key = 0; key < 50; key++) filler.set(`filler:${key}`, 'x');
    await filler.exec();
    await redis.client().bgsave();
    const erasing = erase(redis.url, '3');
    expect((await erasing).exitCode).toBe(0);
    expect(await countInFiles(redis, 'Zuzanna')).toBe(0);
  });

  test('refuses beside a running cacher and names it, and the patient stays away once that is stopped', async () => {
    const redis = await start(AOF);
    const simulator = new RunningFootwatch(['simulate', '--port', '0']);
    ends.push(() => simulator.end());
    await simulator.until((running) => running.lines.length > 0);
    const api = simulator.lines[0]?.replace('listening on ', '') ?? '';
    const cacher = new RunningFootwatch([
      'cacher',
      '--base-url',
      api,
      '--redis',
      redis.url,
      '--patients',
      '2-4',
    ]);
    const raw = redis.client();
    for (;;) {
      if ((await raw.hget('3_profile', 'lastname')) !== null) break;
      await sleep(20);
    }
    const lastname = (await raw.hget('3_profile', 'lastname')) ?? '';
    const [holder, digest] = ((await raw.get('3_lease')) ?? '').split(' ');
    const refused = await erase(redis.url, '3,99');
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toBe(
      `footwatch: cacher ${holder} (API ${digest}) polls patient 3 and would store again: stop it, or take the patient out of its configuration; nothing was erased\n`,
    );
    expect(await raw.llen('3_data')).toBeGreaterThan(0);
    await cacher.end('SIGTERM');
    expect((await erase(redis.url, '3')).exitCode).toBe(0);
    expect(await countInFiles(redis, lastname)).toBe(0);
    await sleep(1000);
    expect(await raw.keys('3_*')).toEqual([]);
  });

  test('cleans each master of a cluster that holds one of the patients, and tells of replicas', async () => {
    const cluster = await RedisClusterServers.start(AOF);
    ends.push(() => cluster.stop());
    await storePatients(
      cluster.target,
      new Map([
        [1, 'Zuzanna'],
        [2, 'Zuzanna'],
        [3, 'Zuzanna'],
        [4, 'Zuzanna'],
        [5, 'Jadwiga'],
      ]),
    );
    for (const master of cluster.masters) await master.client().save();
    const before = await Promise.all(cluster.masters.map((master) => countInFiles(master, 'Zuzanna')));
    expect(before.filter((count) => count > 0).length).toBeGreaterThan(1);
    const run = await erase(cluster.url, '1-4');
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toMatch(/^each of \d servers forks/);
    expect(run.stdout).toMatch(/^append-only file of server 2: written anew$/m);
    const after = await Promise.all(cluster.masters.map((master) => countInFiles(master, 'Zuzanna')));
    expect(after).toEqual([0, 0, 0]);
    expect(await Promise.all(cluster.masters.map((master) => countInFiles(master, 'Jadwiga')))).not.toEqual([
      0, 0, 0,
    ]);
    const all = await erase(cluster.url, '1-40');
    expect(all.stdout).toMatch(/^not reached: the files of 1 replica \(BGREWRITEAOF and BGSAVE there\)/m);
  }, 60_000);

  test('has nothing to write anew where Redis keeps no files, and saves a snapshot anew where that is all', async () => {
    const none = await start([]);
    await storePatients(none.target(), new Map([[3, 'Zuzanna']]));
    const run = await erase(none.url, '3');
    expect(run).toMatchObject({
      exitCode: 0,
      stderr: 'Redis keeps no files: nothing has to be written anew\n',
    });
    expect(run.stdout).toMatch(/^append-only file: none\nsnapshot: none$/m);
    expect((await readdir(none.folder)).filter((name) => name !== 'redis.pid')).toEqual([]);

    const snapshots = await start(['--rdbcompression', 'no']);
    await storePatients(
      snapshots.target(),
      new Map([
        [3, 'Zuzanna'],
        [4, 'Jadwiga'],
      ]),
    );
    await snapshots.client().save();
    // After a start nothing but what was loaded tells that there is a file.
    await snapshots.kill();
    await snapshots.restart();
    expect((await erase(snapshots.url, '3')).stdout).toMatch(
      /^append-only file: none\nsnapshot: written anew$/m,
    );
    expect(await countInFiles(snapshots, 'Zuzanna')).toBe(0);
    expect(await countInFiles(snapshots, 'Jadwiga')).toBeGreaterThan(0);
  });

  test('fails and says why while a file is not known to be clean', async () => {
    const redis = await start([...AOF, '--dbfilename', 'taken.rdb']);
    await storePatients(redis.target(), new Map([[3, 'Zuzanna']]));
    await mkdir(join(redis.folder, 'taken.rdb', 'full'), { recursive: true });
    const run = await erase(redis.url, '3');
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(
      /^snapshot: not known to be clean: rdb_last_bgsave_status is err, see Redis's log/m,
    );
    expect(run.stderr).toMatch(/\nfootwatch: Redis's files are not known to be clean, see above[^\n]*\n$/);
  });

  test.each([
    ['unlink', [], /^footwatch: Redis: not permitted: UNLINK; nothing is known to be erased/m, /^$/],
    [
      'bgrewriteaof',
      [],
      /files are not known to be clean/,
      /^append-only file: .*not permitted: BGREWRITEAOF\nsnapshot: written anew$/m,
    ],
    [
      'bgsave',
      [],
      /files are not known to be clean/,
      /^append-only file: written anew\nsnapshot: .*not permitted: BGSAVE$/m,
    ],
    [
      'info',
      [],
      /does not tell which files it keeps/,
      /^append-only file: not known to be clean: not permitted: INFO$/m,
    ],
    [
      '',
      ['bgrewriteaof'],
      /files are not known to be clean/,
      /^append-only file: .*unknown command BGREWRITEAOF$/m,
    ],
  ])('fails and names what is missing without %s%s', async (right, renamed, stderr, stdout) => {
    const redis = await start([...AOF, ...renamed.flatMap((name) => ['--rename-command', name, ''])]);
    await storePatients(redis.target(), new Map([[3, 'Zuzanna']]));
    if (right !== '') await redis.client().acl('SETUSER', 'default', `-${right}`);
    const run = await erase(redis.url, '3');
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(stderr);
    expect(run.stdout).toMatch(stdout);
  });
});
