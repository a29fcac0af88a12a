import type { Sample } from '../core/sample.ts';
import { findStart, type ReadRange } from './read-pages.ts';
import { readPairs } from './stored-entry.ts';

const TRIES = 3;

/**
 * Samples around an instant of a list that grows at its tail and is trimmed at its head meanwhile: up to `before` that
 * were received before the instant, and up to `from` that were received at it or later.
 */
export async function readAround(
  read: ReadRange,
  atSeconds: number,
  { before, from }: { readonly before: number; readonly from: number },
): Promise<Sample[]> {
  for (let triesLeft = TRIES; ; triesLeft--) {
    const middle = await findStart(read, atSeconds);
    const start = Math.max(0, middle - before);
    const { samples } = readPairs((await read(start, middle + from)).pairs);
    const later = samples.findIndex((sample) => sample.atSeconds >= atSeconds);
    const earlier = later < 0 ? samples.length : later;
    // Fewer than there must be: the list was trimmed between the search and the reading.
    if (earlier >= middle - start || triesLeft === 1) return samples;
  }
}
