import type { Health } from './patient.ts';

/** `unknown` was never seen; `live` is now; `down` is told by the cacher; `stale` is old, and nobody says why. */
export type PatientState = 'live' | 'stale' | 'down' | 'unknown';

export interface Freshness {
  readonly state: PatientState;
  /** Age of the newest sample, or null when there is none or its clock cannot be trusted. */
  readonly ageSeconds: number | null;
}

/** Assumed of a store without a health record: the original program's interval. */
export const ASSUMED_INTERVAL_MS = 300;

/** A clock that is off by more than this is said on the screen. */
export const CLOCK_TOLERANCE_SECONDS = 1;

/** How often the cacher writes the health record of a patient, however its polls go. */
export const RECORD_INTERVAL_MS = 1000;

/** How old the newest sample may be to speak of now; and the gap that ends an event. */
export function freshLimitSeconds(intervalMs: number): number {
  return Math.max(2, (5 * intervalMs) / 1000);
}

/** How old a health record may be to speak of now: it is written by an interval of its own, and read by another. */
export function recordLimitSeconds(intervalMs: number): number {
  return freshLimitSeconds(Math.max(intervalMs, RECORD_INTERVAL_MS));
}

/**
 * What may be said of a patient now.
 *
 * Instants are Unix seconds; those of the cacher's clock are brought to the store's by the offset that the cacher
 * measured. A sample from the future by more than the limit is as untrustworthy as an old one: not live.
 */
export function assessFreshness(facts: {
  readonly known: boolean;
  readonly nowSeconds: number;
  readonly newestAtSeconds: number | null;
  readonly health: Health | null;
}): Freshness {
  if (!facts.known) return { state: 'unknown', ageSeconds: null };
  const { health, newestAtSeconds } = facts;
  const intervalMs = health?.intervalMs ?? ASSUMED_INTERVAL_MS;
  const ageOf = (atSeconds: number) => facts.nowSeconds - atSeconds + (health?.clockOffsetMs ?? 0) / 1000;
  const isWithin = (limitSeconds: number, atSeconds: number) => Math.abs(ageOf(atSeconds)) <= limitSeconds;

  const rawAge = newestAtSeconds === null ? null : ageOf(newestAtSeconds);
  const ageSeconds = rawAge === null || rawAge < -CLOCK_TOLERANCE_SECONDS ? null : Math.max(0, rawAge);
  if (newestAtSeconds !== null && isWithin(freshLimitSeconds(intervalMs), newestAtSeconds)) {
    return { state: 'live', ageSeconds };
  }
  const isTold = health !== null && isWithin(recordLimitSeconds(intervalMs), health.updatedAtSeconds);
  return { state: isTold && health.state === 'down' ? 'down' : 'stale', ageSeconds };
}
