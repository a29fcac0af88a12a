import type { PatientId } from './patient.ts';
import { seededRandom } from './random.ts';
import { Refusal } from './refusal.ts';

/** One of several shares of the patients; `index` is 1 to `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Index of the shard that exists for any count. */
export const FIRST_SHARD = 1;
const MAX_SHARDS = 10_000;
const SHARD = /^(0|[1-9]\d{0,8})\/(0|[1-9]\d{0,8})$/;
/** What a shard may look like, for help and error messages. */
export const SHARD_ALLOWED = '1/N to N/N, such as 2/5';

/** Parses a shard such as `2/5`; null when the text is no such fraction. */
export function parseShard(text: string): Shard | Refusal | null {
  const [, index, count] = (SHARD.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined) return null;
  if (count > MAX_SHARDS) return new Refusal(`there are ${MAX_SHARDS} shares at most`);
  if (index === 0 || count === 0) return new Refusal('shares are counted from 1');
  if (index > count) return new Refusal(`the last of ${count} shares is ${count}/${count}`);
  return { index, count };
}

/** Selects the patients of a shard, in their order; each patient belongs to exactly one. Without a shard, all patients. */
export function selectShardPatients(
  patients: readonly PatientId[],
  shard: Shard | null,
): readonly PatientId[] {
  if (shard === null) return patients;
  return patients.filter((patient) => assignShard(patient, shard.count) === shard.index);
}

/**
 * Assigns a patient to one of `count` shards, 1 to `count`, by jump consistent hash (Lamping and Veach, 2014): one more shard takes
 * its share evenly from all others, and no other patient moves.
 */
export function assignShard(patient: PatientId, count: number): number {
  const random = seededRandom(patient);
  let shard = 0;
  for (let next = 0; next < count; next = Math.floor((shard + 1) / random())) shard = next;
  return shard + 1;
}
