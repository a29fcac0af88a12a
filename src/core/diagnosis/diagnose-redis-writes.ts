import { type Finding, fail, ok, warn } from './finding.ts';
import { formatMegabytes } from './format-megabytes.ts';
import type { RedisInfo, WriteProbe } from './redis-facts.ts';

const NAME = 'redis writes';

/**
 * Diagnoses whether Redis takes a write: an `ok` for each of the rights is no promise that it does.
 *
 * @param probes what came of a write on the server, or on each master of a cluster
 * @param info of one of the servers; null when it is not known
 */
export function diagnoseWrites(probes: readonly WriteProbe[], info: RedisInfo | null): Finding[] {
  const reasons = probes.flatMap((probe) => (probe.kind === 'refused' ? [probe.reason] : []));
  const [reason] = reasons;
  const isReplica = info?.get('role') === 'slave';
  if (reason !== undefined) {
    const where = probes.length === 1 ? '' : `${reasons.length} of ${probes.length} masters: `;
    const { message, advice } = explainRefusal(reason, info);
    return [fail(NAME, where + message, advice)];
  }
  const takesWrites = probes.some(({ kind }) => kind === 'taken');
  if (isReplica && takesWrites)
    return [
      fail(NAME, 'it is a replica that takes writes, and loses them (replica-read-only no)', REPLICA_ADVICE),
    ];
  if (isReplica) return [warn(NAME, 'it is a replica: enough for watch, not for the cacher', REPLICA_ADVICE)];
  return takesWrites ? [ok(NAME, 'it takes them')] : [];
}

const REPLICA_ADVICE =
  'name its master in redis.url, or the sentinels that know it: redis+sentinel://host,host/master';

function explainRefusal(reason: string, info: RedisInfo | null): { message: string; advice: string } {
  const field = (name: string) => info?.get(name);
  switch (reason) {
    case 'read only': {
      const [host, port] = [field('master_host'), field('master_port')];
      const master = host === undefined ? '' : ` of ${host}:${port}`;
      return { message: `it takes none: it is a replica${master}, read only`, advice: REPLICA_ADVICE };
    }
    case 'too few replicas': {
      const good = field('min_slaves_good_slaves');
      const count = good === undefined ? '' : `, ${good},`;
      return {
        message: `it takes none: fewer replicas keep up${count} than min-replicas-to-write asks for`,
        advice: 'see why they are away or late, or lower min-replicas-to-write',
      };
    }
    case 'out of memory': {
      const [used, limit] = [Number(field('used_memory')), Number(field('maxmemory'))];
      const size = limit > 0 ? ` (${formatMegabytes(used)} of ${formatMegabytes(limit)})` : '';
      return {
        message: `it takes none: its memory is full${size}, and nothing may be evicted`,
        advice: 'raise maxmemory, shorten cacher.retention, or export and remove old anomalies',
      };
    }
    case 'cannot save to disk':
      return {
        message: 'it takes none: it cannot save to its disk (stop-writes-on-bgsave-error)',
        advice:
          "see Redis's log, and the free space and rights of its folder; it takes them again after a BGSAVE that succeeds",
      };
    default:
      return { message: `it takes none: ${reason}`, advice: "see Redis's log" };
  }
}
