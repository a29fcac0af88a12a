import type { DecodedFrames } from '../../core/decoding/frame.ts';
import type { PatientId } from '../../core/patient.ts';
import type { FetchResult } from '../api/api-client.ts';

/** What came without being asked for, read already: its frames are in the order in which they came. */
export interface PushedFrames {
  readonly kind: 'decoded';
  readonly decoded: DecodedFrames;
}

/** The port that the cacher takes samples from: an API that is polled, or whatever else brings them. */
export interface SampleSource {
  /** Fetches what there is of a patient. Never rejects, and ends within a time limit. */
  fetch(patient: PatientId): Promise<FetchResult | PushedFrames>;
  /** Whether anything has come of a patient; without it, something may always have. */
  hasNews?(patient: PatientId): boolean;
  /** Ends what is under way. */
  close(): void;
}
