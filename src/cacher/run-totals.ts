import type { PatientId } from '../core/patient.ts';
import type { NewEntry } from '../store/store.ts';
import type { CacherObserver, PollOutcome } from './observer.ts';

/** What a run of the cacher did; the JSON line that it prints at its end. */
export interface CacherSummary {
  /** Polls that ended, failed ones included. */
  readonly polls: number;
  /** Samples stored, those with an anomaly included. */
  readonly stored: number;
  /** Polls that brought no sample. */
  readonly failed: number;
  /** Stored samples with at least one flagged sensor. */
  readonly anomalies: number;
  /** Samples that were fetched and not stored. */
  readonly dropped: number;
  /** Samples that cleanup removed because of their age. */
  readonly trimmed: number;
  /** Samples that came again and were stored already; only where they are pushed. */
  readonly repeated?: number;
}

/** Adds up the summary of a run, and passes every event on to another observer. */
export class RunTotals implements CacherObserver {
  readonly #next: CacherObserver;
  readonly #totals = { polls: 0, stored: 0, failed: 0, anomalies: 0, dropped: 0, trimmed: 0 };

  constructor(next: CacherObserver) {
    this.#next = next;
  }

  /** The totals so far. */
  get summary(): CacherSummary {
    return { ...this.#totals };
  }

  onTurnStart(latenessSeconds: number): void {
    this.#next.onTurnStart(latenessSeconds);
  }

  onPollEnd(outcome: PollOutcome, latencySeconds: number): void {
    this.#totals.polls++;
    if (outcome !== 'ok') this.#totals.failed++;
    this.#next.onPollEnd(outcome, latencySeconds);
  }

  onStored(samples: number, anomalies: number, anomalyBytes: number): void {
    this.#totals.stored += samples;
    this.#totals.anomalies += anomalies;
    this.#next.onStored(samples, anomalies, anomalyBytes);
  }

  onStoredOf(patient: PatientId, entries: readonly NewEntry[]): void {
    this.#next.onStoredOf(patient, entries);
  }

  onDropped(samples: number): void {
    this.#totals.dropped += samples;
    this.#next.onDropped(samples);
  }

  onTrimmed(samples: number): void {
    this.#totals.trimmed += samples;
    this.#next.onTrimmed(samples);
  }

  onWriteAnswered(latencySeconds: number): void {
    this.#next.onWriteAnswered(latencySeconds);
  }
}
