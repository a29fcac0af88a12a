import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { answerBody, serve } from '../cacher/api/http-server.ts';
import { findFreePort, RedisServer } from '../store/redis/redis-server.ts';
import { runFootwatch } from './run-footwatch.ts';

const CACHER = ['cacher', '--patients', '1-2', '--cycles', '2', '--interval', '50ms', '--log-level', 'warn'];

let folder: string;
const path = (name: string) => join(folder, name);
const ends: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footwatch-access-'));
  // Each certificate is its own authority.
  for (const [name, ip] of [
    ['redis', '127.0.0.1'],
    ['ours', '127.0.0.1'],
    ['elsewhere', '127.9.9.9'],
  ] as const) {
    const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
      keySize: 2048,
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip }] },
      ],
    });
    await writeFile(path(`${name}.crt`), cert);
    await writeFile(path(`${name}.key`), key);
  }
  await writeFile(path('password'), 'hunter2\n');
  const texts = await Promise.all(['redis.crt', 'ours.crt'].map((name) => readFile(path(name), 'utf8')));
  await writeFile(path('both.crt'), texts.join('\n'));
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
  await rm(folder, { recursive: true });
});

/** Runs the cacher, watch and the doctor with these settings, and expects each to succeed. */
async function expectAll(env: Record<string, string>): Promise<void> {
  const { url: api } = await serve((_, response) => response.end(answerBody()));
  const cacher = await runFootwatch(CACHER, { env: { ...env, FOOTWATCH_BASE_URL: api } });
  expect(cacher).toMatchObject({ exitCode: 0, stderr: '' });
  const watch = await runFootwatch(['watch', '--patient', '2', '--once', '--json'], { env });
  expect(JSON.parse(watch.stdout)).toMatchObject({ patient: 2, samples: 2 });
  expect((await runFootwatch(['doctor'], { env })).stdout).toMatch(/^ok {4}redis rights +enough for all/m);
  expect((await runFootwatch(['erase', '--patient', '1-2', '--yes'], { env })).exitCode).toBe(0);
}

async function diagnose(env: Record<string, string>): Promise<string> {
  const { stdout, exitCode } = await runFootwatch(['doctor'], { env });
  expect(exitCode).toBe(1);
  return /^fail {2}redis +(.*)$/m.exec(stdout)?.[1] ?? stdout;
}

