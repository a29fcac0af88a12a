import { findFirstIndex } from '../core/binary-search.ts';
import type { NewEntry } from './store.ts';
import { parseTimestamp, type StoredPair } from './stored-entry.ts';

/** Appends the entries after the one that is the tail already, so that a repeated write is stored once. Returns how many those are. */
export function appendOnce(pairs: StoredPair[], entries: readonly NewEntry[]): number {
  const tail = pairs.at(-1);
  const known = entries.findLastIndex(
    (entry) => entry.sensorsJson === tail?.[0] && entry.timestamp === tail[1],
  );
  const fresh = entries.slice(known + 1);
  for (const { sensorsJson, timestamp } of fresh) pairs.push([sensorsJson, timestamp]);
  return fresh.length;
}

/** Finds the index of the first pair received at or after an instant, by binary search. */
export function findFirstSince(pairs: readonly StoredPair[], seconds: number): number {
  return findFirstIndex(pairs.length, (index) => {
    const at = parseTimestamp(pairs[index]?.[1] ?? '');
    return at !== null && at < seconds;
  });
}
