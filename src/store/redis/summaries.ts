import type { PatientId } from '../../core/patient.ts';
import type { KeySchema } from '../keys.ts';
import { type PatientSummary, StoreUnavailable } from '../store.ts';
import { markSensors, parseTimestamp } from '../stored-entry.ts';
import { decodeHealth, decodeProfile } from '../stored-record.ts';
import type { RedisConnection } from './connection.ts';
import { isWrongType } from './failure.ts';
import type { RedisServers } from './redis-servers.ts';
import { readCount, readFields, readList, readSeconds } from './reply-values.ts';

const COMMANDS_PER_PATIENT = 6;

/**
 * Reads summaries of many patients in one pipeline to each server, in the order of the patients; patients of a server
 * that is down are left out. A key of another type counts as absent. Rejects with StoreUnavailable when no server is
 * reachable.
 */
export async function readSummaries(
  servers: RedisServers,
  keys: KeySchema,
  patients: readonly PatientId[],
): Promise<readonly PatientSummary[]> {
  const groups = await servers.divide(patients.map((patient) => ({ patient })));
  const results = await Promise.all(
    [...groups].map(([connection, group]) =>
      readServerSummaries(
        connection,
        keys,
        group.map(({ patient }) => patient),
      ).catch((error: unknown) => {
        if (error instanceof StoreUnavailable) return error;
        throw error;
      }),
    ),
  );
  const summaries = new Map<PatientId, PatientSummary>();
  let failure: StoreUnavailable | null = null;
  for (const result of results) {
    if (result instanceof StoreUnavailable) failure = result;
    else for (const summary of result) summaries.set(summary.patient, summary);
  }
  if (failure !== null) {
    if (summaries.size === 0 && !servers.isPartlyUp) throw failure;
    // The patients may have moved to another server: the next call finds them there.
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
      throw error;
    });
    const nowSeconds = readSeconds(replies[0]);
    return patients.map((patient, index) => {
      const first = 1 + index * COMMANDS_PER_PATIENT;
      const [existing, newest, anomalies, anomaly, profile, health] = replies.slice(
        first,
        first + COMMANDS_PER_PATIENT,
      );
      return {
        patient,
        nowSeconds,
        newestAtSeconds: parseTimestamp(readList(newest)[0] ?? ''),
        anomaliesStored: readCount(anomalies),
        newestAnomaly: markSensors(readList(anomaly)[0] ?? ''),
        profile: decodeProfile(readFields(profile)),
        health: decodeHealth(readFields(health)),
        known: readCount(existing) > 0,
      };
    });
  });
}