describe('a Redis that asks for a certificate', () => {
  const urls: { url: string; what: string }[] = [];
  const ours = () => ({
    FOOTWATCH_REDIS_CA: path('redis.crt'),
    FOOTWATCH_REDIS_CERT: path('ours.crt'),
    FOOTWATCH_REDIS_KEY: path('ours.key'),
  });
  const startWithTls = async (certificate: string, ...args: string[]) => {
    const port = await findFreePort();
    const files = [
      ...['--tls-cert-file', path(`${certificate}.crt`), '--tls-key-file', path(`${certificate}.key`)],
      ...['--tls-ca-cert-file', path('ours.crt'), '--tls-auth-clients', 'yes'],
    ];
    const server = await RedisServer.start(['--tls-port', `${port}`, ...files, ...args]);
    ends.push(() => server.stop());
    return { port, server };
  };
  let single: { port: number; server: RedisServer };
  beforeAll(async () => {
    single = await startWithTls('redis');
    urls.push({ what: 'one server', url: `rediss://127.0.0.1:${single.port}` });
    const node = await startWithTls('redis', '--cluster-enabled', 'yes', '--tls-cluster', 'yes');
    const slots = Array.from({ length: 16_384 }, (_, slot) => slot);
    await node.server.client().cluster('ADDSLOTS', slots);
    await vi.waitFor(
      async () => expect(String(await node.server.client().cluster('INFO'))).toContain('cluster_state:ok'),
      { timeout: 15_000, interval: 50 },
    );
    urls.push({ what: 'a cluster', url: `rediss://127.0.0.1:${node.port},` });
    const port = await findFreePort();
    const plain = await RedisServer.startSentinel('ward', { port: single.port }, [
      `tls-port ${port}`,
      'tls-replication yes',
      // A sentinel asks its master for TLS with the certificate that it serves.
      `tls-cert-file ${path('ours.crt')}`,
      `tls-key-file ${path('ours.key')}`,
      `tls-ca-cert-file ${path('both.crt')}`,
      'tls-auth-clients yes',
    ]);
    ends.push(() => plain.stop());
    urls.push({ what: 'sentinels', url: `rediss+sentinel://127.0.0.1:${port}/ward` });
  });
  test.each(['one server', 'a cluster', 'sentinels'])(
    'is served with redis.cert and redis.key: %s',
    async (what) => {
      const url = urls.find((each) => each.what === what)?.url ?? '';
      await expectAll({ ...ours(), FOOTWATCH_REDIS_CA: path('both.crt'), FOOTWATCH_REDIS: url });
    },
  );

  test('is told by the doctor for what it is, without ours and with one that it does not trust', async () => {
    const FOOTWATCH_REDIS = `rediss://127.0.0.1:${single.port}`;
    const FOOTWATCH_REDIS_CA = path('redis.crt');
    expect(await diagnose({ FOOTWATCH_REDIS, FOOTWATCH_REDIS_CA })).toBe(
      'certificate required: Redis asks for one (tls-auth-clients): name ours in redis.cert and redis.key',
    );
    const sentinels = urls.find((each) => each.what === 'sentinels')?.url ?? '';
    expect(await diagnose({ FOOTWATCH_REDIS: sentinels, FOOTWATCH_REDIS_CA: path('both.crt') })).toMatch(
      /^no sentinel knows the master: .*over TLS redis\.ca, redis\.cert and redis\.key$/,
    );
    const strange = { FOOTWATCH_REDIS_CERT: path('redis.crt'), FOOTWATCH_REDIS_KEY: path('redis.key') };
    expect(await diagnose({ FOOTWATCH_REDIS, FOOTWATCH_REDIS_CA, ...strange })).toMatch(
      /^our certificate not trusted: /,
    );
    expect(await diagnose({ ...ours(), FOOTWATCH_REDIS, FOOTWATCH_REDIS_CA: path('ours.crt') })).toBe(
      'certificate not trusted: name its CA in redis.ca',
    );
  });

  test('is told by the doctor when its certificate names another host', async () => {
    const elsewhere = await startWithTls('elsewhere');
    const env = {
      ...ours(),
      FOOTWATCH_REDIS_CA: path('elsewhere.crt'),
      FOOTWATCH_REDIS: `rediss://127.0.0.1:${elsewhere.port}`,
    };
    expect(await diagnose(env)).toBe(
      'certificate of another host: name the server in redis.url as its certificate does',
    );
  });

  test.each([
    [{ FOOTWATCH_REDIS_CERT: 'ours.crt' }, /FOOTWATCH_REDIS_CERT needs its private key in redis\.key/],
    [{ FOOTWATCH_REDIS_KEY: 'ours.key' }, /FOOTWATCH_REDIS_KEY needs its certificate in redis\.cert/],
    [
      { FOOTWATCH_REDIS_CERT: 'ours.crt', FOOTWATCH_REDIS_KEY: 'redis.key' },
      /does not belong to the certificate in redis\.cert/,
    ],
  ])('is refused a certificate without its key: %j', async (names, message) => {
    const files = Object.fromEntries(Object.entries(names).map(([name, file]) => [name, path(file)]));
    const run = await runFootwatch(['watch', '--once'], {
      env: { ...files, FOOTWATCH_REDIS: `rediss://127.0.0.1:${single.port}` },
    });
    expect(run.exitCode).toBe(78);
    expect(run.stderr).toMatch(message);
  });
});

