import type { Redis } from 'ioredis';
import type { PatientId } from '../../core/patient.ts';
import type { PatientSnapshot } from '../../core/patient-snapshot.ts';
import type { Sample } from '../../core/sample.ts';
import type { KeyPart, KeySchema } from '../keys.ts';
import type { StoredList } from '../store.ts';
import { findOldest, pairByIndex, readPairs, readTailSince, type StoredPair } from '../stored-entry.ts';
import { decodeHealth, decodeProfile, type StoredFields } from '../stored-record.ts';
import { isWrongType } from './failure.ts';

type ListPart = Extract<KeyPart, 'data' | 'timestamp' | 'anomaly' | 'anomaly_timestamp'>;

/** Timestamps looked at for the oldest that can be read. */
const OLDEST_LOOKED_AT = 8;

/** Stands for what a key of a wrong type would have held. */
const UNREADABLE = Symbol('unreadable');
type Reply = unknown;

/**
 * Reads a patient in one transaction. A key of a wrong type is unreadable, and breaks nothing else: a list counts as
 * one unreadable entry, a record as none.
 */
export async function readPatient(
  client: Redis,
  keys: KeySchema,
  patient: PatientId,
  newest: number,
): Promise<PatientSnapshot> {
  const key = (part: KeyPart) => keys.key(patient, part);
  const replies = await transact(
    client
      .multi()
      .time()
      .exists(...keys.keys(patient))
      .llen(key('data'))
      .llen(key('timestamp'))
      .llen(key('anomaly'))
      .llen(key('anomaly_timestamp'))
      .lrange(key('timestamp'), 0, OLDEST_LOOKED_AT - 1)
      .hgetall(key('profile'))
      .hgetall(key('health'))
      // LRANGE has no way to ask for nothing at the tail.
      .lrange(key('data'), ...tail(newest))
      .lrange(key('timestamp'), ...tail(newest)),
  );
  const [time, existing, data, timestamps, anomalies, anomalyTimestamps, oldest, profile, health] = replies;
  const retained = Math.min(asCount(data), asCount(timestamps));
  const aligned = asCount(data) === asCount(timestamps);
  const pairs = aligned
    ? pairByIndex(asList(replies[9]), asList(replies[10]))
    : await readRange(client, keys, patient, ['data', 'timestamp'], Math.max(0, retained - newest), retained);
  const { samples, unreadable } = readPairs(pairs);
  return {
    patient,
    nowSeconds: asSeconds(time),
    samples,
    unreadable: unreadable + (data === UNREADABLE || timestamps === UNREADABLE ? 1 : 0),
    retained,
    oldestAtSeconds: findOldest(asList(oldest).slice(0, retained)),
    anomaliesStored: Math.min(asCount(anomalies), asCount(anomalyTimestamps)),
    anomalies: null,
    profile: decodeProfile(asFields(profile)),
    health: decodeHealth(asFields(health)),
    known: asCount(existing) > 0,
  };
}

/** Samples of the anomaly list since an instant. It grows for ever, so it is read from its tail, page by page. */
export async function readAnomalies(
  client: Redis,
  keys: KeySchema,
  patient: PatientId,
  sinceSeconds: number,
): Promise<Sample[]> {
  const [data, timestamps] = await transact(
    client.multi().llen(keys.key(patient, 'anomaly')).llen(keys.key(patient, 'anomaly_timestamp')),
  );
  const length = Math.min(asCount(data), asCount(timestamps));
  return readTailSince(length, sinceSeconds, (start, stop) =>
    readRange(client, keys, patient, ['anomaly', 'anomaly_timestamp'], start, stop),
  );
}

/** What the keys of the lists are called. */
export const LIST_PARTS = {
  samples: ['data', 'timestamp'],
  anomalies: ['anomaly', 'anomaly_timestamp'],
} as const;

/** Pairs of one of the lists as they are stored, from start up to before stop, and how many there are in all. */
export async function readEntries(
  client: Redis,
  keys: KeySchema,
  patient: PatientId,
  list: StoredList,
  start: number,
  stop: number,
): Promise<{ pairs: readonly StoredPair[]; length: number }> {
  const [dataPart, timestampPart] = LIST_PARTS[list];
  const [data, timestamps, dataLength, timestampLength] = await transact(
    client
      .multi()
      .lrange(keys.key(patient, dataPart), start, stop - 1)
      .lrange(keys.key(patient, timestampPart), start, stop - 1)
      .llen(keys.key(patient, dataPart))
      .llen(keys.key(patient, timestampPart)),
  );
  return {
    pairs: pairByIndex(asList(data), asList(timestamps)),
    length: Math.min(asCount(dataLength), asCount(timestampLength)),
  };
}

/** The pairs from start up to before stop, counted from the head, where entry i belongs to entry i. */
async function readRange(
  client: Redis,
  keys: KeySchema,
  patient: PatientId,
  [dataPart, timestampPart]: readonly [ListPart, ListPart],
  start: number,
  stop: number,
): Promise<StoredPair[]> {
  if (stop <= start) return [];
  const [data, timestamps] = await transact(
    client
      .multi()
      .lrange(keys.key(patient, dataPart), start, stop - 1)
      .lrange(keys.key(patient, timestampPart), start, stop - 1),
  );
  return pairByIndex(asList(data), asList(timestamps));
}

function tail(count: number): [start: number, stop: number] {
  return count > 0 ? [-count, -1] : [1, 0];
}

async function transact(transaction: ReturnType<Redis['multi']>): Promise<Reply[]> {
  const results = (await transaction.exec()) ?? [];
  return results.map(([error, reply]) => {
    if (error === null || error === undefined) return reply;
    if (isWrongType(error)) return UNREADABLE;
    throw error;
  });
}

function asCount(reply: Reply): number {
  return typeof reply === 'number' ? reply : 0;
}

function asList(reply: Reply): string[] {
  return Array.isArray(reply) ? reply.map(String) : [];
}

function asFields(reply: Reply): StoredFields {
  return typeof reply === 'object' && reply !== null ? (reply as StoredFields) : {};
}

/** TIME answers seconds and microseconds. */
export function asSeconds(reply: Reply): number {
  const [seconds, microseconds] = asList(reply);
  return Number(seconds) + Number(microseconds) / 1_000_000;
}
