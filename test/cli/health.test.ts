import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { serve } from '../cacher/api/http-server.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { runFootwatch } from './run-footwatch.ts';
import { startFootwatch, startSimulator } from './start-footwatch.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis.stop());

const PORT = /"port":(\d+),"msg":"metrics are served"/;

let database = 0;
beforeEach(() => {
  // The leases of an earlier test may still live.
  database++;
});

/** Starts a cacher that serves its metrics on a free port, and gives their address. */
async function startCacher(...args: string[]) {
  const run = startFootwatch([
    'cacher',
    '--redis',
    `${redis.url}/${database}`,
    '--metrics',
    '127.0.0.1:0',
    ...args,
  ]);
  await run.until(({ stderr }) => PORT.test(stderr));
  return { child: run.child, address: `127.0.0.1:${PORT.exec(run.stderr)?.[1]}` };
}
const askHealth = (address: string, ...args: string[]) =>
  runFootwatch(['health', '--metrics', address, ...args]);
const askDoctor = (address: string) => runFootwatch(['doctor', '--redis', redis.url, '--metrics', address]);

describe('footwatch health', () => {
  test('is 0 while the cacher is ready, 1 at once while it is stopped, and 0 when it goes on', async () => {
    const { child, address } = await startCacher('--base-url', await startSimulator());
    expect(await askHealth(address)).toEqual({ exitCode: 0, stdout: 'the cacher is ready\n', stderr: '' });
    expect(await askHealth(address, '--quiet')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    child.kill('SIGSTOP');
    const askedAtMs = performance.now();
    expect(await askHealth(address)).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'footwatch: the cacher: no answer within 2 s\n',
    });
    // Docker ends a check of the compose file after 5 s.
    expect(performance.now() - askedAtMs).toBeLessThan(5000);
    const doctor = await askDoctor(address);
    expect(doctor.exitCode).toBe(1);
    expect(doctor.stdout).toMatch(/^fail {2}cacher +no answer within 2 s: it hangs or is stopped/m);
    child.kill('SIGCONT');
    expect(await askHealth(address)).toMatchObject({ exitCode: 0 });
    const well = await askDoctor(address);
    expect(well.stdout).toMatch(/^ok {4}cacher +is ready$/m);
    expect(well.stdout).toMatch(/^ok {4}cacher pace +the interval is held$/m);
  });

  test('asks that cacher alone: a neighbour that polls the same patients does not count', async () => {
    const baseUrl = await startSimulator();
    const first = await startCacher('--base-url', baseUrl);
    const second = await startCacher('--base-url', baseUrl);
    first.child.kill('SIGSTOP');
    expect(await askHealth(first.address)).toMatchObject({ exitCode: 1 });
    expect(await askHealth(second.address)).toMatchObject({ exitCode: 0 });
  });

  test('is 1 and says why while the API is away, or the store', async () => {
    const { address } = await startCacher('--base-url', 'http://127.0.0.1:9/', '--interval', '20ms');
    await expect
      .poll(() => askHealth(address).then(({ stderr }) => stderr), { timeout: 10_000 })
      .toBe('footwatch: the cacher is not ready: the API fails for all 6 patients: connection refused\n');
    const away = await startCacher('--base-url', 'http://127.0.0.1:9/', '--redis', 'redis://127.0.0.1:9');
    await expect
      .poll(() => askHealth(away.address).then(({ stderr }) => stderr), { timeout: 10_000 })
      .toBe('footwatch: the cacher is not ready: the store is down: connection refused\n');
  });

  test('is 1 where nobody listens, or another program does', async () => {
    expect(await askHealth('127.0.0.1:9')).toMatchObject({
      exitCode: 1,
      stderr: 'footwatch: the cacher: connection refused\n',
    });
    const { port } = await serve((_, response) => response.writeHead(404).end());
    expect((await askHealth(`127.0.0.1:${port}`)).stderr).toBe(
      'footwatch: the cacher: HTTP 404, which is no answer of a cacher\n',
    );
    const mute = createServer((socket) => socket.end('hello\r\n')).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    onTestFinished(() => void mute.close());
    const address = mute.address() as { port: number };
    expect((await askHealth(`127.0.0.1:${address.port}`)).stderr).toMatch(
      /^footwatch: the cacher: no proper answer/,
    );
  });

  test('asks at loopback where the cacher listens on every address', async () => {
    const { address } = await startCacher('--base-url', await startSimulator(), '--metrics', '0.0.0.0:0');
    expect(await askHealth(address.replace('127.0.0.1', '0.0.0.0'))).toMatchObject({ exitCode: 0 });
  });

  test('is wrong usage without an address', async () => {
    expect(await runFootwatch(['health'])).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(/^footwatch: health needs the address .*--metrics HOST:PORT/),
    });
  });
});
