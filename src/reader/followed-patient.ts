import type { PatientId } from '../core/patient.ts';
import type { PatientSnapshot } from '../core/patient-snapshot.ts';

/** A patient to follow, and how deep each read goes. */
export type FollowedPatient = { readonly patient: PatientId } & (NewestDepth | TraceDepth | HistoryDepth);

/** The newest sample alone, a few times a second. */
interface NewestDepth {
  readonly depth: 'newest';
}

/** The newest samples, a few times a second; no anomalies and no wake-ups. */
interface TraceDepth {
  readonly depth: 'trace';
  /** How many samples to keep. */
  readonly samples: number;
}

/** The newest samples and the anomalies of the retention, as soon as they come. */
interface HistoryDepth {
  readonly depth: 'history';
  /** How many samples to keep at least. */
  readonly samples: number;
  /** How many samples are needed, judging by those read: they may be closer together than was assumed. */
  readonly countNeeded?: (snapshot: PatientSnapshot) => number;
  /** Reads every sample, however many came since the last read. */
  readonly everySample?: boolean;
}

/** Follows a patient at the depth 'history'. */
export type FollowedHistory = Extract<FollowedPatient, { depth: 'history' }>;

/** Follows a patient at a depth of which the newest samples are enough. */
export type FollowedNewest = Extract<FollowedPatient, { depth: 'newest' | 'trace' }>;

/** How many samples a read of the patient returns at most. */
export function countSamples(followed: FollowedPatient): number {
  return followed.depth === 'newest' ? 1 : followed.samples;
}
