import { clockOffsetSeconds } from '../core/freshness.ts';
import type { PatientSnapshot } from '../core/patient-snapshot.ts';

/** One instant on two clocks, so that the store's can be carried on by the reader's. */
export interface StoreInstant {
  /** The store's clock, Unix seconds. */
  readonly nowSeconds: number;
  /** The reader's monotonic clock when the store was read, milliseconds. */
  readonly readAtMs: number;
}

/** A snapshot of a patient, and when the reader read it: its age grows until the next one is read. */
export interface TimedSnapshot extends PatientSnapshot, StoreInstant {
  /** How long the newest sample took from the cacher to the reader; absent until one was seen to arrive. */
  readonly delaySeconds?: number;
}

/** Adds the delay of the newest sample when it arrived since the snapshot before, else keeps the delay known before. */
export function withDelay(snapshot: TimedSnapshot, before: TimedSnapshot | undefined): TimedSnapshot {
  const newest = snapshot.samples.at(-1);
  const known = before?.samples.at(-1);
  if (!newest || !known || newest.atSeconds <= known.atSeconds) {
    return before?.delaySeconds === undefined ? snapshot : { ...snapshot, delaySeconds: before.delaySeconds };
  }
  const delaySeconds = snapshot.nowSeconds - newest.atSeconds + clockOffsetSeconds(snapshot.health);
  return { ...snapshot, delaySeconds: Math.max(0, delaySeconds) };
}

/** The store's clock at a later instant of the reader's monotonic clock, Unix seconds. */
export function storeNowSeconds(instant: StoreInstant, monotonicMs: number): number {
  return instant.nowSeconds + (monotonicMs - instant.readAtMs) / 1000;
}