describe('a Redis behind sentinels with a password of their own', () => {
  let url = '';
  beforeAll(async () => {
    const master = await RedisServer.start(['--requirepass', 'of-the-server']);
    ends.push(() => master.stop());
    const sentinel = await RedisServer.startSentinel('ward', master, [
      'sentinel auth-pass ward of-the-server',
      'requirepass nobody-knows',
      'user scout on >hunter2 ~* &* +@all',
    ]);
    ends.push(() => sentinel.stop());
    url = `redis+sentinel://:of-the-server@127.0.0.1:${sentinel.port}/ward`;
  });

  test('is found with user and password of the sentinels', async () => {
    await expectAll({
      FOOTWATCH_REDIS: url,
      FOOTWATCH_REDIS_SENTINEL_USERNAME: 'scout',
      FOOTWATCH_REDIS_SENTINEL_PASSWORD_FILE: path('password'),
    });
    await expectAll({ FOOTWATCH_REDIS: url, FOOTWATCH_REDIS_SENTINEL_PASSWORD: 'nobody-knows' });
  });

  test('is told by the doctor for what it is without them, or with wrong ones', async () => {
    expect(await diagnose({ FOOTWATCH_REDIS: url })).toBe(
      'sentinels: password required: see redis.sentinelUsername and redis.sentinelPassword',
    );
    expect(await diagnose({ FOOTWATCH_REDIS: url, FOOTWATCH_REDIS_SENTINEL_PASSWORD: 'wrong' })).toMatch(
      /^sentinels: wrong user or password: /,
    );
    expect(
      await diagnose({
        FOOTWATCH_REDIS: url.replace('/ward', '/other'),
        FOOTWATCH_REDIS_SENTINEL_PASSWORD: 'nobody-knows',
      }),
    ).toMatch(/^no sentinel knows the master: .*name of the master/);
    const wrong = {
      FOOTWATCH_REDIS: url.replace('of-the-server', 'wrong'),
      FOOTWATCH_REDIS_SENTINEL_PASSWORD: 'nobody-knows',
    };
    expect(await diagnose(wrong)).toMatch(/^wrong user or password: see redis\.username/);
  });

  test('is refused without sentinels, or a user without a password', async () => {
    const env = { FOOTWATCH_REDIS: url, FOOTWATCH_REDIS_SENTINEL_USERNAME: 'scout' };
    const nameless = await runFootwatch(['watch', '--once'], { env });
    expect(nameless.stderr).toMatch(
      /FOOTWATCH_REDIS_SENTINEL_USERNAME needs a password in redis\.sentinelPassword/,
    );
    const single = await runFootwatch(['watch', '--once'], {
      env: { FOOTWATCH_REDIS: 'redis://127.0.0.1:1', FOOTWATCH_REDIS_SENTINEL_PASSWORD: 'x' },
    });
    expect(single).toMatchObject({
      exitCode: 78,
      stderr: expect.stringContaining('needs sentinels, but FOOTWATCH_REDIS is no'),
    });
  });
});

describe('a Redis on a Unix socket', () => {
  test('is reached by a unix:// URL or the path alone, with a user and a database', async () => {
    const socket = path('redis.sock');
    const redis = await RedisServer.start(['--unixsocket', socket, '--requirepass', 'hunter2']);
    ends.push(() => redis.stop());
    await expectAll({ FOOTWATCH_REDIS: `unix://:hunter2@${socket}?db=2` });
    await expectAll({ FOOTWATCH_REDIS: socket, FOOTWATCH_REDIS_PASSWORD_FILE: path('password') });
    expect(await diagnose({ FOOTWATCH_REDIS: `unix://${socket}` })).toMatch(/^password required: /);
    expect(await diagnose({ FOOTWATCH_REDIS: `unix://${socket}-not` })).toMatch(
      /^no such socket: see whether Redis runs/,
    );
    const shown = await runFootwatch(['config', 'show'], {
      env: { FOOTWATCH_REDIS: `unix://:hunter2@${socket}?db=2` },
    });
    expect(shown.stdout).toContain(`unix://:***@${socket}?db=2`);
    expect(shown.stdout).not.toContain('hunter2');
  });
});
