import type { Cacher } from './cacher.ts';
import { OTHER_API_ADVICE, OTHER_API_MESSAGE } from './lease/standby.ts';

/** Says why a cacher stores nothing, or not what it should; null when it is ready, as one that stands by for another is. */
export function explainNotReady({
  status,
  lastFailure,
}: Pick<Cacher, 'status' | 'lastFailure'>): string | null {
  const { storeDownReason, otherApiPatients, patients } = status;
  if (storeDownReason !== null) return `the store is down: ${storeDownReason}`;
  if (otherApiPatients > 0) return `${OTHER_API_MESSAGE} (${otherApiPatients}); ${OTHER_API_ADVICE}`;
  if (patients.down > 0 && patients.up + patients.failing === 0)
    return `the API fails for all ${patients.down} patients: ${lastFailure}`;
  return null;
}
