import type { InsoleTimeline } from '../core/insole/insole-timeline.ts';
import type { Sample } from '../core/sample.ts';
import { parseTimestamp, readPairs, type StoredPair } from './stored-entry.ts';

/** How many entries are read or written at once where a whole list is: some 150 kB. */
export const PAGE_ENTRIES = 500;

/** Reads the entries of a list from `start` up to before `stop`, and the length of the list, both at one instant. */
export type ReadRange = (
  start: number,
  stop: number,
) => Promise<{ readonly pairs: readonly StoredPair[]; readonly length: number }>;

/**
 * Reads a list page by page, from the first entry received at or after an instant (Unix seconds), while it grows at its
 * tail and is trimmed at its head. Each read begins with the last entry of the page before: where that entry is found
 * tells by how much the list was trimmed in between.
 */
export async function* readRawPages(
  read: ReadRange,
  sinceSeconds: number,
): AsyncGenerator<readonly StoredPair[]> {
  let start = await findStart(read, sinceSeconds);
  let last: StoredPair | null = null;
  for (;;) {
    const from: number = last === null ? start : start - 1;
    const { pairs, length } = await read(from, from + PAGE_ENTRIES);
    if (last === null) {
      if (pairs.length === 0) return;
      yield pairs;
    } else if (isSame(pairs[0], last)) {
      if (pairs.length === 1) return;
      yield pairs.slice(1);
      start -= 1;
    } else {
      start = await findAfter(read, last, Math.min(from, length));
      last = null;
      continue;
    }
    start += pairs.length;
    last = pairs.at(-1) ?? null;
  }
}

/** Like readRawPages, but decodes the entries and leaves out those that cannot be read: a page may be empty. */
export async function* readSamplePages(
  read: ReadRange,
  sinceSeconds: number,
  findTimeline: () => Promise<InsoleTimeline>,
): AsyncGenerator<readonly Sample[]> {
  const timeline = await findTimeline();
  for await (const pairs of readRawPages(read, sinceSeconds)) yield readPairs(pairs, timeline).samples;
}

/** Finds the first entry received at or after an instant by binary search. An unreadable timestamp counts as later. */
export async function findStart(read: ReadRange, sinceSeconds: number): Promise<number> {
  if (sinceSeconds <= 0) return 0;
  let { length: high } = await read(0, 1);
  let low = 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { pairs } = await read(middle, middle + 1);
    const atSeconds = parseTimestamp(pairs[0]?.[1] ?? '');
    if (atSeconds !== null && atSeconds < sinceSeconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Finds where reading continues after an entry that has moved towards the head: at the head when it was removed. */
async function findAfter(read: ReadRange, pair: StoredPair, before: number): Promise<number> {
  for (let stop = before; stop > 0; stop -= PAGE_ENTRIES) {
    const start = Math.max(0, stop - PAGE_ENTRIES);
    const { pairs } = await read(start, stop);
    const index = pairs.findLastIndex((other) => isSame(other, pair));
    if (index >= 0) return start + index + 1;
  }
  return 0;
}

function isSame(one: StoredPair | undefined, other: StoredPair): boolean {
  return one !== undefined && one[0] === other[0] && one[1] === other[1];
}
