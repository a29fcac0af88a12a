import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { answerBody, serve } from '../cacher/api/http-server.ts';
import { findFreePort, RedisServer } from '../store/redis/redis-server.ts';
import { runFootwatch } from './run-footwatch.ts';

const PASSWORD = 'hunter2';

describe('Redis over TLS', () => {
  let folder: string;
  let redis: RedisServer;
  let url = '';
  let clusterUrl = '';
  let sentinelUrl = '';
  let cluster: RedisServer;
  let sentinel: RedisServer;
  const path = (name: string) => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footwatch-tls-'));
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'footwatch test' }], {
      keySize: 2048,
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
      ],
    });
    await writeFile(path('redis.crt'), cert);
    await writeFile(path('redis.key'), key);
    await writeFile(path('password'), `${PASSWORD}\nnot this\n`);
    const files = [
      ...['--tls-cert-file', path('redis.crt'), '--tls-key-file', path('redis.key')],
      ...['--tls-ca-cert-file', path('redis.crt'), '--tls-auth-clients', 'no'],
    ];
    const startWithTls = async (...args: string[]) => {
      const port = await findFreePort();
      return { port, server: await RedisServer.start(['--tls-port', `${port}`, ...files, ...args]) };
    };
    const single = await startWithTls('--requirepass', PASSWORD);
    redis = single.server;
    url = `rediss://127.0.0.1:${single.port}`;
    const node = await startWithTls('--cluster-enabled', 'yes', '--tls-cluster', 'yes');
    cluster = node.server;
    clusterUrl = `rediss://127.0.0.1:${node.port},`;
    await cluster.client().cluster(
      'ADDSLOTS',
      Array.from({ length: 16_384 }, (_, slot) => slot),
    );
    await vi.waitFor(
      async () => expect(String(await cluster.client().cluster('INFO'))).toContain('cluster_state:ok'),
      { timeout: 15_000, interval: 50 },
    );
    const port = await findFreePort();
    // As lines of a file: a name and a value.
    const lines = files.join(' ').split(/ ?--/).slice(1);
    sentinel = await RedisServer.startSentinel('ward', single, [
      ...[`tls-port ${port}`, 'tls-replication yes', ...lines],
      `sentinel auth-pass ward ${PASSWORD}`,
    ]);
    sentinelUrl = `rediss+sentinel://127.0.0.1:${port}/ward`;
  });
  afterAll(async () => {
    await sentinel.stop();
    await redis.stop();
    await cluster.stop();
    await rm(folder, { recursive: true });
  });

  const run = (args: string[], env: Record<string, string>) => runFootwatch(args, { env });
  const trusted = () => ({
    FOOTWATCH_REDIS_CA: path('redis.crt'),
    FOOTWATCH_REDIS_PASSWORD_FILE: path('password'),
  });
  const CACHER = [
    'cacher',
    '--patients',
    '1-2',
    '--cycles',
    '2',
    '--interval',
    '50ms',
    '--log-level',
    'warn',
  ];

  test.each([
    ['one server', () => url],
    ['a cluster', () => clusterUrl],
    ['a master that a sentinel names', () => sentinelUrl],
  ])('works for cacher, watch, doctor and erase, on %s', async (_, getUrl) => {
    const { url: api } = await serve((_, response) => response.end(answerBody()));
    const env = { ...trusted(), FOOTWATCH_REDIS: getUrl(), FOOTWATCH_BASE_URL: api };
    const cacher = await run(CACHER, env);
    expect(cacher).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(cacher.stdout)).toMatchObject({ stored: 4, dropped: 0 });
    const watch = await run(['watch', '--patient', '2', '--once', '--json'], env);
    expect(JSON.parse(watch.stdout)).toMatchObject({ patient: 2, samples: 2 });
    const doctor = await run(['doctor'], env);
    expect(doctor.stdout).toMatch(/^ok {4}redis rights +enough for all/m);
    expect(doctor.stdout.includes('redis cluster')).toBe(getUrl() === clusterUrl);
    expect((await run(['erase', '--patient', '1-2', '--yes'], env)).exitCode).toBe(0);
  });

  test('is refused when no trusted authority signed the certificate', async () => {
    const { FOOTWATCH_REDIS_CA: _, ...env } = { ...trusted(), FOOTWATCH_REDIS: url };
    const watch = await run(['watch', '--once'], env);
    expect(watch).toMatchObject({ exitCode: 69, stderr: 'footwatch: Redis: certificate not trusted\n' });
    const doctor = await run(['doctor'], env);
    expect(doctor.stdout).toMatch(/^fail {2}redis +certificate not trusted: name its CA in redis\.ca/m);
  });

  test.each([
    ['a port without TLS', () => `rediss://127.0.0.1:${redis.port}`],
    ['a port with TLS', () => url.replace('rediss', 'redis')],
  ])('is suggested by the doctor when the URL has the wrong scheme for %s', async (_, getUrl) => {
    const doctor = await run(['doctor'], {
      FOOTWATCH_REDIS: getUrl(),
      FOOTWATCH_REDIS_PASSWORD_FILE: path('password'),
    });
    expect(doctor.exitCode).toBe(1);
    expect(doctor.stdout).toMatch(/^fail {2}redis +.*rediss:\/\/ where it speaks TLS/m);
  });
});
