import { CLOCK_TOLERANCE_SECONDS } from '../freshness.ts';
import { adviseCommands, diagnoseRights } from './diagnose-redis-rights.ts';
import { diagnoseWrites } from './diagnose-redis-writes.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import { formatMegabytes } from './format-megabytes.ts';
import type { ClusterFacts, RedisFacts, RedisInfo, RedisRights } from './redis-facts.ts';

/** The oldest major version of Redis that footwatch is tested with. */
const MIN_MAJOR = 6;
/** Used share of the memory above which a warning is given. */
const MAX_MEMORY_SHARE = 0.8;
const CLUSTER_SLOTS = 16_384;

/**
 * Diagnoses Redis: latency, cluster, version, persistence, eviction, memory, rights, writes, clock.
 *
 * @param facts what is known of the server, or why it cannot be reached
 */
export function diagnoseRedis(facts: RedisFacts | { readonly unavailable: string }): Finding[] {
  if ('unavailable' in facts) {
    return [fail('redis', facts.unavailable, chooseAdvice(facts.unavailable))];
  }
  const { info } = facts;
  return [
    ok('redis', `answers in ${facts.latencyMs.toFixed(1)} ms`),
    ...(facts.cluster === null ? [] : [diagnoseCluster(facts.cluster)]),
    ...(info === null
      ? [
          warn(
            'redis info',
            'INFO is not available: version, persistence, eviction and memory are not known',
            'allow it to this user; footwatch works without',
          ),
        ]
      : [diagnoseVersion(info), diagnosePersistence(info), diagnoseEviction(info), diagnoseMemory(info)]),
    diagnoseRights(facts.rights),
    ...diagnoseWrites(facts.writes, info),
    diagnoseClock(facts.clockOffsetSeconds, facts.rights),
  ];
}

/** What to do about a Redis that cannot be reached, by the reason that the connection gives. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/^sentinels:/, 'see redis.sentinelUsername and redis.sentinelPassword'],
  [
    /^no sentinel/,
    'see whether the sentinels run, the name of the master in redis.url, and over TLS redis.ca, redis.cert and redis.key',
  ],
  [/password|permitted/, 'see redis.username and redis.password, or those in redis.url'],
  [/^certificate required/, 'Redis asks for one (tls-auth-clients): name ours in redis.cert and redis.key'],
  [
    /^our certificate/,
    'see whether redis.cert is of a CA that Redis trusts (tls-ca-cert-file), and has not expired',
  ],
  [/^certificate (expired|not valid)/, 'renew the certificate of Redis, or set the clock of this machine'],
  [/^certificate of another host/, 'name the server in redis.url as its certificate does'],
  [/certificate/, 'name its CA in redis.ca'],
  [/^no such socket/, 'see whether Redis runs, and unixsocket in its configuration'],
  [/^loading/, 'wait until it has read its files; its log says how far it is'],
  [/^busy/, 'wait until the script of another program ends, or end it (SCRIPT KILL)'],
  [/^its master/, 'it is a replica without its master: see whether that runs'],
  [/^too many clients/, 'raise maxclients, or see who keeps connections open'],
  [/^socket/, 'see unixsocketperm in the configuration of Redis, and the group of this user'],
];

function chooseAdvice(reason: string): string {
  const advice = ADVICE.find(([pattern]) => pattern.test(reason));
  if (advice !== undefined) return advice[1];
  return 'see whether it runs, and whether redis.url is right: rediss:// where it speaks TLS';
}

function diagnoseCluster({ masters, unreachable, slots }: ClusterFacts): Finding {
  const name = 'redis cluster';
  const advice = 'see redis-cli --cluster check, and give every master a replica';
  if (slots < CLUSTER_SLOTS)
    return fail(name, `${CLUSTER_SLOTS - slots} slots are served by no master`, advice);
  if (unreachable > 0) return fail(name, `${unreachable} of ${masters} masters are unreachable`, advice);
  return ok(name, `${masters} masters; what follows is of one of them`);
}

function diagnoseVersion(info: RedisInfo): Finding {
  const version = info.get('redis_version') ?? 'unknown';
  return Number.parseInt(version, 10) >= MIN_MAJOR
    ? ok('redis version', version)
    : warn('redis version', `${version} is not tested`, `use Redis ${MIN_MAJOR} or later`);
}

function diagnosePersistence(info: RedisInfo): Finding {
  const name = 'redis persistence';
  const broken = ['aof_last_write_status', 'rdb_last_bgsave_status'].find(
    (field) => (info.get(field) ?? 'ok') !== 'ok',
  );
  if (broken !== undefined) {
    return fail(name, `${broken} is ${info.get(broken)}`, "see Redis's log, and the free space of its disk");
  }
  return info.get('aof_enabled') === '1'
    ? ok(name, 'append-only file')
    : warn(
        name,
        'a crash loses what came since the last snapshot',
        'set appendonly yes, as conf/redis.conf does',
      );
}

function diagnoseEviction(info: RedisInfo): Finding {
  const name = 'redis eviction';
  const policy = info.get('maxmemory_policy') ?? 'unknown';
  if (policy === 'noeviction') return ok(name, policy);
  const advice = 'set maxmemory-policy noeviction';
  return Number(info.get('maxmemory')) > 0
    ? fail(name, `${policy}: Redis throws samples and anomalies away when its memory is full`, advice)
    : warn(name, `${policy}: Redis would throw samples away if it had a maxmemory`, advice);
}

function diagnoseMemory(info: RedisInfo): Finding {
  const used = Number(info.get('used_memory'));
  const limit = Number(info.get('maxmemory')) || Number(info.get('total_system_memory'));
  const message = `${formatMegabytes(used)} of ${formatMegabytes(limit)}`;
  return used / limit > MAX_MEMORY_SHARE
    ? warn('redis memory', message, 'raise maxmemory, shorten cacher.retention, or remove old anomalies')
    : ok('redis memory', message);
}

function diagnoseClock(offsetSeconds: number | null, { absent }: RedisRights): Finding {
  if (offsetSeconds === null)
    return absent.includes('TIME')
      ? fail('redis clock', 'Redis does not have TIME', adviseCommands(['TIME'], absent))
      : fail('redis clock', 'TIME is not permitted', 'allow this user TIME');
  const difference = `${Math.abs(offsetSeconds).toFixed(1)} s ${offsetSeconds > 0 ? 'ahead of' : 'behind'} this machine`;
  return Math.abs(offsetSeconds) <= CLOCK_TOLERANCE_SECONDS
    ? ok('redis clock', 'agrees with this machine')
    : warn('redis clock', difference, 'synchronise both clocks by NTP');
}
