import type { PatientSummary } from '../../store/store.ts';

/** A summary, and when it was read on the monotonic clock. */
export interface TimedSummary extends PatientSummary {
  readonly readAtMs: number;
}
