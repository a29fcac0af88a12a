import type { Insole } from '../core/insole/insole.ts';
import type { Sample } from '../core/sample.ts';
import type { TimedSnapshot } from './timed-snapshot.ts';

const TOLD_FIELDS = [
  'patient',
  'known',
  'unreadable',
  'retained',
  'oldestAtSeconds',
  'anomaliesStored',
  'profile',
  'health',
] as const satisfies readonly (keyof TimedSnapshot)[];

/** What of a snapshot is told with each of its updates. */
export type ToldFields = Pick<TimedSnapshot, (typeof TOLD_FIELDS)[number]>;

/** What is new of a patient since the update before, as it goes over HTTP. */
export interface PatientUpdate<EventJson> extends ToldFields {
  readonly delaySeconds: number | null;
  /** Whether the samples are all, or those since the update before. */
  readonly isComplete: boolean;
  /** Absent where it is as before. */
  readonly insole?: Insole;
  readonly samples: readonly Sample[];
  /** Both absent where they are as before. */
  readonly eventCount?: number | null;
  readonly events?: readonly EventJson[] | null;
}

/** Picks what is told with each update. */
export function pickToldFields(from: ToldFields): ToldFields {
  return Object.fromEntries(TOLD_FIELDS.map((field) => [field, from[field]])) as unknown as ToldFields;
}
