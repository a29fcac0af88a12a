import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { request as askHttp } from 'node:http';
import { request as askHttps } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RedisStore } from '../../src/store/redis/redis-store.ts';
import { type Issued, issue, makeAuthority } from '../cacher/api/certificates.ts';
import { ALBERT, HEALTHY, makeEntries } from '../store/fixtures.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { runFootwatch } from './run-footwatch.ts';
import { startFootwatch } from './start-footwatch.ts';

const TOKEN = '0123456789abcdef';
const PASSWORD = 'hunter2';

let folder: string;
let redis: RedisServer;
let ca: Issued;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'footwatch-serve-'));
  ca = await makeAuthority();
  redis = await RedisServer.start();
  const store = new RedisStore({ target: redis.target() });
  await store.write([{ patient: 3, entries: makeEntries(5), profile: ALBERT, health: HEALTHY }]);
  await store.close();
});
afterAll(() => redis.stop());

let files = 0;
/** Writes a file, and returns its path. */
function write(content: string): string {
  const path = join(folder, `file-${files++}`);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}
const writePair = async (options?: Parameters<typeof issue>[1]) => {
  const { cert, key } = await issue(ca, options);
  return { FOOTWATCH_SERVE_CERT: write(cert), FOOTWATCH_SERVE_KEY: write(key) };
};

/** Starts the server, and returns it and its address. */
async function serve(
  args: readonly string[] = [],
  env: Record<string, string> = {},
  through?: readonly string[],
) {
  const run = startFootwatch(['serve', '--port', '0', ...args], {
    env: { FOOTWATCH_REDIS: redis.url, ...env },
    ...(through && { through }),
  });
  await run.until(({ lines }) => lines.length > 0);
  return { run, url: run.lines[0]?.replace('listening on ', '') ?? '' };
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly cookie: string;
}

