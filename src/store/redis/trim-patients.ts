import type { PatientId } from '../../core/patient.ts';
import type { KeySchema } from '../keys.ts';
import { StoreUnavailable, type TrimOutcome } from '../store.ts';
import { executeEach } from './batch.ts';
import type { RedisServers } from './redis-servers.ts';
import { scanPatients } from './scan-patients.ts';

const PATIENTS_PER_BATCH = 200;

/**
 * Removes the samples of all patients that were received before an instant, Unix seconds. A server of a cluster that is
 * down is skipped until the next time. Rejects with StoreUnavailable when no server is reachable.
 */
export async function trimAllPatients(
  servers: RedisServers,
  keys: KeySchema,
  beforeSeconds: number,
): Promise<TrimOutcome> {
  const outcomes = await Promise.all(
    (await servers.all()).map(async (server) => {
      try {
        return await trimPatients(
          servers,
          keys,
          await scanPatients(server, keys, ['timestamp']),
          beforeSeconds,
        );
      } catch (error) {
        if (error instanceof StoreUnavailable) return error;
        throw error;
      }
    }),
  );
  const done = outcomes.flatMap((outcome) => (outcome instanceof StoreUnavailable ? [] : [outcome]));
  if (done.length === 0 && outcomes[0] instanceof StoreUnavailable) throw outcomes[0];
  return {
    trimmed: done.reduce((sum, { trimmed }) => sum + trimmed, 0),
    refused: done.flatMap(({ refused }) => refused),
  };
}

/** Removes the samples of some patients that were received before an instant. Rejects with StoreUnavailable. */
export async function trimPatients(
  servers: RedisServers,
  keys: KeySchema,
  patients: readonly PatientId[],
  beforeSeconds: number,
): Promise<TrimOutcome> {
  const before = beforeSeconds.toFixed(3);
  const refused: { patient: PatientId; reason: string }[] = [];
  let trimmed = 0;
  for (let from = 0; from < patients.length; from += PATIENTS_PER_BATCH) {
    const batch = patients.slice(from, from + PATIENTS_PER_BATCH).map((patient) => ({ patient }));
    const replies = await executeEach(servers, batch, (pipeline, { patient }) => {
      const { data, timestamp, health } = keys.keysByPart(patient);
      pipeline.trimPatient(data, timestamp, health, before);
    });
    for (const [index, { patient }] of batch.entries()) {
      const reply = replies[index];
      if (typeof reply === 'number') trimmed += reply;
      else if (!(reply instanceof StoreUnavailable)) refused.push({ patient, reason: String(reply) });
    }
  }
  return { trimmed, refused };
}
