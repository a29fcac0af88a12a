import { type Finding, fail, ok, warn } from './finding.ts';
import type { RedisRights } from './redis-facts.ts';

/** Without it patients have to be named, and those that are not are neither found nor cleaned up; all else works. */
const OPTIONAL = 'SCAN';

/** Diagnoses what the user may do, and for whom it is enough. */
export function diagnoseRights({
  missingToRead,
  missingToWrite,
  missingToKeep,
  absent,
}: RedisRights): Finding {
  const name = 'redis rights';
  const isNeeded = (command: string) => command !== OPTIONAL;
  const reads = !missingToRead.some(isNeeded);
  const writes = missingToWrite === null || !missingToWrite.some(isNeeded);
  const missing = [...new Set([...missingToRead, ...(missingToWrite ?? [])])];
  const forKeeping = reads ? (missingToKeep ?? []).filter((command) => !missing.includes(command)) : [];
  const keeps = !reads || missingToKeep === null || missingToKeep.length === 0;
  const advice = [adviseCommands(missing, absent), adviseCommands(forKeeping, absent, KEPT_WALKS)]
    .filter((text) => text !== '')
    .join('; ');
  if (!reads && !writes) return fail(name, 'enough neither for watch nor for the cacher', advice);
  // Rights are given to users one by one; what the server does not have, no cacher can do.
  if (!writes && missingToWrite?.some((command) => isNeeded(command) && absent.includes(command)))
    return fail(name, 'enough for watch, not for any cacher', advice);
  if (!writes)
    return warn(name, `enough for watch, not for the cacher${keeps ? '' : ', nor to keep walks'}`, advice);
  if (!reads) return warn(name, 'enough for the cacher, not for watch', advice);
  if (missing.length > 0)
    return warn(name, 'only patients that are named are shown and cleaned up, others are not found', advice);
  if (!keeps) return warn(name, 'enough to show and to store samples, not to keep walks', advice);
  return ok(
    name,
    missingToWrite === null ? 'enough to read; before Redis 7 no more can be told' : 'enough for all',
  );
}

const KEPT_WALKS = 'the keys of kept walks';

/** What to do about commands that are missing, by their names, on some keys. */
export function adviseCommands(
  missing: readonly string[],
  absent: readonly string[],
  keys = "the patients' keys and channels",
): string {
  const forbidden = missing.filter((command) => !absent.includes(command));
  const gone = missing.filter((command) => absent.includes(command));
  return [
    ...(forbidden.length > 0 ? [`allow this user ${forbidden.join(', ')} on ${keys}`] : []),
    ...(gone.length > 0 ? [`give Redis back ${gone.join(', ')}, which rename-command took away`] : []),
  ].join('; ');
}
