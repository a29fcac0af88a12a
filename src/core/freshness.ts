import type { Health } from './patient.ts';

/** `live`: a sample of now; `down`: the cacher reports the API failing; `stale`: old, cause unknown; `unknown`: never seen. */
export type PatientState = 'live' | 'stale' | 'down' | 'unknown';

/** What may be said of a patient at an instant: the state, and how old the newest sample is. */
export interface Freshness {
  readonly state: PatientState;
  /** Age of the newest sample, or null when there is none or its clock cannot be trusted. */
  readonly ageSeconds: number | null;
}

/** Assumed poll interval of a patient without a health record: the original program's. */
export const ASSUMED_INTERVAL_MS = 300;

/** A clock that is off by more than this is reported. */
export const CLOCK_TOLERANCE_SECONDS = 1;

/** How often the cacher writes the health record of a patient, however often it polls. */
export const RECORD_INTERVAL_MS = 1000;

/** Intervals that may pass without a sample before the newest one is old. */
const MAX_MISSED_INTERVALS = 5;
const MIN_LIMIT_SECONDS = 2;

/** How often a patient is polled, as its health record says. */
export function pollIntervalMs(health: Pick<Health, 'intervalMs'> | null | undefined): number {
  return health?.intervalMs ?? ASSUMED_INTERVAL_MS;
}

/** The cacher's clock minus the store's, as the cacher measured it; 0 when it is not known. */
export function clockOffsetSeconds(health: Health | null | undefined): number {
  return (health?.clockOffsetMs ?? 0) / 1000;
}

/** How old the newest sample of a live patient may be; also the gap that ends an anomaly event. */
export function freshLimitSeconds(health: Pick<Health, 'intervalMs'> | null | undefined): number {
  return limitSeconds(pollIntervalMs(health));
}

/** How old a health record may be to be believed: it is written at an interval of its own. */
export function recordLimitSeconds(health: Health | null | undefined): number {
  return limitSeconds(Math.max(pollIntervalMs(health), RECORD_INTERVAL_MS));
}

function limitSeconds(intervalMs: number): number {
  return Math.max(MIN_LIMIT_SECONDS, (MAX_MISSED_INTERVALS * intervalMs) / 1000);
}

/**
 * Decides what may be said of a patient at an instant of the store's clock, in Unix seconds.
 *
 * Samples and health records carry instants of the cacher's clock; its measured offset brings them to the store's.
 * A sample from the future by more than the limit is as untrustworthy as an old one: not live.
 */
export function assessFreshness(facts: {
  readonly known: boolean;
  readonly nowSeconds: number;
  readonly newestAtSeconds: number | null;
  readonly health: Health | null;
}): Freshness {
  if (!facts.known) return { state: 'unknown', ageSeconds: null };
  const { health, newestAtSeconds, nowSeconds } = facts;
  const offsetSeconds = clockOffsetSeconds(health);
  // Without closures: a ward assesses each of its patients for each frame.
  const rawAge = newestAtSeconds === null ? null : nowSeconds - newestAtSeconds + offsetSeconds;
  const ageSeconds = rawAge === null || rawAge < -CLOCK_TOLERANCE_SECONDS ? null : Math.max(0, rawAge);
  if (rawAge !== null && Math.abs(rawAge) <= freshLimitSeconds(health)) return { state: 'live', ageSeconds };
  const isDown =
    health?.state === 'down' &&
    Math.abs(nowSeconds - health.updatedAtSeconds + offsetSeconds) <= recordLimitSeconds(health);
  return { state: isDown ? 'down' : 'stale', ageSeconds };
}
