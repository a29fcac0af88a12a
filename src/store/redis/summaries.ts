import type { Redis } from 'ioredis';
import type { PatientId } from '../../core/patient.ts';
import type { KeySchema } from '../keys.ts';
import { type PatientSummary, StoreUnavailable } from '../store.ts';
import { markSensors, parseTimestamp } from '../stored-entry.ts';
import { decodeHealth, decodeProfile } from '../stored-record.ts';
import type { RedisConnection } from './connection.ts';
import { isWrongType } from './failure.ts';
import type { RedisServers } from './redis-servers.ts';
import { readCount, readFields, readList, readSeconds } from './reply-values.ts';

const COMMANDS_PER_PATIENT = 5;
const PATIENTS_PER_PORTION = 100;

/**
 * Reads summaries of many patients in a few pipelines to each server, in the order of the patients; patients of a server
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

/** Reads the patients by portions: what is under way at once is short-lived memory, of which a thousand would take much. */
async function readServerSummaries(
  connection: RedisConnection,
  keys: KeySchema,
  patients: readonly PatientId[],
): Promise<PatientSummary[]> {
  const summaries: PatientSummary[] = [];
  for (let start = 0; start < patients.length; start += PATIENTS_PER_PORTION) {
    const portion = patients.slice(start, start + PATIENTS_PER_PORTION);
    summaries.push(...(await readPortion(connection, keys, portion)));
  }
  return summaries;
}

async function readPortion(
  connection: RedisConnection,
  keys: KeySchema,
  patients: readonly PatientId[],
): Promise<PatientSummary[]> {
  return connection.run(async (client) => {
    const pipeline = client.pipeline().time();
    for (const patient of patients) {
      pipeline
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
    const summaries = patients.map((patient, index): PatientSummary => {
      const first = 1 + index * COMMANDS_PER_PATIENT;
      const [newest, anomalies, anomaly, profile, health] = replies.slice(
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
        known:
          readList(newest).length > 0 || readCount(anomalies) > 0 || !isEmpty(profile) || !isEmpty(health),
      };
    });
    return addUnusualKeys(client, keys, summaries);
  });
}

function isEmpty(hash: unknown): boolean {
  return Object.keys(readFields(hash)).length === 0;
}

/** A patient of whom nothing was read may have keys all the same, such as one of another type. */
async function addUnusualKeys(
  client: Redis,
  keys: KeySchema,
  summaries: readonly PatientSummary[],
): Promise<PatientSummary[]> {
  const unknown = summaries.filter(({ known }) => !known);
  if (unknown.length === 0) return [...summaries];
  const pipeline = client.pipeline();
  for (const { patient } of unknown) pipeline.exists(...keys.keys(patient));
  const replies = (await pipeline.exec()) ?? [];
  const known = new Set(
    unknown.flatMap(({ patient }, index) => {
      const [error, count] = replies[index] ?? [null, 0];
      if (error) throw error;
      return readCount(count) > 0 ? [patient] : [];
    }),
  );
  return summaries.map((summary) => (known.has(summary.patient) ? { ...summary, known: true } : summary));
}
