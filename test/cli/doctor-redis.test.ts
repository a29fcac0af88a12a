import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { breakDisk } from '../store/redis/break-disk.ts';
import { RedisServer } from '../store/redis/redis-server.ts';
import { runFootwatch } from './run-footwatch.ts';
import { startFootwatch, startSimulator } from './start-footwatch.ts';

async function startServer(...args: string[]): Promise<RedisServer> {
  const server = await RedisServer.start(['--appendonly', 'yes', ...args]);
  onTestFinished(() => server.stop());
  return server;
}

const examine = (server: RedisServer, ...args: string[]) =>
  runFootwatch(['doctor', '--redis', server.url, ...args]);

describe('a Redis that takes no write makes the doctor fail, which says why and what to do', () => {
  const fails = async (server: RedisServer, line: RegExp) => {
    const { exitCode, stdout } = await examine(server);
    expect(stdout).toMatch(line);
    expect(exitCode).toBe(1);
  };

  test('a replica', async () => {
    const master = await startServer();
    const replica = await startServer('--replicaof', '127.0.0.1', `${master.port}`);
    await fails(
      replica,
      new RegExp(
        `^fail {2}redis writes +it takes none: it is a replica of 127.0.0.1:${master.port}, read only: name its`,
        'm',
      ),
    );
    const writable = await startServer(
      '--replicaof',
      '127.0.0.1',
      `${master.port}`,
      '--replica-read-only',
      'no',
    );
    await fails(writable, /^fail {2}redis writes +it is a replica that takes writes, and loses them/m);
  });

  test('too few replicas', async () => {
    const server = await startServer('--min-replicas-to-write', '1');
    await fails(
      server,
      /^fail {2}redis writes +.*fewer replicas keep up, 0, than min-replicas-to-write asks for: see/m,
    );
  });

  test('a full memory', async () => {
    await fails(
      await startServer('--maxmemory', '100kb'),
      /^fail {2}redis writes +.*its memory is full .*: raise maxmemory/m,
    );
  });

  test('a disk that cannot be written, and watch reads all the same', async () => {
    const server = await startServer(
      '--appendonly',
      'no',
      '--save',
      '3600 9',
      '--enable-protected-configs',
      'yes',
    );
    const client = server.client();
    await client.rpush('3_timestamp', (Date.now() / 1000).toFixed(3));
    await client.rpush('3_data', '[{"anomaly":false,"id":0,"value":7}]');
    await breakDisk(server);
    await fails(server, /^fail {2}redis writes +.*it cannot save to its disk .*BGSAVE/m);
    const watch = await runFootwatch(['watch', '--once', '--json', '--redis', server.url]);
    expect(watch).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(watch.stdout)).toMatchObject({ patient: 3, samples: 1 });
  });

  test('while one that takes writes passes', async () => {
    const { exitCode, stdout } = await examine(await startServer());
    expect(stdout).toMatch(/^ok {4}redis writes +it takes them$/m);
    expect(exitCode).toBe(0);
  });
});

describe('a Redis without a command is told by its name, and only what is needed is needed', () => {
  test.each<[string, number, RegExp]>([
    ['EVAL', 1, /^fail {2}redis rights +enough for watch, not for any cacher: give Redis back EVAL, which/m],
    ['TIME', 1, /^fail {2}redis clock +Redis does not have TIME: give Redis back TIME, which/m],
    ['SCAN', 0, /^warn {2}redis rights +only patients that are named .*: give Redis back SCAN, which/m],
    [
      'INFO',
      0,
      /^warn {2}redis info +INFO is not available.*: allow it to this user; footwatch works without/m,
    ],
  ])('%s: exit code %i', async (command, exitCode, line) => {
    const server = await startServer('--rename-command', command, '');
    const run = await examine(server);
    expect(run.stdout).toMatch(line);
    expect(run.exitCode).toBe(exitCode);
  });

  test('without SCAN and INFO the cacher stores, removes what is old of its patients, and says once what it cannot', async () => {
    const server = await startServer('--rename-command', 'SCAN', '', '--rename-command', 'INFO', '');
    const baseUrl = await startSimulator();
    const run = await runFootwatch([
      ...['cacher', '--redis', server.url, '--base-url', baseUrl, '--patients', '1-2', '--interval', '50ms'],
      ...['--retention', '300ms', '--cleanup-interval', '100ms', '--duration', '1500ms'],
    ]);
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout).trimmed).toBeGreaterThan(0);
    expect(
      run.stderr.match(/unknown command SCAN.*only the patients of this cacher are cleaned up/g),
    ).toHaveLength(1);
  });
});

describe('the health record of each configured patient', () => {
  test('is told by its age; one that nobody writes any more fails, a patient never seen is a warning', async () => {
    const server = await startServer();
    const cacher = startFootwatch([
      ...['cacher', '--redis', server.url, '--base-url', await startSimulator(), '--patients', '1-3'],
    ]);
    const client = server.client();
    await vi.waitFor(
      async () => expect(await client.exists('1_health', '2_health', '3_health')).toBe(3),
      10_000,
    );
    const well = await examine(server, '--patients', '1-4');
    expect(well.stdout).toMatch(/^ok {4}patients +health record of 1 \d\.\d s, 2 \d\.\d s, 3 \d\.\d s$/m);
    expect(well.stdout).toMatch(/^warn {2}patients +never polled: 4: start the cacher/m);
    expect(well.exitCode).toBe(0);
    await cacher.end('SIGKILL');
    await client.hset('2_health', 'updatedAt', (Date.now() / 1000 - 16).toFixed(3));
    const ill = await examine(server, '--patients', '1-4');
    expect(ill.stdout).toMatch(
      /^fail {2}patients +nobody polls: health record of 2 \d\d\.\d s: see whether/m,
    );
    expect(ill.exitCode).toBe(1);
  });

  test('is not asked for where no patients are configured and none was ever polled', async () => {
    const { stdout } = await examine(await startServer());
    expect(stdout).not.toContain('never polled');
  });
});
