import type { PatientId } from '../../core/patient.ts';
import type { KeySchema } from '../keys.ts';
import { type PatientSummary, StoreUnavailable } from '../store.ts';
import { markSensors, parseTimestamp } from '../stored-entry.ts';
import { decodeHealth, decodeProfile, type StoredFields } from '../stored-record.ts';
import type { RedisConnection } from './connection.ts';
import { describeRedisError, isWrongType } from './failure.ts';
import { asSeconds } from './reader.ts';
import type { RedisServers } from './topology.ts';

const COMMANDS_A_PATIENT = 6;

/** One pipeline to each server. A key of a wrong type counts as absent. */
export async function readSummaries(
  servers: RedisServers,
  keys: KeySchema,
  patients: readonly PatientId[],
): Promise<readonly PatientSummary[]> {
  const divided = await servers.divide(patients.map((patient) => ({ patient })));
  const answers = await Promise.all(
    [...divided].map(([connection, held]) =>
      readServerSummaries(
        connection,
        keys,
        held.map(({ patient }) => patient),
      ).catch((error: unknown) => {
        if (error instanceof StoreUnavailable) return error;
        throw error;
      }),
    ),
  );
  const summaries = new Map<PatientId, PatientSummary>();
  let failure: StoreUnavailable | null = null;
  for (const answer of answers) {
    if (answer instanceof StoreUnavailable) failure = answer;
    else for (const summary of answer) summaries.set(summary.patient, summary);
  }
  if (failure !== null) {
    if (summaries.size === 0 && !servers.isPartlyUp) throw failure;
    // The patients may have moved to another server.
    await servers.refresh().catch(() => {});
  }
  return patients.flatMap((patient) => summaries.get(patient) ?? []);
}

async function readServerSummaries(
  connection: RedisConnection,
  keys: KeySchema,
  patients: readonly PatientId[],
): Promise<PatientSummary[]> {
  return connection.run(async (client) => {
    const pipeline = client.pipeline().time();
    for (const patient of patients) {
      pipeline
        .exists(...keys.keys(patient))
        .lrange(keys.key(patient, 'timestamp'), -1, -1)
        .llen(keys.key(patient, 'anomaly'))
        .lrange(keys.key(patient, 'anomaly'), -1, -1)
        .hgetall(keys.key(patient, 'profile'))
        .hgetall(keys.key(patient, 'health'));
    }
    const replies = ((await pipeline.exec()) ?? []).map(([error, reply]) => {
      if (error === null || error === undefined) return reply;
      if (isWrongType(error)) return null;
      if (describeRedisError(error) === 'moved within its cluster') {
        throw new StoreUnavailable('moved within its cluster');
      }
      throw error;
    });
    const nowSeconds = asSeconds(replies[0]);
    return patients.map((patient, index) => {
      const at = 1 + index * COMMANDS_A_PATIENT;
      const [existing, newest, anomalies, anomaly, profile, health] = replies.slice(
        at,
        at + COMMANDS_A_PATIENT,
      );
      return {
        patient,
        nowSeconds,
        newestAtSeconds: Array.isArray(newest) ? parseTimestamp(String(newest[0] ?? '')) : null,
        anomaliesStored: typeof anomalies === 'number' ? anomalies : 0,
        newestAnomaly: Array.isArray(anomaly) ? markSensors(String(anomaly[0] ?? '')) : '',
        profile: decodeProfile(asFields(profile)),
        health: decodeHealth(asFields(health)),
        known: existing !== 0,
      };
    });
  });
}

function asFields(reply: unknown): StoredFields {
  return typeof reply === 'object' && reply !== null ? (reply as StoredFields) : {};
}
