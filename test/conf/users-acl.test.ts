import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EIGHT } from '../../src/core/insole/built-in-insoles.ts';
import { inspectRedis } from '../../src/store/redis/inspection.ts';
import { RedisStore } from '../../src/store/redis/redis-store.ts';
import { type RedisTarget, withAccess } from '../../src/store/redis/target.ts';
import { RunningFootwatch, runFootwatch } from '../cli/run-footwatch.ts';
import { ALBERT, AT, HEALTHY, makeEntries, makeEntry } from '../store/fixtures.ts';
import { RedisServer } from '../store/redis/redis-server.ts';

const OWN = { ...EIGHT, name: 'own' };
const PASSWORD = 'hunter2';
const LINES = readFileSync('conf/users.acl', 'utf8').trimEnd().split('\n');

/** The commands that a user of the file may run. */
function listRights(user: string): string[] {
  const line = LINES.find((each) => each.startsWith(`user ${user} `)) ?? '';
  return line.split(' ').flatMap((rule) => (rule.startsWith('+') ? [rule.slice(1)] : []));
}

describe('conf/users.acl', () => {
  let folder: string;
  let redis: RedisServer;
  let simulator: RunningFootwatch;
  let api = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footwatch-acl-'));
    const file = join(folder, 'users.acl');
    // As the comment in conf/redis.conf says.
    const named = LINES.map((line) => (line.includes(' on ') ? `${line} >${PASSWORD}` : line));
    await writeFile(file, `${named.join('\n')}\n`);
    await writeFile(join(folder, 'password'), `${PASSWORD}\n`);
    redis = await RedisServer.start(['--aclfile', file]);
    simulator = new RunningFootwatch(['simulate', '--port', '0']);
    await simulator.until((run) => run.lines.length > 0);
    api = simulator.lines[0]?.replace('listening on ', '') ?? '';
  });
  afterAll(async () => {
    await simulator.end();
    await redis.stop();
    await rm(folder, { recursive: true });
  });

  const admin = () => redis.client(PASSWORD, 'admin');
  beforeEach(async () => {
    await admin().flushall();
    await admin().acl('LOG', 'RESET');
    await admin().config('RESETSTAT');
  });
  const makeEnvironment = (user: string) => ({
    FOOTWATCH_REDIS: redis.url,
    FOOTWATCH_REDIS_USERNAME: user,
    FOOTWATCH_REDIS_PASSWORD_FILE: join(folder, 'password'),
  });
  const run = (user: string, ...args: string[]) => runFootwatch(args, { env: makeEnvironment(user) });
  const makeTarget = (user: string, target = redis.target()): RedisTarget =>
    withAccess(target, { username: user, password: PASSWORD, ca: null });

  test('gives the cacher, watch, anomalies, export and check all the rights that they need', async () => {
    const args = ['cacher', '--base-url', api, '--cycles', '4', '--interval', '100ms', '--log-level', 'warn'];
    const cacher = await run('cacher', ...args, '--simulate-anomalies', '0.5');
    expect(cacher).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(cacher.stdout)).toMatchObject({ stored: 24, failed: 0, dropped: 0 });
    const watch = await run('watch', 'watch', '--patient', '3', '--once', '--json');
    expect(watch).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(watch.stdout)).toMatchObject({ samples: 4, firstname: expect.any(String) });
    for (const args of [
      ['watch', '--once'],
      ['anomalies'],
      ['export', '--patient', '3'],
      ['check', '--min-samples', '4'],
    ]) {
      expect(await run('watch', ...args)).toMatchObject({ exitCode: 0, stderr: '' });
    }
    const feed = new RunningFootwatch(['watch', '--json'], { env: makeEnvironment('watch') });
    const before = feed.lines.length;
    const again = run('cacher', ...args);
    await feed.until((running) => running.lines.length > before);
    await again;
    expect((await feed.end('SIGTERM')).stderr).toBe('');
    expect(await admin().acl('LOG')).toEqual([]);
  });

  test.each([
    ['cacher', 'enough for the cacher, not for watch'],
    ['watch', 'enough for watch, not for the cacher'],
  ])('lets the doctor run as the user %s', async (user, message) => {
    const doctor = await run(user, 'doctor', '--base-url', api);
    expect(doctor).toMatchObject({ exitCode: 0, stderr: '' });
    expect(doctor.stdout).toMatch(new RegExp(`^warn  redis rights +${message}`, 'm'));
    expect(doctor.stdout).toMatch(/^ok {4}redis clock/m);
    expect(doctor.stdout).toMatch(/^ok {4}redis memory/m);
  });

  test.each([
    [
      'cacher',
      async (store: RedisStore) => {
        const health = { ...HEALTHY, lastError: null };
        const anomalous = makeEntry(3, { anomalous: true });
        const lease = { holder: 'one', ttlMs: 1000 };
        await store.write([{ patient: 3, entries: makeEntries(3), profile: ALBERT, health }], lease);
        await store.acquire([3], { holder: 'one', ttlMs: 1000 });
        await store.release([3], 'one');
        await store.write([{ patient: 3, entries: [anomalous], profile: { ...ALBERT, traceId: null } }]);
        await store.trim(AT + 2);
        await store.nowSeconds();
        await store.write([{ patient: 3, entries: [anomalous], profile: { ...ALBERT, insole: OWN } }]);
      },
    ],
    [
      'watch',
      async (store: RedisStore) => {
        await store.patients();
        await store.read(3, 10);
        await store.readAnomalies(3, 0);
        expect((await store.read(3, 1)).insole).toEqual(OWN);
        const subscription = await store.wakeOn([3], () => {});
        expect(subscription.wakes).toBe(true);
        subscription.close();
        const span = { sinceSeconds: AT, untilSeconds: AT + 10, keptAtSeconds: AT };
        const kept = await store.keep({ patient: 3, ...span, note: 'x', marks: [] }, 10_000);
        expect(kept).toMatchObject({ kind: 'kept', samples: expect.any(Number) });
        const second = await store.keep({ patient: 3, ...span, note: 'y', marks: [] }, 10_000);
        expect(second.kind).toBe('kept');
        for (const { id } of (await store.kept(3)).walks) expect(await store.removeKept(3, id)).toBe(true);
      },
    ],
    [
      'erase',
      async () => {
        const erased = await run('erase', 'erase', '--patient', '3', '--yes');
        expect(erased).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('patient 3: ') });
        // Its server keeps no files until it is told to.
        await admin().config('SET', 'appendonly', 'yes');
        const files = await run('erase', 'erase', '--patient', '3', '--yes');
        expect(files.stdout).toMatch(/^append-only file: written anew\nsnapshot: written anew$/m);
        expect(files.exitCode).toBe(0);
        await admin().config('SET', 'appendonly', 'no');
      },
    ],
  ])('gives the user %s no right that it does not use', async (user, work) => {
    const { sensorsJson, timestamp } = makeEntry(0);
    for (const stem of ['3', '{3}'])
      await admin()
        .multi()
        .del(`${stem}_data`, `${stem}_timestamp`)
        .rpush(`${stem}_data`, sensorsJson)
        .rpush(`${stem}_timestamp`, timestamp)
        .exec();
    for (const keyStyle of ['plain', 'braced'] as const) {
      const store = new RedisStore({ target: makeTarget('admin'), keyStyle });
      await store.write([{ patient: 3, entries: [makeEntry(1)], profile: { ...ALBERT, insole: OWN } }]);
      await store.close();
    }
    await admin().config('RESETSTAT');
    for (const keyStyle of ['plain', 'braced'] as const) {
      const store = new RedisStore({ target: makeTarget(user), keyStyle, commandTimeoutMs: 15_000 });
      await work(store);
      await store.close();
    }
    const { endpoint } = redis.target() as { endpoint: { host: string; port: number } };
    const single = makeTarget(user);
    if (single.kind !== 'standalone') throw new Error('no single server');
    const cluster = new RedisStore({
      target: { kind: 'cluster', nodes: [endpoint], access: single.endpoint },
    });
    await expect(cluster.nowSeconds()).rejects.toThrow('not a Redis Cluster');
    await cluster.close();
    expect(await admin().acl('LOG')).toEqual([]);
    await inspectRedis(makeTarget(user), {}, Date.now);
    const stats = await admin().info('commandstats');
    const used = [...stats.matchAll(/^cmdstat_([^:]+):/gm)].map(([, name]) => name);
    expect(used).toEqual(expect.arrayContaining(listRights(user)));
  });

  test('gives the users of a key prefix the same rights on its keys alone, by the command in conf/redis.conf', async () => {
    const [, command = ''] = /^# {3}(sed .*)$/m.exec(readFileSync('conf/redis.conf', 'utf8')) ?? [];
    const lines = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trimEnd().split('\n');
    expect(lines).toHaveLength(LINES.length);
    expect(lines.filter((line) => /admin|default/.test(line))).toEqual(LINES.slice(0, 2));
    for (const line of lines.filter((each) => / on /.test(each) && !each.startsWith('user admin'))) {
      const [, user = '', ...rules] = line.split(' ');
      await admin().acl('SETUSER', `${user}-of-ward`, ...rules, `>${PASSWORD}`);
    }
    const args = ['cacher', '--base-url', api, '--cycles', '2', '--interval', '100ms', '--log-level', 'warn'];
    const ofWard = (user: string, ...args: string[]) =>
      runFootwatch(args, {
        env: { ...makeEnvironment(`${user}-of-ward`), FOOTWATCH_REDIS_KEY_PREFIX: 'wardB:' },
      });
    const cacher = await ofWard('cacher', ...args);
    expect(cacher).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await ofWard('watch', 'watch', '--once')).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await ofWard('cacher', 'doctor')).stdout).toMatch(
      /^warn {2}redis rights +enough for the cacher/m,
    );
    await expect(redis.client(PASSWORD, 'watch-of-ward').llen('3_data')).rejects.toThrow('NOPERM');
    await expect(redis.client(PASSWORD, 'watch').llen('wardB:3_data')).rejects.toThrow('NOPERM');
    expect(await redis.client(PASSWORD, 'watch-of-ward').llen('wardB:3_data')).toBe(2);
  });

  test('lets nobody in without a password, and no user at other keys', async () => {
    expect(LINES.join()).not.toMatch(/nopass|>|#/);
    const anonymous = await run('', 'watch', '--once', '--redis', redis.url);
    expect(anonymous.exitCode).toBe(69);
    for (const user of ['cacher', 'watch', 'erase']) {
      const client = redis.client(PASSWORD, user);
      for (const key of ['secret', 'x_data', '{x}_data']) {
        await expect(client.call(user === 'erase' ? 'UNLINK' : 'LLEN', key)).rejects.toThrow('NOPERM');
      }
      await expect(client.subscribe('secret_live')).rejects.toThrow('NOPERM');
    }
    const watch = redis.client(PASSWORD, 'watch');
    for (const key of ['3_data', '{3}_data', '3_anomaly', '3_profile', 'insole:x', '3_keep', 'x_kept']) {
      const command = key.endsWith('profile') ? ['HSET', key, 'a', 'b'] : ['RPUSH', key, 'x'];
      await expect(watch.call(...(command as [string, ...string[]]))).rejects.toThrow('NOPERM');
      const script = 'return redis.call(unpack(ARGV))';
      await expect(watch.call('EVAL', script, '1', '3_kept', ...command)).rejects.toThrow(
        /can't access|NOPERM/,
      );
    }
    await expect(watch.call('EVAL', 'return 1', '1', '3_data')).rejects.toThrow('NOPERM');
  });

  test('lets a command that lacks rights say so in one line', async () => {
    const watch = await run('cacher', 'watch', '--patient', '3', '--once');
    expect(watch).toEqual({
      exitCode: 69,
      stdout: '',
      stderr: 'footwatch: Redis: not permitted: MULTI; run footwatch doctor to see what is missing\n',
    });
    const cacher = await run('watch', 'cacher', '--base-url', api, '--cycles', '2', '--log-format', 'json');
    expect(cacher.exitCode).toBe(69);
    const warnings = cacher.stderr.split('\n').filter((line) => line.includes('store is down'));
    expect(warnings, cacher.stderr).toHaveLength(1);
    const erase = await run('cacher', 'erase', '--patient', '3', '--yes');
    expect(erase.stderr).toMatch(/\nfootwatch: Redis: not permitted: UNLINK; [^\n]*\n$/);
    const admitted = await run('admin', 'erase', '--patient', '3', '--yes');
    expect(admitted.exitCode).toBe(0);
  });
});
