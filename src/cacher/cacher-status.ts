import type { PollState } from '../core/patient.ts';

/** The state of a cacher at one moment. */
export interface CacherStatus {
  /** Samples that are not known to be stored. */
  readonly waitingSamples: number;
  /** Those of them that are of patients whose writes the store refuses, or whose server of a cluster is unreachable. */
  readonly blockedSamples: number;
  /** How far the instants of the newest frames are ahead of the clock: each has a millisecond to itself. */
  readonly aheadMs: number;
  /** Frames that came again and were stored already. */
  readonly repeatedFrames: number;
  /** Patients whose writes the store refuses, or whose server of a cluster is unreachable. */
  readonly blockedPatients: number;
  /** Why the whole store is down; null while it answers. */
  readonly storeDownReason: string | null;
  /** Whether turns have begun so late for 30 s that the interval is not held. */
  readonly isBehind: boolean;
  /** How many patients are in each state; `standby` are those that another cacher polls. */
  readonly patients: Readonly<Record<PollState | 'standby', number>>;
  /** How many of those on standby a cacher of another API polls: it stores other people under the same numbers. */
  readonly otherApiPatients: number;
}
