import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectRedis } from '../../../src/store/redis/inspection.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { RedisServer } from './redis-server.ts';

const WATCH = '+ping +time +scan +exists +llen +lrange +hgetall +multi +exec +info';
const CACHER =
  '+ping +time +scan +eval +evalsha +type +llen +lindex +rpush +ltrim +hset +hdel +hget +get +set +del +publish';

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

describe('inspectRedis', () => {
  test('reports what the server says of itself, and that the default user has every right', async () => {
    const facts = await inspect();
    expect(facts.info?.get('redis_version')).toMatch(/^\d+\.\d+\.\d+$/);
    expect(facts.info?.get('maxmemory_policy')).toBe('noeviction');
    expect(facts.rights).toEqual({ missingToRead: [], missingToWrite: [] });
    expect(Math.abs(facts.clockOffsetSeconds ?? 99)).toBeLessThan(1);
  });

  test('measures how far the clock of the server is ahead of ours', async () => {
    const facts = await inspect('', () => Date.now() - 60_000);
    expect(facts.clockOffsetSeconds).toBeGreaterThan(59);
    expect(facts.clockOffsetSeconds).toBeLessThan(61);
  });

  test('reports the commands that a user may not run', async () => {
    expect((await inspect('watch')).rights).toEqual({ missingToRead: [], missingToWrite: ['EVAL'] });
    const cacher = await inspect('cacher');
    expect(cacher.info).toBeNull();
    expect(cacher.rights).toEqual({
      missingToRead: ['EXISTS', 'LRANGE', 'HGETALL', 'MULTI'],
      missingToWrite: [],
    });
    expect((await inspect('late')).rights.missingToWrite).toEqual(['RPUSH']);
    expect(await inspect('timeless')).toMatchObject({ clockOffsetSeconds: null });
  });

  test('writes nothing, and does not mistake a key of another type for a missing right', async () => {
    await client.set('0_data', 'text');
    expect((await inspect()).rights).toEqual({ missingToRead: [], missingToWrite: [] });
    expect(await client.keys('*')).toEqual(['0_data']);
    await client.del('0_data');
  });

  test('rejects when the login fails', async () => {
    await expect(inspectRedis(redis.target('watch:y@'), {}, Date.now)).rejects.toThrow(StoreUnavailable);
  });
});
