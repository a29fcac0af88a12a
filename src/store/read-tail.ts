import { findInsoleAt, type InsoleTimeline, ONLY_SIX } from '../core/insole/insole-timeline.ts';
import type { Sample } from '../core/sample.ts';
import { readPairs, type StoredPair } from './stored-entry.ts';

const FIRST_PAGE_ENTRIES = 200;

/**
 * Reads the samples received at or after an instant (Unix seconds), oldest first, from a list that is too long to read
 * whole: backwards, in pages that double, until one holds an older sample. `readPage` reads the entries from `start` up
 * to before `stop`. Samples of an insole that the patient had before are left out.
 */
export async function readTailSince(
  length: number,
  sinceSeconds: number,
  readPage: (start: number, stop: number) => Promise<readonly StoredPair[]>,
  timeline: InsoleTimeline = ONLY_SIX,
): Promise<Sample[]> {
  const pages: Sample[][] = [];
  let stop = length;
  for (let size = FIRST_PAGE_ENTRIES; stop > 0; size *= 2) {
    const start = Math.max(0, stop - size);
    const { samples } = readPairs(await readPage(start, stop), timeline);
    const young = samples.filter((sample) => sample.atSeconds >= sinceSeconds);
    pages.unshift(young);
    if (young.length < samples.length) break;
    stop = start;
  }
  const samples = pages.flat();
  if (timeline.before.length === 0) return samples;
  return samples.filter(({ atSeconds }) => findInsoleAt(timeline, atSeconds) === timeline.current);
}
