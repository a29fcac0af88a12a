import type { DecodeReason } from '../core/decode.ts';
import type { FetchReason } from './api/api-client.ts';

/** How a poll ended: with a sample, or why not. */
export type PollOutcome = 'ok' | FetchReason | DecodeReason;

/** Is told what an operator wants counted. Called on the path of every poll: it must cost next to nothing. */
export interface CacherObserver {
  /** A patient's turn began, so late. */
  onTurnStart(lateSeconds: number): void;
  onPollEnd(outcome: PollOutcome, latencySeconds: number): void;
  /** `anomalyBytes` is what the anomalies among them take up in the store, for ever. */
  onStored(samples: number, anomalies: number, anomalyBytes: number): void;
  onDropped(samples: number): void;
  onTrimmed(samples: number): void;
  /** The store answered a write. */
  onWriteAnswered(latencySeconds: number): void;
}

export const NO_OBSERVER: CacherObserver = {
  onTurnStart: () => {},
  onPollEnd: () => {},
  onStored: () => {},
  onDropped: () => {},
  onTrimmed: () => {},
  onWriteAnswered: () => {},
};
