import type { Redis } from 'ioredis';
import type { InsoleTimeline } from '../../core/insole/insole-timeline.ts';
import type { PatientId } from '../../core/patient.ts';
import type { PatientSnapshot } from '../../core/patient-snapshot.ts';
import type { Sample } from '../../core/sample.ts';
import type { StoredInsoles } from '../insole-record.ts';
import { type KeyPart, type KeySchema, LIST_PARTS } from '../keys.ts';
import { readTailSince } from '../read-tail.ts';
import type { ReadRequest, StoredList } from '../store.ts';
import { findFirstTimestamp, pairByIndex, readCurrentPairs, type StoredPair } from '../stored-entry.ts';
import { decodeHealth, decodeProfile } from '../stored-record.ts';
import { isWrongType } from './failure.ts';
import { readCount, readFields, readList, readSeconds } from './reply-values.ts';
import { runIfPossible } from './run-if-possible.ts';

/** How many timestamps at the head are searched for the oldest readable one. */
const OLDEST_CANDIDATES = 8;

/** A range of LRANGE that is always empty: both ends are inclusive, and an end of -1 means the tail. */
const EMPTY_RANGE = [1, 0] as const;

/** Stands in for the reply about a key of another type. */
const UNREADABLE = Symbol('unreadable');

/** How keys are named, and what says of which insoles samples are. */
export interface ReadOptions {
  readonly keys: KeySchema;
  readonly insoles: StoredInsoles;
}

/** What is replied about a patient, as the commands reply it. */
interface PatientReplies {
  readonly existing: unknown;
  readonly dataLength: unknown;
  readonly timestampLength: unknown;
  readonly anomalyLength: unknown;
  readonly anomalyTimestampLength: unknown;
  readonly oldest: unknown;
  readonly profile: unknown;
  readonly health: unknown;
  readonly data: unknown;
  readonly timestamps: unknown;
}

/** How many values lua/read-each.lua replies of each patient, after those of the time. */
const VALUES = 10;
const TIME_VALUES = 2;

/**
 * Reads a patient in one transaction: its `newest` samples, and the rest of its snapshot. A key of another type does
 * not fail the rest: a list of samples counts as one unreadable entry, a hash as absent.
 */
export async function readPatient(
  client: Redis,
  options: ReadOptions,
  request: ReadRequest,
): Promise<PatientSnapshot> {
  const { keys } = options;
  const { patient, newest } = request;
  const key = (part: KeyPart) => keys.key(patient, part);
  const [time, ...replies] = await transact(
    client
      .multi()
      .time()
      .exists(...keys.keys(patient))
      .llen(key('data'))
      .llen(key('timestamp'))
      .llen(key('anomaly'))
      .llen(key('anomaly_timestamp'))
      .lrange(key('timestamp'), 0, OLDEST_CANDIDATES - 1)
      .hgetall(key('profile'))
      .hgetall(key('health'))
      .lrange(key('data'), ...tail(newest))
      .lrange(key('timestamp'), ...tail(newest)),
  );
  return makeSnapshot(client, options, request, { nowSeconds: readSeconds(time), ...nameReplies(replies) });
}

/** Reads several patients of one server: by a script, or one by one where that fails. */
export async function readEachPatient(
  client: Redis,
  options: ReadOptions,
  requests: readonly ReadRequest[],
): Promise<readonly PatientSnapshot[]> {
  const { keys } = options;
  const replies = await runIfPossible(client, () =>
    client.readEachPatient(
      String(OLDEST_CANDIDATES),
      ...requests.map(({ patient, newest }) => `${keys.key(patient, 'data')} ${newest}`),
    ),
  );
  if (replies === null) return Promise.all(requests.map((request) => readPatient(client, options, request)));
  const nowSeconds = readSeconds(replies.slice(0, TIME_VALUES));
  return Promise.all(
    requests.map((request, index) => {
      const at = TIME_VALUES + VALUES * index;
      const named = nameReplies(replies.slice(at, at + VALUES));
      return makeSnapshot(client, options, request, { nowSeconds, ...named });
    }),
  );
}

function nameReplies(replies: readonly unknown[]): PatientReplies {
  const [existing, dataLength, timestampLength, anomalyLength, anomalyTimestampLength, oldest, ...rest] =
    replies;
  const [profile, health, data, timestamps] = rest;
  return {
    ...{ existing, dataLength, timestampLength, anomalyLength, anomalyTimestampLength, oldest },
    ...{ profile, health, data, timestamps },
  };
}

