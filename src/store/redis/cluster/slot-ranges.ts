import type { RedisAddress } from '../target.ts';

/** Slots, both ends included, and `host:port` of the master that serves them. */
export interface SlotRange {
  readonly first: number;
  readonly last: number;
  readonly master: string;
}

/** What CLUSTER SLOTS answers: first and last slot, the master, its replicas. A node that does not know its own name means the one that was asked. */
export function readSlotRanges(answer: unknown, asked: RedisAddress): SlotRange[] {
  if (!Array.isArray(answer)) return [];
  const ranges: SlotRange[] = [];
  for (const range of answer as unknown[]) {
    if (!Array.isArray(range)) continue;
    const [first, last, master] = range as unknown[];
    if (!Array.isArray(master)) continue;
    const [host, port] = master as unknown[];
    const name = typeof host === 'string' && host !== '' && host !== '?' ? host : asked.host;
    ranges.push({ first: Number(first), last: Number(last), master: `${name}:${Number(port)}` });
  }
  return ranges.sort((a, b) => a.first - b.first);
}
