import type { Insole } from './insole/insole.ts';

/** A patient's number in the URL of the API. The `id` in the API's answers is not trusted, and never used as a key. */
export type PatientId = number;

/** Who a patient is, as the API last told. Texts hold no control, escape or bidirectional characters. */
export interface Profile {
  readonly firstname: string | null;
  readonly lastname: string | null;
  /** A year, as the API gives it: text. */
  readonly birthdate: string | null;
  readonly disabled: boolean | null;
  /** What the API calls the recorded walk. */
  readonly traceName: string | null;
  /** When the trace was recorded, HMMSSDDMMYYYY without a leading zero. */
  readonly traceId: string | null;
  /** What the readings are of, where it is known beside them; by default the six sensors of the original. */
  readonly insole?: Insole;
}

/** The profile of a patient of whom nothing is told. */
export const UNKNOWN_PROFILE: Profile = {
  firstname: null,
  lastname: null,
  birthdate: null,
  disabled: null,
  traceName: null,
  traceId: null,
};

/** A copy without what tells who the patient is: names, birthdate and the name of the trace. The number stays. */
export function withoutNames<T extends { readonly profile: Profile | null }>(patient: T): T {
  if (patient.profile === null) return patient;
  const profile = { ...patient.profile, firstname: null, lastname: null, birthdate: null, traceName: null };
  return { ...patient, profile };
}

/** How polling a patient goes: `up` after a success, `failing` after a failed poll, `down` after three in a row. */
export type PollState = 'up' | 'failing' | 'down';

/** The cacher's health record of one patient. Instants are Unix seconds on the cacher's clock. */
export interface Health {
  readonly state: PollState;
  /** When the record was written. */
  readonly updatedAtSeconds: number;
  /** When a poll last succeeded; null when none has yet. */
  readonly lastOkAtSeconds: number | null;
  /** Why the last poll failed; null when it succeeded. */
  readonly lastError: string | null;
  /** How long the API took to answer last. */
  readonly latencyMs: number | null;
  /** How often the patient is polled. */
  readonly intervalMs: number;
  /** The cacher's clock minus the store's; null until it was measured. */
  readonly clockOffsetMs: number | null;
  /** Polls since the cacher started, and how many of them failed. */
  readonly polls: number;
  readonly failures: number;
}

/** A patient is `down` after this many failed polls in a row. */
export const DOWN_AFTER_FAILURES = 3;
