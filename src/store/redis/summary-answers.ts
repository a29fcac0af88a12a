import type { ChainableCommander, Redis } from 'ioredis';
import type { PatientId } from '../../core/patient.ts';
import type { StoredFields } from '../hash-fields.ts';
import type { KeySchema } from '../keys.ts';
import { HEALTH_FIELDS } from '../stored-record.ts';
import { isWrongType } from './failure.ts';
import { readCount, readFields, readList, readSeconds } from './reply-values.ts';
import { runIfPossible } from './run-if-possible.ts';

/** What is asked of a patient for its summary, beside what is always asked. */
export interface SummaryQuestion {
  readonly patient: PatientId;
  /** For how many anomalies the newest one is known: it is asked for when there are others; null when none is known. */
  readonly knownAnomalies: number | null;
  /** Whether profile and health are asked for. */
  readonly asksRecords: boolean;
  /** The text of the profile that is known; empty for none. */
  readonly knownProfile: string;
}

/** What the store says of a patient, as it is stored. */
export interface SummaryAnswer {
  /** The newest timestamp; empty without a sample. */
  readonly newest: string;
  readonly anomaliesStored: number;
  /** The sensors of the newest anomaly as JSON; null when there are as many as known, or none. */
  readonly newestAnomaly: string | null;
  /** Profile and health; null when they were not asked for. */
  readonly records: StoredRecords | null;
}

/** A patient's records as they are stored. */
export interface StoredRecords {
  /** Null when it is as known. */
  readonly profile: StoredFields | null;
  /** What to know the profile by; empty when it cannot be known by any. */
  readonly profileText: string;
  readonly health: StoredFields;
}

/** The answers, in the order of the questions, and the store's clock, Unix seconds. */
export interface SummaryAnswers {
  readonly nowSeconds: number;
  readonly answers: readonly SummaryAnswer[];
}

/** How many values of the time lua/summaries.lua replies, before those of the patients. */
const TIME_VALUES = 2;
const FIELDS_OF_HEALTH = HEALTH_FIELDS.join(' ');

/** Asks a server for what the summaries of some patients need: by a script, or by commands where that fails. */
export async function askSummaries(
  client: Redis,
  keys: KeySchema,
  questions: readonly SummaryQuestion[],
): Promise<SummaryAnswers> {
  const replies = await runIfPossible(client, () =>
    client.readSummaries(
      FIELDS_OF_HEALTH,
      ...questions.flatMap(({ patient, knownAnomalies, asksRecords, knownProfile }) => {
        const asked = `${keys.key(patient, 'data')} ${knownAnomalies ?? -1} ${asksRecords ? 1 : 0}`;
        return asksRecords ? [asked, knownProfile] : [asked];
      }),
    ),
  );
  return replies === null ? askByCommands(client, keys, questions) : readReplies(replies, questions);
}

function readReplies(replies: readonly unknown[], questions: readonly SummaryQuestion[]): SummaryAnswers {
  const answers = questions.map(({ asksRecords }, index): SummaryAnswer => {
    const reply = replies[TIME_VALUES + index];
    const [told, newestAnomaly, profile, health] = Array.isArray(reply) ? (reply as unknown[]) : [reply];
    const [number = '', newest = ''] = String(told).split(' ', 2);
    return {
      newest,
      anomaliesStored: Number(number),
      newestAnomaly: typeof newestAnomaly === 'string' ? newestAnomaly : null,
      records: asksRecords ? readRecords(profile, health) : null,
    };
  });
  return { nowSeconds: readSeconds(replies.slice(0, TIME_VALUES)), answers };
}

function readRecords(profile: unknown, health: unknown): StoredRecords {
  const values: readonly unknown[] = Array.isArray(health) ? health : [];
  const fields: Partial<Record<string, string>> = {};
  for (const [index, name] of HEALTH_FIELDS.entries()) {
    const value = values[index];
    if (typeof value === 'string') fields[name] = value;
  }
  return Array.isArray(profile)
    ? { profile: readFields(profile), profileText: profile.join('\0'), health: fields }
    : { profile: null, profileText: '', health: fields };
}

/** A key of another type counts as absent. */
async function askByCommands(
  client: Redis,
  keys: KeySchema,
  questions: readonly SummaryQuestion[],
): Promise<SummaryAnswers> {
  const pipeline = client.pipeline().time();
  for (const { patient, asksRecords } of questions) {
    pipeline.lrange(keys.key(patient, 'timestamp'), -1, -1).llen(keys.key(patient, 'anomaly'));
    if (asksRecords) pipeline.hgetall(keys.key(patient, 'profile')).hgetall(keys.key(patient, 'health'));
  }
  const replies = await execute(pipeline);
  let next = 1;
  const answers = questions.map(
    ({ asksRecords }): SummaryAnswer => ({
      newest: readList(replies[next++])[0] ?? '',
      anomaliesStored: readCount(replies[next++]),
      newestAnomaly: null,
      records: asksRecords ? pickRecords(replies[next++], replies[next++]) : null,
    }),
  );
  return {
    nowSeconds: readSeconds(replies[0]),
    answers: await addNewestAnomalies(client, keys, questions, answers),
  };
}

async function addNewestAnomalies(
  client: Redis,
  keys: KeySchema,
  questions: readonly SummaryQuestion[],
  answers: readonly SummaryAnswer[],
): Promise<readonly SummaryAnswer[]> {
  const isAsked = (index: number) => {
    const question = questions[index];
    return question !== undefined && asksAnomaly(question, answers[index]?.anomaliesStored ?? 0);
  };
  const pipeline = client.pipeline();
  for (const [index, { patient }] of questions.entries())
    if (isAsked(index)) pipeline.lrange(keys.key(patient, 'anomaly'), -1, -1);
  if (pipeline.length === 0) return answers;
  const replies = await execute(pipeline);
  let next = 0;
  return answers.map((answer, index) =>
    isAsked(index) ? { ...answer, newestAnomaly: readList(replies[next++])[0] ?? '' } : answer,
  );
}

function asksAnomaly({ knownAnomalies }: SummaryQuestion, anomaliesStored: number): boolean {
  return anomaliesStored > 0 && anomaliesStored !== knownAnomalies;
}

function pickRecords(profile: unknown, health: unknown): StoredRecords {
  return { profile: readFields(profile), profileText: '', health: readFields(health) };
}

/** The replies; null for one about a key of another type. */
async function execute(pipeline: ChainableCommander): Promise<unknown[]> {
  return ((await pipeline.exec()) ?? []).map(([error, reply]) => {
    if (error === null || error === undefined) return reply;
    if (isWrongType(error)) return null;
    throw error;
  });
}
