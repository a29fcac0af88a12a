import type { Redis } from 'ioredis';
import type { ExpectStatic } from 'vitest';
import type { FaultTally } from './fault-tally.ts';
import { readSequenceNumber, type SequenceApi } from './sequence-api.ts';

/** The lists of a patient: the numbers and instants (Unix seconds) of the samples, and the numbers of the anomalies. */
export interface StoredSamples {
  readonly numbers: readonly number[];
  readonly seconds: readonly number[];
  readonly anomalies: readonly number[];
}

/**
 * Reads the lists of a patient.
 *
 * @param prefix `3`, or `{3}` on a cluster
 */
export async function readSamples(client: Redis, prefix: string): Promise<StoredSamples> {
  const [data, timestamps, anomalies] = await Promise.all(
    ['data', 'timestamp', 'anomaly'].map((part) => client.lrange(`${prefix}_${part}`, 0, -1)),
  );
  return {
    numbers: (data ?? []).map(readSequenceNumber),
    seconds: (timestamps ?? []).map(Number),
    anomalies: (anomalies ?? []).map(readSequenceNumber),
  };
}

/** Compares the samples stored with the good answers that arrived, and with those that the cacher counted as dropped. */
export function tallySamples(
  name: string,
  lists: ReadonlyMap<number, StoredSamples>,
  { answered, dropped }: { readonly answered: number; readonly dropped: number },
): FaultTally {
  let stored = 0;
  let unique = 0;
  for (const { numbers } of lists.values()) {
    stored += numbers.length;
    unique += new Set(numbers).size;
  }
  // A write without an answer at the end counts as dropped, but may have been carried out.
  const lost = Math.max(0, answered - unique - dropped);
  return { name, answered, stored, dropped, lost, duplicated: stored - unique };
}

/** Adds up the counts of all patients. */
export function sum(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

/** Expects that only answers of the API are stored, in order, and the anomalies among them in their list. */
export function expectOnlyAnswers(
  expect: ExpectStatic,
  lists: ReadonlyMap<number, StoredSamples>,
  api: SequenceApi,
): void {
  for (const [patient, { numbers, anomalies }] of lists) {
    const answered = new Set(api.answered.get(patient));
    expect(numbers.filter((number) => !answered.has(number))).toEqual([]);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(anomalies).toEqual(numbers.filter((number) => number % 7 === 0));
  }
}
