import type { ChainableCommander, Redis } from 'ioredis';
import type { PatientId } from '../../core/patient.ts';
import type { StoredFields } from '../hash-fields.ts';
import type { KeySchema } from '../keys.ts';
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
}

/** What the store says of a patient, as it is stored. */
export interface SummaryAnswer {
  /** The newest timestamp; empty without a sample. */
  readonly newest: string;
  readonly anomaliesStored: number;
  /** The sensors of the newest anomaly as JSON; null when there are as many as known, or none. */
  readonly newestAnomaly: string | null;
  /** Profile and health; null when they were not asked for. */
  readonly records: { readonly profile: StoredFields; readonly health: StoredFields } | null;
}

/** The answers, in the order of the questions, and the store's clock, Unix seconds. */
export interface SummaryAnswers {
  readonly nowSeconds: number;
  readonly answers: readonly SummaryAnswer[];
}

/** How many values lua/summaries.lua replies of each patient, after those of the time. */
const VALUES = 5;
const TIME_VALUES = 2;

/** Asks a server for what the summaries of some patients need: by a script, or by commands where that fails. */
export async function askSummaries(
  client: Redis,
  keys: KeySchema,
  questions: readonly SummaryQuestion[],
): Promise<SummaryAnswers> {
  const replies = await runIfPossible(client, () =>
    client.readSummaries(
      ...questions.map(
        ({ patient, knownAnomalies, asksRecords }) =>
          `${keys.key(patient, 'data')} ${knownAnomalies ?? -1} ${asksRecords ? 1 : 0}`,
      ),
    ),
  );
  return replies === null ? askByCommands(client, keys, questions) : readReplies(replies, questions);
}

function readReplies(replies: readonly unknown[], questions: readonly SummaryQuestion[]): SummaryAnswers {
  const answers = questions.map((question, index): SummaryAnswer => {
    const at = TIME_VALUES + VALUES * index;
    const anomaliesStored = readCount(replies[at + 1]);
    return {
      newest: String(replies[at] ?? ''),
      anomaliesStored,
      newestAnomaly: asksAnomaly(question, anomaliesStored) ? String(replies[at + 2] ?? '') : null,
      records: question.asksRecords ? pickRecords(replies[at + 3], replies[at + 4]) : null,
    };
  });
  return { nowSeconds: readSeconds(replies.slice(0, TIME_VALUES)), answers };
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

function pickRecords(profile: unknown, health: unknown): SummaryAnswer['records'] {
  return { profile: readFields(profile), health: readFields(health) };
}

/** The replies; null for one about a key of another type. */
async function execute(pipeline: ChainableCommander): Promise<unknown[]> {
  return ((await pipeline.exec()) ?? []).map(([error, reply]) => {
    if (error === null || error === undefined) return reply;
    if (isWrongType(error)) return null;
    throw error;
  });
}
