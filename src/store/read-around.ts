import { findInsoleAt, type InsoleTimeline, ONLY_SIX } from '../core/insole/insole-timeline.ts';
import type { Sample } from '../core/sample.ts';
import { findStart, type ReadRange } from './read-pages.ts';
import { readPairs } from './stored-entry.ts';

const MAX_TRIES = 3;

/**
 * Reads samples around an instant (Unix seconds), oldest first, from a list that grows at its tail and is trimmed at its
 * head meanwhile: up to `before` that were received before the instant, and up to `from` received at it or later. Samples of an insole that
 * the patient had before are left out.
 */
export async function readAround(
  read: ReadRange,
  atSeconds: number,
  { before, from }: { readonly before: number; readonly from: number },
  timeline: InsoleTimeline = ONLY_SIX,
): Promise<Sample[]> {
  const isCurrent = (sample: Sample) => findInsoleAt(timeline, sample.atSeconds) === timeline.current;
  for (let triesLeft = MAX_TRIES; ; triesLeft--) {
    const middle = await findStart(read, atSeconds);
    const start = Math.max(0, middle - before);
    const { samples } = readPairs((await read(start, middle + from)).pairs, timeline);
    const firstLater = samples.findIndex((sample) => sample.atSeconds >= atSeconds);
    const earlier = firstLater < 0 ? samples.length : firstLater;
    // Fewer than the search found: the list was trimmed before it was read.
    if (earlier >= middle - start || triesLeft === 1) return samples.filter(isCurrent);
  }
}
