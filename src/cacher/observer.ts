import type { DecodeReason } from '../core/decode.ts';
import type { PatientId } from '../core/patient.ts';
import type { NewEntry } from '../store/store.ts';
import type { FetchReason } from './api/api-client.ts';

/** How a poll ended: `ok` with a sample, otherwise why there is none. */
export type PollOutcome = 'ok' | FetchReason | DecodeReason;

/** Is called for everything that is counted. Every poll calls it, so its methods must be cheap. */
export interface CacherObserver {
  /** A patient's turn to be polled started, this much later than planned. */
  onTurnStart(latenessSeconds: number): void;
  /** A poll ended, successful or not, after this time. */
  onPollEnd(outcome: PollOutcome, latencySeconds: number): void;
  /** `samples` were stored, `anomalies` of them with a flagged sensor; these take `anomalyBytes` in the store for ever. */
  onStored(samples: number, anomalies: number, anomalyBytes: number): void;
  /** These entries of a patient were stored; `onStored` counts them. */
  onStoredOf(patient: PatientId, entries: readonly NewEntry[]): void;
  /** Samples that were fetched will not be stored. */
  onDropped(samples: number): void;
  /** Cleanup removed samples that were older than the retention. */
  onTrimmed(samples: number): void;
  /** The store answered a write after this time. */
  onWriteAnswered(latencySeconds: number): void;
}

/** An observer that ignores everything. */
export const NO_OBSERVER: CacherObserver = {
  onTurnStart: () => {},
  onPollEnd: () => {},
  onStored: () => {},
  onStoredOf: () => {},
  onDropped: () => {},
  onTrimmed: () => {},
  onWriteAnswered: () => {},
};
