import type { FrameDecoder } from '../core/decoding/frame.ts';
import type { Insole } from '../core/insole/insole.ts';
import type { PatientId } from '../core/patient.ts';
import type { RuleName } from '../core/rules/rule.ts';
import type { Shard } from '../core/shard.ts';
import type { StoreWriter } from '../store/store.ts';
import type { Log } from './log.ts';
import type { CacherObserver } from './observer.ts';
import type { SampleSource } from './source/sample-source.ts';

/** What a cacher is made of: its API client and store, its clocks and its settings. */
export interface CacherOptions {
  readonly client: SampleSource;
  readonly store: StoreWriter;
  /** Names this process among the cachers of a store; without it no leases are taken, and every patient is polled. */
  readonly holder?: string;
  /** Tells the API from those of other cachers, in the leases that this one takes; without it they tell none. */
  readonly apiDigest?: string;
  readonly patients: readonly PatientId[];
  /** Ids that every sample must have (default: all of the patient's insole). */
  readonly sensorIds?: readonly number[] | null;
  /** Returns what a patient wears, the same at every call (default: the six sensors of the original). */
  readonly insoleOf?: (patient: PatientId) => Insole;
  /** Returns the decoder of a patient's answers, where they are of another shape than the original's (default: they are not). */
  readonly frames?: (patient: PatientId) => FrameDecoder;
  readonly intervalMs: number;
  /** Longest pause of a patient whose polls keep failing. */
  readonly maxBackoffMs: number;
  /** Samples older than this are removed from the store. */
  readonly retentionMs: number;
  readonly cleanupIntervalMs: number;
  /** Returns the shard that the patients are at this moment, or null without shards (default: null). */
  readonly shard?: () => Shard | null;
  /** Share of polls in which one random sensor is flagged, 0 to 1. */
  readonly simulateAnomalies: number;
  /** The anomaly rules that check every sample (default: all). */
  readonly rules?: readonly RuleName[];
  /** How many polls each patient gets until the cacher stops; null for no limit. */
  readonly cycles: number | null;
  /** Returns numbers from 0 up to 1. */
  readonly random: () => number;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  /** Wall clock, Unix milliseconds. */
  readonly wallMs: () => number;
  readonly log: Log;
  /** What helps when the interval is not held, for the log (default: nothing is said). */
  readonly paceAdvice?: string;
  /** Is called for everything that is counted (default: none). */
  readonly observer?: CacherObserver;
  /** Called with an unexpected error; the cacher goes on. */
  readonly onBug: (error: unknown) => void;
}
