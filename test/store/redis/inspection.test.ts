import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { inspectRedis } from '../../../src/store/redis/inspection.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { breakDisk } from './break-disk.ts';
import { RedisServer } from './redis-server.ts';

const WATCH = '+ping +time +scan +exists +llen +lrange +hgetall +get +multi +exec +info';
const CACHER =
  '+ping +time +scan +eval +evalsha +type +llen +lindex +rpush +ltrim +hset +hdel +hget +get +mget +set +del +publish';

let redis: RedisServer;
let client: Redis;
beforeAll(async () => {
  redis = await RedisServer.start();
  client = redis.client();
  const addUser = (name: string, rights: string) =>
    client.call('ACL', 'SETUSER', name, 'on', '>x', '~*', '&*', '-@all', ...rights.split(' '));
  await addUser('watch', WATCH);
  await addUser('cacher', CACHER);
  await addUser('late', CACHER.replace('+rpush ', ''));
  await addUser('timeless', WATCH.replace('+time ', ''));
});
afterAll(() => redis.stop());

const inspect = (user = '', wallMs = () => Date.now()) =>
  inspectRedis(redis.target(user && `${user}:x@`), {}, wallMs);

/** Starts a server that is stopped with the test. */
async function startServer(...args: string[]): Promise<RedisServer> {
  const server = await RedisServer.start(args);
  onTestFinished(() => server.stop());
  return server;
}

describe('whether a server takes a write', () => {
  const probe = async (server: RedisServer, userInfo = '') => {
    const client = server.client();
    const keys = await client.keys('*');
    const { writes } = await inspectRedis(server.target(userInfo), {}, Date.now);
    expect(await client.keys('*')).toEqual(keys);
    return writes;
  };

  test('is found out without a write, also where the key is of another type', async () => {
    expect(await probe(redis)).toEqual([{ kind: 'taken' }]);
    await client.set('0_health', 'text');
    expect(await probe(redis)).toEqual([{ kind: 'taken' }]);
    expect(await client.get('0_health')).toBe('text');
    await client.del('0_health');
  });

  test('is not known of a user who may not write', async () => {
    expect(await probe(redis, 'watch:x@')).toEqual([{ kind: 'unknown' }]);
    expect(await probe(redis, 'cacher:x@')).toEqual([{ kind: 'taken' }]);
  });

  test('a replica takes none', async () => {
    const replica = await startServer('--replicaof', '127.0.0.1', `${redis.port}`);
    expect(await probe(replica)).toEqual([{ kind: 'refused', reason: 'read only' }]);
  });

  test('a server with fewer replicas than it wants takes none', async () => {
    const server = await startServer('--min-replicas-to-write', '1');
    expect(await probe(server)).toEqual([{ kind: 'refused', reason: 'too few replicas' }]);
  });

  test('a server whose memory is full takes none', async () => {
    const server = await startServer('--maxmemory', '100kb');
    expect(await probe(server)).toEqual([{ kind: 'refused', reason: 'out of memory' }]);
  });

  test('a server that cannot save to its disk takes none', async () => {
    const server = await startServer('--save', '3600 1000000', '--enable-protected-configs', 'yes');
    await breakDisk(server);
    expect(await probe(server)).toEqual([{ kind: 'refused', reason: 'cannot save to disk' }]);
  });

  test('a server that still loads its files answers nothing else', async () => {
    const server = await startServer();
    const client = server.client();
    const pipeline = client.pipeline();
    for (let index = 0; index < 3000; index++) pipeline.set(`key${index}`, 'x'.repeat(100));
    await pipeline.exec();
    await client.save();
    await server.kill();
    // A delay for each key that is loaded, microseconds: long enough to be asked meanwhile.
    await server.relaunch(['--key-load-delay', '10000', '--loading-process-events-interval-bytes', '1024']);
    await vi.waitFor(
      () => expect(inspectRedis(server.target(), {}, Date.now)).rejects.toThrow(/^loading$/),
      10_000,
    );
  });
});

describe('inspectRedis', () => {
  test('reports what the server says of itself, and that the default user has every right', async () => {
    const facts = await inspect();
    expect(facts.info?.get('redis_version')).toMatch(/^\d+\.\d+\.\d+$/);
    expect(facts.info?.get('maxmemory_policy')).toBe('noeviction');
    expect(facts.rights).toEqual({ missingToRead: [], missingToWrite: [], missingToKeep: [], absent: [] });
    expect(Math.abs(facts.clockOffsetSeconds ?? 99)).toBeLessThan(1);
  });

  test('measures how far the clock of the server is ahead of ours', async () => {
    const facts = await inspect('', () => Date.now() - 60_000);
    expect(facts.clockOffsetSeconds).toBeGreaterThan(59);
    expect(facts.clockOffsetSeconds).toBeLessThan(61);
  });

  test('reports the commands that a user may not run', async () => {
    expect((await inspect('watch')).rights).toEqual({
      missingToRead: [],
      missingToWrite: ['EVAL'],
      missingToKeep: ['EVAL'],
      absent: [],
    });
    const cacher = await inspect('cacher');
    expect(cacher.info).toBeNull();
    expect(cacher.rights).toEqual({
      missingToRead: ['EXISTS', 'LRANGE', 'HGETALL', 'MULTI'],
      missingToWrite: [],
      missingToKeep: ['LRANGE', 'HLEN', 'UNLINK'],
      absent: [],
    });
    expect((await inspect('late')).rights.missingToWrite).toEqual(['RPUSH']);
    expect(await inspect('timeless')).toMatchObject({ clockOffsetSeconds: null });
  });

  test('writes nothing, and does not mistake a key of another type for a missing right', async () => {
    await client.set('0_data', 'text');
    expect((await inspect()).rights).toEqual({
      missingToRead: [],
      missingToWrite: [],
      missingToKeep: [],
      absent: [],
    });
    expect(await client.keys('*')).toEqual(['0_data']);
    await client.del('0_data');
  });

  test('tells which commands nobody may run, as the server does not have them', async () => {
    const rights = async (...commands: string[]) => {
      const server = await startServer(...commands.flatMap((command) => ['--rename-command', command, '']));
      return (await inspectRedis(server.target(), {}, Date.now)).rights;
    };
    expect(await rights('EVAL')).toEqual({
      missingToRead: [],
      missingToWrite: ['EVAL'],
      missingToKeep: ['EVAL'],
      absent: ['EVAL'],
    });
    expect(await rights('SCAN', 'TIME', 'RPUSH', 'INFO')).toEqual({
      missingToRead: ['TIME', 'SCAN'],
      missingToWrite: ['RPUSH', 'SCAN', 'TIME'],
      missingToKeep: ['RPUSH'],
      absent: ['TIME', 'SCAN', 'RPUSH'],
    });
  });

  test('rejects when the login fails', async () => {
    await expect(inspectRedis(redis.target('watch:y@'), {}, Date.now)).rejects.toThrow(StoreUnavailable);
  });
});
