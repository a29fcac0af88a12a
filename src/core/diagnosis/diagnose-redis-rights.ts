import { type Finding, fail, ok, warn } from './finding.ts';
import type { RedisRights } from './redis-facts.ts';

/** Without it patients have to be named, and those that are not are neither found nor cleaned up; all else works. */
const OPTIONAL = 'SCAN';

/** Diagnoses what the user may do, and for whom it is enough. */
export function diagnoseRights({ missingToRead, missingToWrite, absent }: RedisRights): Finding {
  const name = 'redis rights';
  const isNeeded = (command: string) => command !== OPTIONAL;
  const reads = !missingToRead.some(isNeeded);
  const writes = missingToWrite === null || !missingToWrite.some(isNeeded);
  const missing = [...new Set([...missingToRead, ...(missingToWrite ?? [])])];
  const advice = adviseCommands(missing, absent);
  if (!reads && !writes) return fail(name, 'enough neither for watch nor for the cacher', advice);
  // Rights are given to users one by one; what the server does not have, no cacher can do.
  if (!writes && missingToWrite?.some((command) => isNeeded(command) && absent.includes(command)))
    return fail(name, 'enough for watch, not for any cacher', advice);
  if (!writes) return warn(name, 'enough for watch, not for the cacher', advice);
  if (!reads) return warn(name, 'enough for the cacher, not for watch', advice);
  if (missing.length > 0)
    return warn(name, 'only patients that are named are shown and cleaned up, others are not found', advice);
  return ok(
    name,
    missingToWrite === null ? 'enough to read; before Redis 7 no more can be told' : 'enough for all',
  );
}

/** What to do about commands that are missing, by their names. */
export function adviseCommands(missing: readonly string[], absent: readonly string[]): string {
  const forbidden = missing.filter((command) => !absent.includes(command));
  const gone = missing.filter((command) => absent.includes(command));
  return [
    ...(forbidden.length > 0
      ? [`allow this user ${forbidden.join(', ')} on the patients' keys and channels`]
      : []),
    ...(gone.length > 0 ? [`give Redis back ${gone.join(', ')}, which rename-command took away`] : []),
  ].join('; ');
}