function ask(url: string, { headers = {}, method = 'GET', body = '' } = {}): Promise<Answer> {
  const send = url.startsWith('https:') ? askHttps : askHttp;
  return new Promise((resolve, reject) => {
    const asked = send(url, { headers, method, agent: false, ca: ca.cert }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      const [cookie = ''] = response.headers['set-cookie'] ?? [];
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text, cookie }));
    });
    asked.on('error', reject).end(body);
  });
}
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const signIn = (url: string, token: string) =>
  ask(`${url}sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token }).toString(),
  });

describe('does not start', () => {
  test.each<
    [string, string[], () => Promise<Record<string, string>> | Record<string, string>, number, string]
  >([
    [
      'beyond this machine without tokens',
      ['--host', '0.0.0.0'],
      () => ({}),
      78,
      'is an address beyond this machine: it needs serve.tokenFile',
    ],
    ['nor on all of IPv6', ['--host', '::'], () => ({}), 78, 'it needs serve.tokenFile'],
    [
      'beyond this machine with tokens in the open',
      ['--host', '0.0.0.0'],
      () => ({ FOOTWATCH_TOKEN_FILE: write(`a:${TOKEN}`) }),
      78,
      'it needs serve.cert and serve.key, or --behind-proxy',
    ],
    ['with TLS and without tokens', ['--host', '0.0.0.0'], () => writePair(), 78, 'it needs serve.tokenFile'],
    [
      'behind a proxy without tokens',
      ['--host', '0.0.0.0', '--behind-proxy'],
      () => ({}),
      78,
      'it needs serve.tokenFile',
    ],
    [
      'with a certificate alone',
      [],
      async () => ({ FOOTWATCH_SERVE_CERT: (await writePair()).FOOTWATCH_SERVE_CERT }),
      78,
      'needs its private key in serve.key',
    ],
    [
      'with a key alone',
      [],
      async () => ({ FOOTWATCH_SERVE_KEY: (await writePair()).FOOTWATCH_SERVE_KEY }),
      78,
      'needs its certificate in serve.cert',
    ],
    [
      'with the key of another certificate',
      [],
      async () => ({ ...(await writePair()), FOOTWATCH_SERVE_KEY: (await writePair()).FOOTWATCH_SERVE_KEY }),
      78,
      'whose key does not belong to the certificate in serve.cert',
    ],
    [
      'with a certificate that is none',
      [],
      async () => ({ ...(await writePair()), FOOTWATCH_SERVE_CERT: write('nonsense') }),
      78,
      'without a certificate; must be a PEM file',
    ],
    [
      'with a key that is a folder',
      [],
      async () => ({ ...(await writePair()), FOOTWATCH_SERVE_KEY: folder }),
      78,
      'is a folder',
    ],
    [
      'with a token file that is not there',
      [],
      () => ({ FOOTWATCH_TOKEN_FILE: join(folder, 'none') }),
      78,
      'no such file',
    ],
    ['with an empty one', [], () => ({ FOOTWATCH_TOKEN_FILE: write('') }), 78, 'no line is name:token'],
    ['with a folder for one', [], () => ({ FOOTWATCH_TOKEN_FILE: folder }), 78, 'is a folder'],
    [
      'with a wrong line in it',
      [],
      () => ({ FOOTWATCH_TOKEN_FILE: write(`a:${TOKEN}\n${TOKEN}x`) }),
      78,
      'line 2 is not name:token',
    ],
    [
      'with a name twice',
      [],
      () => ({ FOOTWATCH_TOKEN_FILE: write(`a:${TOKEN}\r\na:${TOKEN}x`) }),
      78,
      'line 2 has the name a',
    ],
    ['by a wrong flag', ['--token-file', '/nowhere/tokens'], () => ({}), 2, 'no such file'],
    [
      'under an address that is none',
      [],
      () => ({ FOOTWATCH_SERVE_PUBLIC_URL: 'ftp://gait.example' }),
      78,
      'does not begin with http',
    ],
    [
      'on an address of another machine',
      ['--host', '192.0.2.1', '--behind-proxy'],
      () => ({ FOOTWATCH_TOKEN_FILE: write(`a:${TOKEN}`) }),
      1,
      'cannot be listened on',
    ],
  ])('%s', async (_, args, makeEnvironment, exitCode, message) => {
    const env = { FOOTWATCH_REDIS: redis.url, ...(await makeEnvironment()) };
    const run = await runFootwatch(['serve', '--port', '0', ...args], { env });
    expect(run.stderr).toContain(message);
    expect({ exitCode: run.exitCode, stdout: run.stdout }).toEqual({ exitCode, stdout: '' });
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stderr).not.toContain(TOKEN);
  });

  test('on a port that is taken', async () => {
    const { url } = await serve();
    const second = await runFootwatch(['serve', '--port', new URL(url).port], {
      env: { FOOTWATCH_REDIS: redis.url },
    });
    expect(second).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^footwatch: --port: 127\.0\.0\.1:\d+ is in use\n$/),
    });
  });
});

test('does TLS by itself beyond this machine: the form, a token, a cookie that is sent over TLS alone', async () => {
  const tokens = write(`\uFEFFann:${TOKEN}\r\n`);
  const { url, run } = await serve(['--host', '0.0.0.0', '--token-file', tokens], await writePair());
  expect(url).toMatch(/^https:\/\/0\.0\.0\.0:\d+\/$/);
  const local = url.replace('0.0.0.0', '127.0.0.1');
  expect((await ask(`${local}api/patients`)).status).toBe(401);
  expect(JSON.parse((await ask(`${local}api/patients`, bearer(TOKEN))).body)).toMatchObject([{ patient: 3 }]);
  const { cookie } = await signIn(local, TOKEN);
  expect(cookie).toMatch(/; HttpOnly; Secure; SameSite=Strict$/);
  await expect(ask(local.replace('https:', 'http:'))).rejects.toThrow();
  expect(run.stderr).toBe('');
});

test.each([
  ['has ended', [-2, -1], 'it ended on'],
  ['has not begun', [1, 2], 'it begins on'],
] as const)('a certificate that %s serves, and is told of', async (_, days, reason) => {
  const { run } = await serve(['--log-format', 'json'], await writePair({ days }));
  await run.until(({ stderr }) => stderr.includes('\n'));
  expect(JSON.parse(run.stderr)).toMatchObject({ reason: expect.stringContaining(reason) });
});

test('behind a proxy under a path: its address, its Host, its cookie, no token in what is logged', async () => {
  const tokens = write(`ann:${TOKEN}`);
  const auditLog = join(folder, 'audit.ndjson');
  const { run, url } = await serve(
    [
      '--host',
      '0.0.0.0',
      '--behind-proxy',
      '--token-file',
      tokens,
      '--log-level',
      'debug',
      '--log-format',
      'json',
    ],
    {
      FOOTWATCH_SERVE_PUBLIC_URL: 'https://gait.example/footwatch',
      FOOTWATCH_SERVE_AUDIT_LOG: auditLog,
    },
  );
  expect(url).toMatch(/^http:\/\/0\.0\.0\.0:\d+\/footwatch\/$/);
  const local = url.replace('0.0.0.0', '127.0.0.1');
  const headers = { host: 'gait.example', 'x-forwarded-for': '6.6.6.6, 203.0.113.7' };
  expect((await signIn(local, 'wrong-wrong-wrong')).status).toBe(401);
  expect((await signIn(local, TOKEN)).cookie).toMatch(/; Path=\/footwatch\/; HttpOnly; Secure;/);
  const asked = await ask(`${local}api/patients/3/snapshot`, {
    headers: { ...headers, ...bearer(TOKEN).headers },
  });
  expect(asked.status).toBe(200);
  expect((await ask(`${local}api/patients?token=${TOKEN}`, { headers })).status).toBe(401);
  expect((await ask(local, { headers: { host: 'evil.example' } })).status).toBe(421);
  expect((await ask(new URL('/', local).href, { headers })).status).toBe(404);
  const { stderr } = await run.end('SIGTERM');
  const logged = stderr.split('\n').filter((line) => line.includes('a wrong token'));
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'warn', address: '127.0.0.1', tries: 1, waitSeconds: 0 },
  ]);
  expect(stderr + run.stdout).not.toMatch(new RegExp(`${TOKEN}|wrong-wrong|${ALBERT.lastname}`));
  const audited = readFileSync(auditLog, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(audited).toMatchObject([{ who: 'ann', from: '203.0.113.7', patient: 3, what: 'snapshot' }]);
  expect(JSON.stringify(audited)).not.toMatch(new RegExp(`${TOKEN}|${ALBERT.lastname}`));
});

test('who is taken out of the token file is out within a second; a mistake in it changes nothing, and is told', async () => {
  const tokens = write(`ann:${TOKEN}\nben:${TOKEN}2\n`);
  const { run, url } = await serve(['--token-file', tokens, '--log-format', 'json']);
  const statusOf = async (token: string) => (await ask(`${url}api/time`, bearer(token))).status;
  const { cookie } = await signIn(url, TOKEN);
  const signedIn = async () =>
    (await ask(`${url}api/time`, { headers: { cookie: cookie.split(';')[0] ?? '' } })).status;
  expect([await statusOf(TOKEN), await signedIn()]).toEqual([200, 200]);
  appendFileSync(tokens, `secret-${TOKEN}\n`);
  await expect
    .poll(async () => [await statusOf(TOKEN), run.stderr.includes('line 3 is not name:token')])
    .toEqual([200, true]);
  expect(run.stderr).not.toContain(TOKEN);
  writeFileSync(tokens, `ben:${TOKEN}2\n`);
  await expect.poll(() => signedIn()).toBe(401);
  expect(await statusOf(TOKEN)).toBe(401);
  expect(await statusOf(`${TOKEN}2`)).toBe(200);
});

test('where the audit log may grow no more nothing is shown: told once, no line lost or torn, and the program goes on', async () => {
  const auditLog = join(folder, 'limited.ndjson');
  const { run, url } = await serve(['--log-format', 'json'], { FOOTWATCH_SERVE_AUDIT_LOG: auditLog }, [
    'sh',
    '-c',
    'ulimit -f 1; exec "$@"',
    'sh',
  ]);
  const shown: number[] = [];
  for (let tries = 0; tries < 20; tries++) shown.push((await ask(`${url}api/patients/3/snapshot`)).status);
  const views = shown.filter((status) => status === 200).length;
  expect(views).toBeGreaterThan(2);
  expect(shown).toEqual([...Array(views).fill(200), ...Array(20 - views).fill(503)]);
  const lines = readFileSync(auditLog, 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  expect(lines.map((line) => JSON.parse(line).what)).toEqual(Array(views).fill('snapshot'));
  expect(
    run.stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).reason),
  ).toEqual(['EFBIG']);
  expect((await ask(`${url}healthz`)).status).toBe(200);
});

test('as the Redis user for looking it does all it does, and without keeping it writes nothing at all', async () => {
  const acl = write(
    readFileSync('conf/users.acl', 'utf8').replaceAll(/^user \w+ on /gm, (start) => `${start}>${PASSWORD} `),
  );
  const own = await RedisServer.start(['--aclfile', acl]);
  try {
    const admin = own.client(PASSWORD, 'admin');
    const sample = makeEntries(3);
    for (const { sensorsJson, timestamp } of sample)
      await admin.multi().rpush('3_data', sensorsJson).rpush('3_timestamp', timestamp).exec();
    const { url } = await serve([], {
      FOOTWATCH_REDIS: own.url,
      FOOTWATCH_REDIS_USERNAME: 'watch',
      FOOTWATCH_REDIS_PASSWORD_FILE: write(`${PASSWORD}\n`),
    });
    await admin.acl('LOG', 'RESET');
    await admin.config('RESETSTAT');
    const end = new AbortController();
    const stream = await fetch(`${url}api/stream?patient=3`, { signal: end.signal });
    await stream.body?.getReader().read();
    for (const path of [
      'patients',
      'patients/3/snapshot',
      'patients/3/samples',
      'patients/3/events',
      'patients/3/kept',
      'kept',
      'time',
    ])
      expect((await ask(`${url}api/${path}`)).status, path).toBe(200);
    expect((await ask(`${url}api/patients/3/report?since=1h`)).status).toBeLessThan(500);
    const listUsed = async () =>
      [...(await admin.info('commandstats')).matchAll(/^cmdstat_([^:]+):/gm)].map(([, name]) => name ?? '');
    const writing = (await admin.call('ACL', 'CAT', 'write')) as string[];
    expect((await listUsed()).filter((name) => writing.includes(name))).toEqual([]);
    // Samples of the fixture are old: a span around them is kept.
    const since = new Date((Number(sample[0]?.timestamp) - 1) * 1000).toISOString();
    const kept = await ask(`${url}api/patients/3/kept`, { method: 'POST', body: JSON.stringify({ since }) });
    expect([kept.status, JSON.parse(kept.body).samples]).toEqual([201, 3]);
    expect((await listUsed()).filter((name) => writing.includes(name)).sort()).toEqual(
      expect.arrayContaining(['hset', 'rpush']),
    );
    expect(await admin.acl('LOG')).toEqual([]);
    const watch = own.client(PASSWORD, 'watch');
    for (const command of [
      ['SET', '3_data', 'x'],
      ['RPUSH', '3_data', 'x'],
      ['DEL', '3_data'],
      ['FLUSHALL'],
      ['CONFIG', 'GET', '*'],
      ['PUBLISH', '3_live', 'x'],
    ])
      await expect(watch.call(...(command as [string, ...string[]])), command.join(' ')).rejects.toThrow(
        'NOPERM',
      );
    end.abort();
  } finally {
    await own.stop();
  }
});

test('says that Redis is gone, and comes back by itself; nothing of what it asked is logged', async () => {
  const own = await RedisServer.start();
  const { run, url } = await serve(['--log-level', 'debug'], { FOOTWATCH_REDIS: own.url });
  const end = new AbortController();
  const stream = await fetch(`${url}api/stream?patient=3`, { signal: end.signal });
  let text = '';
  void (async () => {
    for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
  })().catch(() => {});
  const linkOf = () => /"link":\{"state":"(\w+)"/.exec(text.split('event: patient').at(-1) ?? '')?.[1];
  await expect.poll(linkOf).toBe('answering');
  expect((await ask(`${url}readyz`)).status).toBe(200);
  own.pause();
  await expect.poll(linkOf).toBe('down');
  expect((await ask(`${url}readyz`)).status).toBe(503);
  const refused = await ask(`${url}api/patients`);
  expect([refused.status, Object.keys(JSON.parse(refused.body))]).toEqual([503, ['error']]);
  own.resume();
  await expect.poll(linkOf).toBe('answering');
  expect((await ask(`${url}api/patients`)).status).toBe(200);
  const endedAt = performance.now();
  const { exitCode, stderr } = await run.end('SIGTERM');
  expect(exitCode).toBe(143);
  expect(performance.now() - endedAt).toBeLessThan(20_000);
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+|Error:|3_data/);
  end.abort();
  await own.stop();
});
