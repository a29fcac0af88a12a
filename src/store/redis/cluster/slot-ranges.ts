import type { RedisAddress } from '../target.ts';
import { formatNodeName } from './node-name.ts';

/** How many slots a Redis Cluster divides its keys into. */
export const SLOT_COUNT = 16_384;

/** A range of slots, both ends included, and the master that serves them, as `host:port`. */
export interface SlotRange {
  readonly first: number;
  readonly last: number;
  readonly master: string;
}

/**
 * Reads the reply of CLUSTER SLOTS: for each range its first and last slot, its master, its replicas. A node that does
 * not know its own host is taken for the node that replied. Anything that is not such a reply gives no ranges.
 */
export function readSlotRanges(reply: unknown, replier: RedisAddress): SlotRange[] {
  if (!Array.isArray(reply)) return [];
  const ranges: SlotRange[] = [];
  for (const range of reply as unknown[]) {
    if (!Array.isArray(range)) continue;
    const [first, last, master] = range as unknown[];
    if (!Array.isArray(master)) continue;
    const [host, port] = master as unknown[];
    const knownHost = typeof host === 'string' && host !== '' && host !== '?' ? host : replier.host;
    ranges.push({
      first: Number(first),
      last: Number(last),
      master: formatNodeName({ host: knownHost, port: Number(port) }),
    });
  }
  return ranges.sort((a, b) => a.first - b.first);
}
