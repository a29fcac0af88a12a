import type { SnapshotFacts } from '../core/snapshot.ts';

/** All that is known of one patient from the store, kept up to date by the follower. */
export interface PatientFeed extends SnapshotFacts {
  /** The reader's monotonic clock when the store was read: with it, ages go on between two readings. */
  readonly readAtMs: number;
  /** Running number of the newest sample's column in a trace, which update() counts on from feed to feed. */
  readonly newestColumn?: number;
  /** How long the newest sample that was seen to come took from the cacher's receipt to here; absent before one came. */
  readonly delaySeconds?: number;
}

/** A feed with the delay of its newest sample, if that came since the feed before; else with the delay known before. */
export function withDelay(feed: PatientFeed, before: PatientFeed | undefined): PatientFeed {
  const newest = feed.samples.at(-1);
  const known = before?.samples.at(-1);
  if (!newest || !known || newest.atSeconds <= known.atSeconds) {
    return before?.delaySeconds === undefined ? feed : { ...feed, delaySeconds: before.delaySeconds };
  }
  const offsetSeconds = (feed.health?.clockOffsetMs ?? 0) / 1000;
  return { ...feed, delaySeconds: Math.max(0, feed.nowSeconds - newest.atSeconds + offsetSeconds) };
}

/** The store's clock at a later instant, Unix seconds, carried on by the reader's monotonic clock. */
export function storeNowSeconds(feed: PatientFeed, monotonicMs: number): number {
  return feed.nowSeconds + (monotonicMs - feed.readAtMs) / 1000;
}

/** Whether the store answers, as the follower sees it. */
export type StoreLink =
  | { readonly state: 'connecting' }
  | { readonly state: 'answering'; readonly latencyMs: number; readonly wakes: boolean }
  | { readonly state: 'down'; readonly reason: string; readonly sinceMs: number };
