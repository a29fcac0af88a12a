import type { Redis } from 'ioredis';
import type { ExpectStatic } from 'vitest';
import type { FaultTally } from './fault-tally.ts';
import { readSequenceNumber, type SequenceApi } from './sequence-api.ts';

/** What a patient's lists hold: the samples by their numbers and instants, the anomalies by their numbers. */
export interface StoredSamples {
  readonly numbers: readonly number[];
  readonly seconds: readonly number[];
  readonly anomalies: readonly number[];
}

/** `prefix` is `3`, or `{3}` on a cluster. */
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

/** `answered` good answers came, and the cacher says that it dropped `dropped` of them. */
export function tallySamples(
  name: string,
  held: ReadonlyMap<number, StoredSamples>,
  { answered, dropped }: { readonly answered: number; readonly dropped: number },
): FaultTally {
  let stored = 0;
  let unique = 0;
  for (const { numbers } of held.values()) {
    stored += numbers.length;
    unique += new Set(numbers).size;
  }
  // A write that nobody answered before the end counts as dropped, though it may have been carried out.
  const lost = Math.max(0, answered - unique - dropped);
  return { name, answered, stored, dropped, lost, duplicated: stored - unique };
}

export function sum(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

/** Nothing but what the API answered is stored, in order, and the anomalies among it. */
export function expectSound(
  expect: ExpectStatic,
  held: ReadonlyMap<number, StoredSamples>,
  api: SequenceApi,
): void {
  for (const [patient, { numbers, anomalies }] of held) {
    const answered = new Set(api.answered.get(patient));
    expect(numbers.filter((number) => !answered.has(number))).toEqual([]);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(anomalies).toEqual(numbers.filter((number) => number % 7 === 0));
  }
}
