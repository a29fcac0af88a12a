import type { Insole } from './insole/insole.ts';
import type { Health, PatientId, Profile } from './patient.ts';
import type { Sample } from './sample.ts';

/** What the store held of a patient at one instant of its clock. */
export interface PatientSnapshot {
  readonly patient: PatientId;
  /** Whether the store holds any key of this patient. */
  readonly known: boolean;
  /** The store's clock, Unix seconds. Ages are taken from it, never from the reader's clock alone. */
  readonly nowSeconds: number;
  /** What its samples are of. Those of an insole that it had before are left out. */
  readonly insole: Insole;
  /** The newest samples, as many as were asked for, oldest first. Entries that cannot be read are left out. */
  readonly samples: readonly Sample[];
  /** How many entries were left out because they cannot be read. */
  readonly unreadable: number;
  /** How many samples are retained. */
  readonly retained: number;
  /** When the oldest retained sample was received, Unix seconds; null when none is retained. */
  readonly oldestAtSeconds: number | null;
  /** Length of the anomaly list, which is never trimmed. */
  readonly anomaliesStored: number;
  /** Samples of the anomaly list since the oldest retained sample, oldest first; null when they were not read. */
  readonly anomalies: readonly Sample[] | null;
  readonly profile: Profile | null;
  readonly health: Health | null;
  /** Whether it was played from a recording: never live, however young its samples look. */
  readonly isReplay?: boolean;
}
