import { describe, expect, test } from 'vitest';
import { diagnoseRedis, type RedisFacts } from '../../../src/core/diagnosis/diagnose-redis.ts';
import { findWorstStatus } from '../../../src/core/diagnosis/finding.ts';

const GOOD_INFO = {
  redis_version: '7.0.15',
  aof_enabled: '1',
  aof_last_write_status: 'ok',
  rdb_last_bgsave_status: 'ok',
  maxmemory_policy: 'noeviction',
  maxmemory: '0',
  used_memory: '1048576',
  total_system_memory: '104857600',
};
const GOOD: RedisFacts = {
  cluster: null,
  latencyMs: 0.4,
  clockOffsetSeconds: 0.2,
  info: new Map(Object.entries(GOOD_INFO)),
  rights: { missingToRead: [], missingToWrite: [] },
};
const withInfo = (changes: Record<string, string>): RedisFacts => ({
  ...GOOD,
  info: new Map(Object.entries({ ...GOOD_INFO, ...changes })),
});
const find = (facts: Parameters<typeof diagnoseRedis>[0], name: string) =>
  diagnoseRedis(facts).find((finding) => finding.name === name);

describe('diagnoseRedis', () => {
  test('is ok with a server configured by conf/redis.conf', () => {
    expect(findWorstStatus(diagnoseRedis(GOOD))).toBe('ok');
  });

  test.each<[string, Record<string, string>, string, string]>([
    ['an old version', { redis_version: '5.0.14' }, 'redis version', 'warn'],
    ['no append-only file', { aof_enabled: '0' }, 'redis persistence', 'warn'],
    [
      'an append-only file that cannot be written',
      { aof_last_write_status: 'err' },
      'redis persistence',
      'fail',
    ],
    ['a snapshot that failed', { rdb_last_bgsave_status: 'err' }, 'redis persistence', 'fail'],
    ['eviction', { maxmemory_policy: 'allkeys-lru', maxmemory: '9000000' }, 'redis eviction', 'fail'],
    ['eviction that cannot happen', { maxmemory_policy: 'allkeys-lru' }, 'redis eviction', 'warn'],
    ['a full memory', { maxmemory: '1200000' }, 'redis memory', 'warn'],
    ['a full machine', { used_memory: '104000000' }, 'redis memory', 'warn'],
  ])('reports %s', (_, changes, name, status) => {
    const finding = find(withInfo(changes), name);
    expect(finding?.status).toBe(status);
    expect(finding?.advice).toMatch(/\w/);
  });

  test.each([
    [{ masters: 3, unreachable: 0, slots: 16_384 }, 'ok', '3 masters; what follows is of one of them'],
    [{ masters: 3, unreachable: 1, slots: 16_384 }, 'fail', '1 of 3 masters are unreachable'],
    [{ masters: 2, unreachable: 0, slots: 16_000 }, 'fail', '384 slots are served by no master'],
  ])('reports the state of a cluster: %o', (cluster, status, message) => {
    expect(find({ ...GOOD, cluster }, 'redis cluster')).toMatchObject({ status, message });
    expect(find(GOOD, 'redis cluster')).toBeUndefined();
  });

  test('reports which commands the user may not run, and what still works', () => {
    const diagnoseRights = (missingToRead: string[], missingToWrite: string[] | null) =>
      find({ ...GOOD, rights: { missingToRead, missingToWrite } }, 'redis rights');
    expect(diagnoseRights([], ['RPUSH'])).toMatchObject({
      status: 'warn',
      message: 'enough for watch, not for the cacher',
    });
    expect(diagnoseRights(['LRANGE'], [])).toMatchObject({
      status: 'warn',
      message: 'enough for the cacher, not for watch',
    });
    expect(diagnoseRights(['LRANGE'], ['RPUSH'])).toMatchObject({ status: 'fail' });
    expect(diagnoseRights(['LRANGE'], ['RPUSH'])?.advice).toContain('LRANGE, RPUSH');
    expect(diagnoseRights([], null)).toMatchObject({ status: 'ok' });
  });

  test('warns of a clock that differs by more than a second', () => {
    expect(find({ ...GOOD, clockOffsetSeconds: 1.1 }, 'redis clock')).toMatchObject({
      status: 'warn',
      message: '1.1 s ahead of this machine',
    });
    expect(find({ ...GOOD, clockOffsetSeconds: -90 }, 'redis clock')?.message).toBe(
      '90.0 s behind this machine',
    );
    expect(find({ ...GOOD, clockOffsetSeconds: null }, 'redis clock')?.status).toBe('fail');
  });

  test('warns of what is not known without INFO', () => {
    expect(find({ ...GOOD, info: null }, 'redis info')).toMatchObject({ status: 'warn' });
  });

  test('fails with the reason when Redis cannot be reached', () => {
    expect(diagnoseRedis({ unavailable: 'wrong user or password' })).toMatchObject([
      {
        status: 'fail',
        message: 'wrong user or password',
        advice: 'see redis.username and redis.password, or those in redis.url',
      },
    ]);
  });
});
