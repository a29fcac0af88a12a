import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Issued, issue, makeAuthority } from '../cacher/api/certificates.ts';
import { answerBody } from '../cacher/api/http-server.ts';
import { startHttpsServer } from '../cacher/api/https-server.ts';
import { runFootwatch } from './run-footwatch.ts';

describe('an API over TLS', () => {
  let folder: string;
  let ca: Issued;
  let server: Issued;
  const path = (name: string) => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footwatch-api-'));
    ca = await makeAuthority();
    const [ours, client, another] = await Promise.all([issue(ca), issue(ca), issue(ca)]);
    server = ours;
    await writeFile(path('ca.pem'), `a word before\n${ca.cert}`);
    await writeFile(path('client.crt'), client.cert + ca.cert);
    await writeFile(path('client.key'), client.key);
    await writeFile(path('another.key'), another.key);
    await writeFile(path('broken.crt'), ca.cert.replace(/\n.{20}/, '\n'));
    await writeFile(path('broken.key'), client.key.replace(/\n.{20}/, '\n'));
    await writeFile(path('locked.key'), client.key.replaceAll('PRIVATE', 'ENCRYPTED PRIVATE'));
    await writeFile(path('words'), 'no PEM\n');
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Runs doctor on an API that asks for a client certificate. */
  async function runDoctor(env: Record<string, string>) {
    const port = await startHttpsServer(
      { ...server, ca: ca.cert, requestCert: true, rejectUnauthorized: true },
      (_, response) => response.end(answerBody()),
    );
    const run = await runFootwatch(['doctor', '--base-url', `https://127.0.0.1:${port}/`], { env });
    return run.stdout.split('\n').filter((line) => / {2}api/.test(line));
  }

  test.each(['got', 'undici'])('is reached by %s with a CA and a certificate from files', async (client) => {
    const env = {
      FOOTWATCH_API_CA: path('ca.pem'),
      FOOTWATCH_API_CERT: path('client.crt'),
      FOOTWATCH_API_KEY: path('client.key'),
      FOOTWATCH_API_CLIENT: client,
    };
    expect((await runDoctor(env)).join('\n')).toMatch(/ok +api +answers in \d+ ms\n/);
    const [line] = await runDoctor({ FOOTWATCH_API_CA: path('ca.pem'), FOOTWATCH_API_CLIENT: client });
    expect(line).toMatch(/fail +api +TLS failed: the server requires a client certificate/);
  });

  const client = { FOOTWATCH_API_CERT: 'client.crt', FOOTWATCH_API_KEY: 'client.key' };
  test.each([
    [
      { FOOTWATCH_API_CA: 'absent' },
      'FOOTWATCH_API_CA names a file that cannot be used: FOLDER/absent: no such file',
    ],
    [
      { FOOTWATCH_API_CA: 'words' },
      'FOOTWATCH_API_CA names a file without a certificate; must be a PEM file: FOLDER/words',
    ],
    [
      { FOOTWATCH_API_CA: 'broken.crt' },
      'FOOTWATCH_API_CA names a file with a certificate that cannot be read; must be a PEM file: FOLDER/broken.crt',
    ],
    [{ FOOTWATCH_API_CERT: 'client.crt' }, 'FOOTWATCH_API_CERT needs its private key in api.key'],
    [{ FOOTWATCH_API_KEY: 'client.key' }, 'FOOTWATCH_API_KEY needs its certificate in api.cert'],
    [
      { ...client, FOOTWATCH_API_KEY: 'another.key' },
      'FOOTWATCH_API_KEY names a file whose key does not belong to the certificate in api.cert: FOLDER/another.key',
    ],
    [
      { ...client, FOOTWATCH_API_KEY: 'broken.key' },
      'FOOTWATCH_API_KEY names a file with a private key that cannot be read; must be a PEM file: FOLDER/broken.key',
    ],
    [
      { ...client, FOOTWATCH_API_KEY: 'locked.key' },
      'FOOTWATCH_API_KEY names a file whose key is encrypted; must be one without a passphrase: FOLDER/locked.key',
    ],
    [
      { ...client, FOOTWATCH_API_KEY: 'client.crt' },
      'FOOTWATCH_API_KEY names a file without a private key; must be a PEM file: FOLDER/client.crt',
    ],
  ])('is refused with 78 and one line for %j', async (files, line) => {
    const env = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, path(file)]));
    const run = await runFootwatch(['cacher', '--base-url', 'https://api.example/'], { env });
    expect(run).toEqual({
      exitCode: 78,
      stdout: '',
      stderr: `footwatch: ${line.replace('FOLDER', folder)}\n`,
    });
  });

  test('needs an https address for a certificate', async () => {
    const env = { FOOTWATCH_API_CA: path('ca.pem') };
    const run = await runFootwatch(['cacher', '--base-url', 'http://api.example/'], { env });
    expect(run.stderr).toBe('footwatch: FOOTWATCH_API_CA needs TLS, but --base-url is no https:// address\n');
    expect(run.exitCode).toBe(78);
  });
});

describe('a proxy of the environment', () => {
  test('is refused with 78 where footwatch speaks no such protocol, without its password', async () => {
    const env = { https_proxy: 'socks5://user:hunter2@proxy:1080' };
    const run = await runFootwatch(['cacher', '--base-url', 'https://api.example/'], { env });
    expect(run).toEqual({
      exitCode: 78,
      stdout: '',
      stderr: 'footwatch: https_proxy has the scheme socks5://; must be http:// or https://\n',
    });
  });

  test.each(['got', 'undici'])('is where %s asks, except on loopback', async (client) => {
    const env = { HTTP_PROXY: 'http://user:hunter2@footwatch.invalid:3128', FOOTWATCH_API_CLIENT: client };
    const away = ['--redis', 'redis://127.0.0.1:1'];
    const run = await runFootwatch(['doctor', '--base-url', 'http://api.example/', ...away], { env });
    expect(run.stdout).toMatch(/fail +api +the proxy: host name not found/);
    expect(run.stdout + run.stderr).not.toContain('hunter2');
    const local = await runFootwatch(['doctor', '--base-url', 'http://127.0.0.1:1/', ...away], { env });
    expect(local.stdout).toMatch(/fail +api +connection refused/);
  });
});