async function makeSnapshot(
  client: Redis,
  { keys, insoles }: ReadOptions,
  { patient, newest }: ReadRequest,
  { nowSeconds, ...replies }: PatientReplies & { readonly nowSeconds: number },
): Promise<PatientSnapshot> {
  const { dataLength, timestampLength } = replies;
  const retained = Math.min(readCount(dataLength), readCount(timestampLength));
  const aligned = readCount(dataLength) === readCount(timestampLength);
  const pairs = aligned
    ? pairByIndex(readList(replies.data), readList(replies.timestamps))
    : (await readEntries(client, keys, patient, 'samples', Math.max(0, retained - newest), retained)).pairs;
  const profileFields = readFields(replies.profile);
  const timeline = await insoles.resolve(profileFields);
  const { samples, unreadable } = readCurrentPairs(pairs, timeline);
  return {
    patient,
    nowSeconds,
    insole: timeline.current,
    samples,
    unreadable: unreadable + (dataLength === UNREADABLE || timestampLength === UNREADABLE ? 1 : 0),
    retained,
    oldestAtSeconds: findFirstTimestamp(readList(replies.oldest).slice(0, retained)),
    anomaliesStored: Math.min(readCount(replies.anomalyLength), readCount(replies.anomalyTimestampLength)),
    anomalies: null,
    profile: decodeProfile(profileFields),
    health: decodeHealth(readFields(replies.health)),
    known: readCount(replies.existing) > 0,
  };
}

/** Reads the samples of the anomaly list received at or after an instant, Unix seconds, oldest first. */
export async function readAnomalies(
  client: Redis,
  keys: KeySchema,
  patient: PatientId,
  sinceSeconds: number,
  insoles: StoredInsoles,
): Promise<Sample[]> {
  const [data, timestamps, profile] = await transact(
    client
      .multi()
      .llen(keys.key(patient, 'anomaly'))
      .llen(keys.key(patient, 'anomaly_timestamp'))
      .hgetall(keys.key(patient, 'profile')),
  );
  const timeline = await insoles.resolve(readFields(profile));
  const length = Math.min(readCount(data), readCount(timestamps));
  const readPage = async (start: number, stop: number) =>
    (await readEntries(client, keys, patient, 'anomalies', start, stop)).pairs;
  return readTailSince(length, sinceSeconds, readPage, timeline);
}

/** Reads which insoles a patient's samples are of. */
export async function readTimeline(
  client: Redis,
  keys: KeySchema,
  patient: PatientId,
  insoles: StoredInsoles,
): Promise<InsoleTimeline> {
  // In a transaction as all reads: a profile of another type counts as absent.
  const [profile] = await transact(client.multi().hgetall(keys.key(patient, 'profile')));
  return insoles.resolve(readFields(profile));
}

/** Reads the entries of a list from `start` up to before `stop`, as they are stored, and how many the list has in all. */
export function readEntries(
  client: Redis,
  keys: KeySchema,
  patient: PatientId,
  list: StoredList,
  start: number,
  stop: number,
): Promise<{ pairs: readonly StoredPair[]; length: number }> {
  const [data, timestamp] = LIST_PARTS[list];
  const pair = { data: keys.key(patient, data), timestamp: keys.key(patient, timestamp) };
  return readListEntries(client, pair, start, stop);
}

/** Like readEntries, of two lists that belong together, by their keys. */
export async function readListEntries(
  client: Redis,
  { data: dataKey, timestamp: timestampKey }: { readonly data: string; readonly timestamp: string },
  start: number,
  stop: number,
): Promise<{ pairs: readonly StoredPair[]; length: number }> {
  const range = stop > start ? ([start, stop - 1] as const) : EMPTY_RANGE;
  const [data, timestamps, dataLength, timestampLength] = await transact(
    client
      .multi()
      .lrange(dataKey, ...range)
      .lrange(timestampKey, ...range)
      .llen(dataKey)
      .llen(timestampKey),
  );
  return {
    pairs: pairByIndex(readList(data), readList(timestamps)),
    length: Math.min(readCount(dataLength), readCount(timestampLength)),
  };
}

/** The range of LRANGE for so many entries at the tail. */
function tail(count: number): readonly [start: number, stop: number] {
  return count > 0 ? [-count, -1] : EMPTY_RANGE;
}

async function transact(transaction: ReturnType<Redis['multi']>): Promise<unknown[]> {
  const results = (await transaction.exec()) ?? [];
  return results.map(([error, reply]) => {
    if (error === null || error === undefined) return reply;
    if (isWrongType(error)) return UNREADABLE;
    throw error;
  });
}
