import type { ChainableCommander, Redis } from 'ioredis';
import { assessFreshness } from '../../core/freshness.ts';
import type { PatientId } from '../../core/patient.ts';
import type { KeySchema } from '../keys.ts';
import { type PatientSummary, StoreUnavailable } from '../store.ts';
import { markSensors, parseTimestamp } from '../stored-entry.ts';
import { decodeHealth, decodeProfile } from '../stored-record.ts';
import type { RedisConnection } from './connection.ts';
import { isWrongType } from './failure.ts';
import type { RedisServers } from './redis-servers.ts';
import { readCount, readFields, readList, readSeconds } from './reply-values.ts';

const PATIENTS_PER_PORTION = 100;
/** The records of a live patient are read again every third second, each patient's in another one. */
const RECORDS_SECONDS = 3;

/** Summaries read before, by patient. */
export type KnownSummaries = ReadonlyMap<PatientId, PatientSummary>;

/**
 * Reads summaries of many patients in a few pipelines to each server, in the order of the patients; patients of a server
 * that is down are left out. A key of another type counts as absent. Rejects with StoreUnavailable when no server is
 * reachable.
 *
 * Of a patient whose summary is known, the instant of the newest sample and the number of anomalies are read each time, and
 * the newest anomaly when there are more; profile and health every third second, and at once when the patient is not live.
 */
export async function readSummaries(
  servers: RedisServers,
  keys: KeySchema,
  patients: readonly PatientId[],
  known: KnownSummaries,
): Promise<readonly PatientSummary[]> {
  const groups = await servers.divide(patients.map((patient) => ({ patient })));
  const results = await Promise.all(
    [...groups].map(([connection, group]) =>
      readServerSummaries(
        connection,
        keys,
        group.map(({ patient }) => patient),
        known,
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
  known: KnownSummaries,
): Promise<PatientSummary[]> {
  const summaries: PatientSummary[] = [];
  for (let start = 0; start < patients.length; start += PATIENTS_PER_PORTION) {
    const portion = patients.slice(start, start + PATIENTS_PER_PORTION);
    summaries.push(...(await readPortion(connection, keys, portion, known)));
  }
  return summaries;
}

async function readPortion(
  connection: RedisConnection,
  keys: KeySchema,
  patients: readonly PatientId[],
  known: KnownSummaries,
): Promise<PatientSummary[]> {
  return connection.run(async (client) => {
    const pipeline = client.pipeline().time();
    const rows = patients.map((patient) => {
      const before = known.get(patient) ?? null;
      const hasRecords = before === null || isTimeForRecords(before);
      pipeline.lrange(keys.key(patient, 'timestamp'), -1, -1).llen(keys.key(patient, 'anomaly'));
      if (hasRecords) askForRecords(pipeline, keys, patient);
      return { patient, before, hasRecords };
    });
    const replies = await execute(pipeline);
    const nowSeconds = readSeconds(replies[0]);
    let next = 1;
    const summaries = rows.map(({ patient, before, hasRecords }): PatientSummary => {
      const newestAtSeconds = parseTimestamp(readList(replies[next++])[0] ?? '');
      const anomaliesStored = readCount(replies[next++]);
      const records = hasRecords
        ? readRecords(replies[next++], replies[next++], nowSeconds)
        : pickRecords(before);
      const newestAnomaly = before?.newestAnomaly ?? '';
      return noteKnown({ patient, nowSeconds, newestAtSeconds, anomaliesStored, newestAnomaly, ...records });
    });
    return lookAgain(client, keys, summaries, known);
  });
}

/** What is read of a patient now and then: both records, and when, by the store's clock. */
type Records = Pick<PatientSummary, 'profile' | 'health' | 'recordsAtSeconds'>;

function askForRecords(pipeline: ChainableCommander, keys: KeySchema, patient: PatientId): void {
  pipeline.hgetall(keys.key(patient, 'profile')).hgetall(keys.key(patient, 'health'));
}

function readRecords(profile: unknown, health: unknown, recordsAtSeconds: number): Records {
  return {
    profile: decodeProfile(readFields(profile)),
    health: decodeHealth(readFields(health)),
    recordsAtSeconds,
  };
}

function pickRecords(before: PatientSummary | null): Records {
  const { profile = null, health = null, recordsAtSeconds = 0 } = before ?? {};
  return { profile, health, recordsAtSeconds };
}

function isTimeForRecords({ patient, nowSeconds, recordsAtSeconds = 0 }: PatientSummary): boolean {
  const isItsTurn = Math.floor(nowSeconds) % RECORDS_SECONDS === patient % RECORDS_SECONDS;
  return isItsTurn || nowSeconds - recordsAtSeconds >= RECORDS_SECONDS - 1;
}

/** Whether the records that were read before cannot make a patient other than live: they are not needed. */
function isLiveByRecords(summary: PatientSummary): boolean {
  const { state, ageSeconds } = assessFreshness(summary);
  return state === 'live' && ageSeconds !== null;
}

/** Reads what the first replies ask for: the newest anomaly, where there are others than before, and records that are not of now. */
async function lookAgain(
  client: Redis,
  keys: KeySchema,
  summaries: readonly PatientSummary[],
  known: KnownSummaries,
): Promise<PatientSummary[]> {
  const pipeline = client.pipeline();
  const questions = summaries.map((summary) => {
    const { patient, nowSeconds, anomaliesStored, recordsAtSeconds } = summary;
    const asksAnomaly = anomaliesStored > 0 && anomaliesStored !== known.get(patient)?.anomaliesStored;
    const asksRecords = recordsAtSeconds !== nowSeconds && !isLiveByRecords(summary);
    if (asksAnomaly) pipeline.lrange(keys.key(patient, 'anomaly'), -1, -1);
    if (asksRecords) askForRecords(pipeline, keys, patient);
    return { asksAnomaly, asksRecords };
  });
  const replies = pipeline.length === 0 ? [] : await execute(pipeline);
  let next = 0;
  const complete = summaries.map((summary, index): PatientSummary => {
    const { asksAnomaly, asksRecords } = questions[index] ?? {};
    if (!asksAnomaly && !asksRecords) return summary;
    return noteKnown({
      ...summary,
      ...(asksAnomaly && { newestAnomaly: markSensors(readList(replies[next++])[0] ?? '') }),
      ...(asksRecords && readRecords(replies[next++], replies[next++], summary.nowSeconds)),
    });
  });
  return addUnusualKeys(client, keys, complete);
}

/** Adds whether anything was read of the patient. */
function noteKnown(summary: Omit<PatientSummary, 'known'>): PatientSummary {
  const { newestAtSeconds, anomaliesStored, profile, health } = summary;
  const known = newestAtSeconds !== null || anomaliesStored > 0 || profile !== null || health !== null;
  return { ...summary, known };
}

/** The replies; null for one about a key of another type. */
async function execute(pipeline: ChainableCommander): Promise<unknown[]> {
  return ((await pipeline.exec()) ?? []).map(([error, reply]) => {
    if (error === null || error === undefined) return reply;
    if (isWrongType(error)) return null;
    throw error;
  });
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
