import type { Redis } from 'ioredis';
import type { WalkKeys } from '../keys.ts';
import { readCount, readList } from './reply-values.ts';

/** How much of a kept walk is stored. */
export interface WalkSize {
  readonly samples: number;
  readonly bytes: number;
}

/** Of a list with more entries the size is estimated from so many blocks of so many, evenly spaced. */
const BLOCKS = 8;
const BLOCK_ENTRIES = 25;

/** Measures kept walks in two round trips; a size is exact up to 200 samples, and nearly so beyond, as entries are alike. */
export async function measureWalks(client: Redis, walks: readonly WalkKeys[]): Promise<readonly WalkSize[]> {
  if (walks.length === 0) return [];
  const counting = client.pipeline();
  for (const { data, timestamp } of walks) counting.llen(data).llen(timestamp);
  const counts = ((await counting.exec()) ?? []).map(([, reply]) => readCount(reply));
  const lists = walks.map(({ data, timestamp }, index) => {
    const samples = Math.min(counts[2 * index] ?? 0, counts[2 * index + 1] ?? 0);
    return { keys: [data, timestamp], samples, blocks: divide(samples) };
  });
  const reading = client.pipeline();
  for (const { keys, blocks } of lists)
    for (const key of keys) for (const [start, stop] of blocks) reading.lrange(key, start, stop - 1);
  const replies = reading.length === 0 ? [] : ((await reading.exec()) ?? []);
  let at = 0;
  return lists.map(({ keys, samples, blocks }) => {
    let bytes = 0;
    for (const _ of keys) {
      const entries = replies.slice(at, at + blocks.length).flatMap(([, reply]) => readList(reply));
      at += blocks.length;
      const read = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry), 0);
      bytes += entries.length === 0 ? 0 : (read / entries.length) * samples;
    }
    return { samples, bytes: Math.round(bytes) };
  });
}

/** The blocks of a list that are read: one after the other where they are all of it. */
function divide(length: number): readonly (readonly [start: number, stop: number])[] {
  if (length <= BLOCKS * BLOCK_ENTRIES) return length === 0 ? [] : [[0, length]];
  return Array.from({ length: BLOCKS }, (_, block) => {
    const start = Math.floor((block * (length - BLOCK_ENTRIES)) / (BLOCKS - 1));
    return [start, start + BLOCK_ENTRIES] as const;
  });
}
