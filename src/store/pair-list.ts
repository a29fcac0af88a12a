import { findFirstIndex } from '../core/binary-search.ts';
import type { ReadRange } from './read-pages.ts';
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

/** Makes the range reader of a list in memory, which may be replaced meanwhile. */
export function makePairRange(list: () => readonly StoredPair[]): ReadRange {
  return async (start, stop) => ({ pairs: list().slice(start, stop), length: list().length });
}

/** Counts the entries that belong to the anomalies as well. */
export function countAnomalous(entries: readonly NewEntry[]): number {
  return entries.filter(({ anomalous }) => anomalous).length;
}
