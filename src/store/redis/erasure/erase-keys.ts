import type { PatientId } from '../../../core/patient.ts';
import type { KeySchema } from '../../keys.ts';
import type { RedisConnection } from '../connection.ts';
import type { RedisServers } from '../redis-servers.ts';
import { KEYS_PER_STEP, scanKeys } from '../scan-keys.ts';

/** What was removed of a patient. */
export interface ErasedPatient {
  readonly keys: number;
  /** The ids of its kept walks, ascending. */
  readonly walks: readonly string[];
}

/**
 * Removes every key of some patients: those of the contract, and all of their kept walks. Rejects with StoreUnavailable.
 */
export async function eraseKeys(
  servers: RedisServers,
  schema: KeySchema,
  patients: readonly PatientId[],
): Promise<ReadonlyMap<PatientId, ErasedPatient>> {
  const erased = new Map<PatientId, ErasedPatient>();
  for (const [server, keysByPatient] of await findKeys(servers, schema, patients)) {
    for (const [patient, keys] of keysByPatient) {
      let count = 0;
      for (let from = 0; from < keys.length; from += KEYS_PER_STEP)
        count += await server.run((client) => client.unlink(...keys.slice(from, from + KEYS_PER_STEP)));
      const ids = keys.flatMap((key) => schema.parseKept(key)?.id ?? []);
      erased.set(patient, { keys: count, walks: [...new Set(ids)].sort() });
    }
  }
  return erased;
}

/** Counts the keys of some patients that the store has, all together. Rejects with StoreUnavailable. */
export async function countKeys(
  servers: RedisServers,
  schema: KeySchema,
  patients: readonly PatientId[],
): Promise<number> {
  let count = 0;
  for (const [server, keysByPatient] of await findKeys(servers, schema, patients))
    for (const keys of keysByPatient.values()) count += await server.run((client) => client.exists(...keys));
  return count;
}

/** The keys that each patient may have, by the server that holds the patient. */
async function findKeys(
  servers: RedisServers,
  schema: KeySchema,
  patients: readonly PatientId[],
): Promise<ReadonlyMap<RedisConnection, ReadonlyMap<PatientId, readonly string[]>>> {
  const groups = await servers.divide(patients.map((patient) => ({ patient })));
  const found = new Map<RedisConnection, ReadonlyMap<PatientId, readonly string[]>>();
  for (const [server, group] of groups) {
    const keysByPatient = new Map(group.map(({ patient }) => [patient, [...schema.keys(patient)]]));
    for (const key of await findKeptKeys(server, schema)) {
      const parsed = schema.parseKept(key);
      if (parsed !== null) keysByPatient.get(parsed.patient)?.push(key);
    }
    found.set(server, keysByPatient);
  }
  return found;
}

async function findKeptKeys(server: RedisConnection, schema: KeySchema): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const keys of scanKeys(server, schema.keptPattern())) for (const key of keys) found.add(key);
  return found;
}
