import { type Finding, fail, ok, warn } from './finding.ts';
import type { RedisRights } from './redis-facts.ts';

/** Without it patients have to be named, and those that are not are neither found nor cleaned up; all else works. */
const SEARCH = 'SCAN';
/** Without them samples are stored, and readers look for new ones by themselves. */
const WAKING: readonly string[] = ['PUBLISH', 'SPUBLISH'];

/** Diagnoses what the user may do, and for whom it is enough. */
export function diagnoseRights({
  missingToRead,
  missingToWrite,
  missingToKeep,
  absent,
}: RedisRights): Finding {
  const name = 'redis rights';
  const isNeeded = (command: string) => command !== SEARCH && !WAKING.includes(command);
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
  const losses = [
    ...(missing.includes(SEARCH) ? [UNFOUND] : []),
    ...(missing.some((command) => WAKING.includes(command)) ? [UNWOKEN] : []),
  ];
  if (losses.length > 0) return warn(name, losses.join('; '), advice);
  if (!keeps) return warn(name, 'enough to show and to store samples, not to keep walks', advice);
  return ok(
    name,
    missingToWrite === null ? 'enough to read; before Redis 7 no more can be told' : 'enough for all',
  );
}

const UNFOUND = 'only patients that are named are shown and cleaned up, others are not found';
const UNWOKEN = 'nobody is woken by new samples: they are seen up to a second late';
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
