/** The number in the API's URL. Everything is keyed by it: the `id` in the body is not to be trusted. */
export type PatientId = number;

/** Who a patient is, as the API last told. All texts are clean: no control, escape or bidirectional characters. */
export interface Profile {
  readonly firstname: string | null;
  readonly lastname: string | null;
  /** A year, as the API gives it: text. */
  readonly birthdate: string | null;
  readonly disabled: boolean | null;
  readonly traceName: string | null;
  /** The recording's clock, HMMSSDDMMYYYY without a leading zero. */
  readonly traceId: string | null;
}

/** What is known of a patient without what tells who it is: the number stays. */
export function withoutNames<T extends { readonly profile: Profile | null }>(facts: T): T {
  if (facts.profile === null) return facts;
  const profile = { ...facts.profile, firstname: null, lastname: null, birthdate: null, traceName: null };
  return { ...facts, profile };
}

/**
 * How polling a patient goes: `up` after a success, `failing` after one or two failures in a row, `down` after three.
 */
export type PollState = 'up' | 'failing' | 'down';

/** The cacher's health record of one patient. Instants are Unix seconds on the cacher's clock. */
export interface Health {
  readonly state: PollState;
  readonly updatedAtSeconds: number;
  readonly lastOkAtSeconds: number | null;
  /** Why the last failed poll failed, cleared by a success; null when nothing is wrong. */
  readonly lastError: string | null;
  readonly latencyMs: number | null;
  readonly intervalMs: number;
  /** The cacher's clock minus the store's; null until it was measured. */
  readonly clockOffsetMs: number | null;
  readonly polls: number;
  readonly failures: number;
}

/** How many polls in a row have to fail until a patient is down. */
export const DOWN_AFTER_FAILURES = 3;
