import type { Redis } from 'ioredis';
import type { PatientId } from '../../core/patient.ts';
import type { KeySchema } from '../keys.ts';
import type { StoredPair } from '../stored-entry.ts';

/** Most entries a round trip. */
const PAGE_ENTRIES = 64;

/**
 * Reads the newest entries of a patient's samples, oldest first. By LINDEX, which the cacher may run: it may not read lists otherwise.
 * Nobody else writes the lists meanwhile, as the cacher that reads them has the patient's lease.
 */
export async function readNewest(
  client: Redis,
  keys: KeySchema,
  patient: PatientId,
  count: number,
): Promise<readonly StoredPair[]> {
  const [data, timestamp] = [keys.key(patient, 'data'), keys.key(patient, 'timestamp')];
  const newestFirst: StoredPair[] = [];
  while (newestFirst.length < count) {
    const from = newestFirst.length + 1;
    const entries = Math.min(PAGE_ENTRIES, count - newestFirst.length);
    const pipeline = client.pipeline();
    for (let index = from; index < from + entries; index++) {
      pipeline.lindex(data, -index);
      pipeline.lindex(timestamp, -index);
    }
    const replies = (await pipeline.exec()) ?? [];
    for (const [error] of replies) if (error) throw error;
    for (let index = 0; index < entries; index++) {
      const [sensorsJson, at] = [replies[2 * index]?.[1], replies[2 * index + 1]?.[1]];
      if (typeof sensorsJson !== 'string' || typeof at !== 'string') return newestFirst.reverse();
      newestFirst.push([sensorsJson, at]);
    }
  }
  return newestFirst.reverse();
}
