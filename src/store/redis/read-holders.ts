import type { PatientId } from '../../core/patient.ts';
import type { KeySchema } from '../keys.ts';
import { parseLease } from '../lease-value.ts';
import { type HeldLease, StoreUnavailable } from '../store.ts';
import { executeBatch } from './batch.ts';
import type { RedisServers } from './redis-servers.ts';

/** Redis serves nobody else during one command. */
const PATIENTS_PER_COMMAND = 50;

/** Reads the leases of patients, as StoreWriter.holders promises it. Rejects with StoreUnavailable. */
export async function readHolders(
  servers: RedisServers,
  keys: KeySchema,
  patients: readonly PatientId[],
): Promise<ReadonlyMap<PatientId, HeldLease | null>> {
  const replies = await executeBatch(
    servers,
    patients.map((patient) => ({ patient })),
    {
      // MGET replies nil for a key of another type, where GET would fail.
      add: (pipeline, batch) => pipeline.mget(batch.map(({ patient }) => keys.key(patient, 'lease'))),
      // Braces give each patient a slot of its own, and one command may touch one slot only.
      maxItems: keys.style === 'plain' ? PATIENTS_PER_COMMAND : 1,
    },
  );
  return new Map(
    patients.flatMap((patient, index): [PatientId, HeldLease | null][] => {
      const reply = replies[index];
      return reply instanceof StoreUnavailable ? [] : [[patient, reply ? parseLease(String(reply)) : null]];
    }),
  );
}
