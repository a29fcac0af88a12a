import type { Redis } from 'ioredis';
import { assessFreshness } from '../../core/freshness.ts';
import type { PatientId, Profile } from '../../core/patient.ts';
import type { KeySchema } from '../keys.ts';
import { type PatientSummary, StoreUnavailable } from '../store.ts';
import { markSensors, parseTimestamp } from '../stored-entry.ts';
import { decodeHealth, decodeProfile } from '../stored-record.ts';
import type { RedisConnection } from './connection.ts';
import type { RedisServers } from './redis-servers.ts';
import { readCount } from './reply-values.ts';
import { askSummaries, type SummaryAnswer } from './summary-answers.ts';

const PATIENTS_PER_PORTION = 200;
/** The records of a live patient are read again every third second, each patient's in another one. */
const RECORDS_SECONDS = 3;

/** What each profile is known by. Most never change: what is not read again need not be decoded again either. */
const profileTexts = new WeakMap<Profile, string>();

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
    const read = await ask(
      client,
      keys,
      patients.map((patient) => {
        const before = known.get(patient) ?? null;
        return { patient, before, asksRecords: before === null || isTimeForRecords(before) };
      }),
    );
    // Records of before would make others of these than live, which those of now may not.
    const doubtful = read.filter(
      (summary) => summary.recordsAtSeconds !== summary.nowSeconds && !isLiveByRecords(summary),
    );
    const again = await ask(
      client,
      keys,
      doubtful.map((summary) => ({ patient: summary.patient, before: summary, asksRecords: true })),
    );
    const renewed = new Map(again.map((summary) => [summary.patient, summary]));
    const summaries = read.map((summary) => renewed.get(summary.patient) ?? summary);
    return addUnusualKeys(client, keys, summaries);
  });
}

/** Asks for what is not known, and takes the rest from what was read before. */
async function ask(
  client: Redis,
  keys: KeySchema,
  questions: readonly {
    readonly patient: PatientId;
    readonly before: PatientSummary | null;
    readonly asksRecords: boolean;
  }[],
): Promise<PatientSummary[]> {
  if (questions.length === 0) return [];
  const { nowSeconds, answers } = await askSummaries(
    client,
    keys,
    questions.map(({ patient, before, asksRecords }) => ({
      patient,
      knownAnomalies: before?.anomaliesStored ?? null,
      asksRecords,
      knownProfile: (before?.profile && profileTexts.get(before.profile)) ?? '',
    })),
  );
  return answers.flatMap((answer, index) => {
    const { patient, before = null } = questions[index] ?? {};
    return patient === undefined ? [] : [summarize(patient, before, answer, nowSeconds)];
  });
}

/** Hot path: a thousand patients' are made each second. */
function summarize(
  patient: PatientId,
  before: PatientSummary | null,
  { newest, anomaliesStored, newestAnomaly, records }: SummaryAnswer,
  nowSeconds: number,
): PatientSummary {
  const newestAtSeconds = parseTimestamp(newest);
  const profile = records?.profile ? decodeProfile(records.profile) : (before?.profile ?? null);
  if (profile !== null && records?.profileText) profileTexts.set(profile, records.profileText);
  const health = records === null ? (before?.health ?? null) : decodeHealth(records.health);
  return {
    patient,
    nowSeconds,
    newestAtSeconds,
    anomaliesStored,
    newestAnomaly: newestAnomaly === null ? (before?.newestAnomaly ?? '') : markSensors(newestAnomaly),
    profile,
    health,
    recordsAtSeconds: records === null ? (before?.recordsAtSeconds ?? 0) : nowSeconds,
    known: newestAtSeconds !== null || anomaliesStored > 0 || profile !== null || health !== null,
  };
}

/** The records of a patient who was not live are not waited for: they would be asked for again. */
function isTimeForRecords(before: PatientSummary): boolean {
  const { patient, nowSeconds, recordsAtSeconds = 0 } = before;
  const isItsTurn = Math.floor(nowSeconds) % RECORDS_SECONDS === patient % RECORDS_SECONDS;
  return isItsTurn || nowSeconds - recordsAtSeconds >= RECORDS_SECONDS - 1 || !isLiveByRecords(before);
}

/** Whether the records that were read before cannot make a patient other than live: they are not needed. */
function isLiveByRecords(summary: PatientSummary): boolean {
  const { state, ageSeconds } = assessFreshness(summary);
  return state === 'live' && ageSeconds !== null;
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
