import type { PatientId } from './patient.ts';
import { seededRandom } from './random.ts';

/** One of several shares of the patients: `index` goes from 1 to `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The share that is there however many there are. */
export const FIRST_SHARD = 1;
const MAX_SHARDS = 10_000;
const SHARD = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/;
export const SHARD_ALLOWED = '1/N to N/N, such as 2/5';

/** The shard of `2/5`, or null when there is no such share. */
export function parseShard(text: string): Shard | null {
  const [, index, count] = (SHARD.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined || index > count || count > MAX_SHARDS) return null;
  return { index, count };
}

/** The patients of a share: each patient belongs to exactly one. Without a shard all of them. */
export function selectShardPatients(
  patients: readonly PatientId[],
  shard: Shard | null,
): readonly PatientId[] {
  if (shard === null) return patients;
  return patients.filter((patient) => assignShard(patient, shard.count) === shard.index);
}

/**
 * Which of `count` shards, 1 to `count`, a patient belongs to. Jump consistent hash (Lamping and Veach, 2014): one more
 * shard takes its share from all others evenly, and nothing else moves.
 */
export function assignShard(patient: PatientId, count: number): number {
  const random = seededRandom(patient);
  let shard = 0;
  for (let next = 0; next < count; next = Math.floor((shard + 1) / random())) shard = next;
  return shard + 1;
}
