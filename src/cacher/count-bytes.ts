import type { NewEntry } from '../store/store.ts';

/** Bytes that the entries take in the store, before what Redis adds. */
export function countBytes(entries: readonly NewEntry[]): number {
  return entries.reduce(
    (sum, { sensorsJson, timestamp }) => sum + Buffer.byteLength(sensorsJson) + timestamp.length,
    0,
  );
}
