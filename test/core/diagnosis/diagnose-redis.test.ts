import { describe, expect, test } from 'vitest';
import { diagnoseRedis } from '../../../src/core/diagnosis/diagnose-redis.ts';
import { findWorstStatus } from '../../../src/core/diagnosis/finding.ts';
import type { RedisFacts, WriteProbe } from '../../../src/core/diagnosis/redis-facts.ts';

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
  rights: { missingToRead: [], missingToWrite: [], missingToKeep: [], absent: [] },
  writes: [{ kind: 'taken' }],
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
    const diagnoseRights = (
      missingToRead: string[],
      missingToWrite: string[] | null,
      absent: string[] = [],
      missingToKeep: string[] | null = [],
    ) => find({ ...GOOD, rights: { missingToRead, missingToWrite, missingToKeep, absent } }, 'redis rights');
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
    expect(diagnoseRights([], null, [], null)).toMatchObject({ status: 'ok' });
    expect(diagnoseRights([], [], [], ['UNLINK', 'HLEN'])).toEqual({
      name: 'redis rights',
      status: 'warn',
      message: 'enough to show and to store samples, not to keep walks',
      advice: 'allow this user UNLINK, HLEN on the keys of kept walks',
    });
    expect(diagnoseRights([], ['LTRIM'], [], ['UNLINK'])).toMatchObject({
      message: 'enough for watch, not for the cacher, nor to keep walks',
      advice:
        "allow this user LTRIM on the patients' keys and channels; allow this user UNLINK on the keys of kept walks",
    });
    expect(diagnoseRights(['LRANGE'], [], [], ['UNLINK'])).toMatchObject({
      message: 'enough for the cacher, not for watch',
      advice: "allow this user LRANGE on the patients' keys and channels",
    });
    expect(diagnoseRights([], ['EVAL'], ['EVAL'])).toEqual({
      name: 'redis rights',
      status: 'fail',
      message: 'enough for watch, not for any cacher',
      advice: 'give Redis back EVAL, which rename-command took away',
    });
    expect(diagnoseRights(['TIME', 'LLEN'], ['TIME'], ['TIME'])?.advice).toBe(
      "allow this user LLEN on the patients' keys and channels; give Redis back TIME, which rename-command took away",
    );
  });

  test('needs no more than is needed: without PUBLISH samples are stored, and seen a little later', () => {
    const message = 'nobody is woken by new samples: they are seen up to a second late';
    const diagnose = (missingToRead: string[], missingToWrite: string[]) =>
      find(
        { ...GOOD, rights: { missingToRead, missingToWrite, missingToKeep: [], absent: missingToWrite } },
        'redis rights',
      );
    expect(diagnose([], ['PUBLISH'])).toMatchObject({ status: 'warn', message });
    expect(diagnose([], ['SPUBLISH'])).toMatchObject({ status: 'warn', message });
    expect(diagnose(['SCAN'], ['SCAN', 'PUBLISH'])).toMatchObject({
      status: 'warn',
      message: `only patients that are named are shown and cleaned up, others are not found; ${message}`,
      advice: 'give Redis back SCAN, PUBLISH, which rename-command took away',
    });
    expect(diagnose([], ['HSET', 'PUBLISH'])).toMatchObject({ status: 'fail' });
  });

  test('needs no more than is needed: without SCAN named patients are served', () => {
    for (const absent of [[], ['SCAN']]) {
      const rights = { missingToRead: ['SCAN'], missingToWrite: ['SCAN'], missingToKeep: [], absent };
      expect(find({ ...GOOD, rights }, 'redis rights')).toMatchObject({
        status: 'warn',
        message: 'only patients that are named are shown and cleaned up, others are not found',
        advice: expect.stringContaining('SCAN'),
      });
    }
    expect(find({ ...GOOD, info: null }, 'redis info')?.message).toMatch(/^INFO is not available/);
    const rights = { missingToRead: ['TIME'], missingToWrite: ['TIME'], missingToKeep: [], absent: ['TIME'] };
    expect(find({ ...GOOD, clockOffsetSeconds: null, rights }, 'redis clock')).toMatchObject({
      status: 'fail',
      message: 'Redis does not have TIME',
    });
  });

  const refused = (reason: string): WriteProbe => ({ kind: 'refused', reason });
  test.each<[string, Record<string, string>, RegExp, RegExp]>([
    [
      'read only',
      { role: 'slave', master_host: 'a', master_port: '7' },
      /it is a replica of a:7, read only/,
      /redis\.url/,
    ],
    [
      'too few replicas',
      { min_slaves_good_slaves: '0' },
      /fewer replicas keep up, 0, than/,
      /min-replicas-to-write/,
    ],
    ['out of memory', { maxmemory: '1048576' }, /memory is full \(1 MB of 1 MB\)/, /raise maxmemory/],
    ['cannot save to disk', {}, /cannot save to its disk/, /free space/],
    ['busy with a script', {}, /it takes none: busy with a script/, /log/],
  ])('fails where a write is refused: %s', (reason, info, message, advice) => {
    const finding = find({ ...withInfo(info), writes: [refused(reason)] }, 'redis writes');
    expect(finding).toMatchObject({ status: 'fail' });
    expect(finding?.message).toMatch(message);
    expect(finding?.advice).toMatch(advice);
    expect(find({ ...GOOD, info: null, writes: [refused(reason)] }, 'redis writes')?.status).toBe('fail');
  });

  test('says how many masters of a cluster take no write', () => {
    const writes = [{ kind: 'taken' } as const, refused('out of memory'), { kind: 'taken' } as const];
    expect(find({ ...GOOD, writes }, 'redis writes')?.message).toMatch(
      /^1 of 3 masters: it takes none: its memory/,
    );
  });

  test('fails for a replica that loses what it takes, and warns of one that watch alone may read', () => {
    const replica = withInfo({ role: 'slave' });
    const losing = { status: 'fail', message: expect.stringMatching(/loses them/) };
    expect(find(replica, 'redis writes')).toMatchObject(losing);
    const writes: WriteProbe[] = [{ kind: 'unknown' }];
    const readable = { status: 'warn', message: expect.stringMatching(/enough for watch/) };
    expect(find({ ...replica, writes }, 'redis writes')).toMatchObject(readable);
    expect(find({ ...GOOD, writes }, 'redis writes')).toBeUndefined();
  });

  test.each(['loading', 'busy with a script', 'its master is down', 'too many clients'])(
    'says what to do about a Redis that answers with nothing but: %s',
    (unavailable) => {
      const advice = find({ unavailable }, 'redis')?.advice;
      expect(advice).not.toMatch(/see whether it runs, and whether redis\.url/);
    },
  );

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
