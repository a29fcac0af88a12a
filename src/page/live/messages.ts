import type { eventToJson } from '../../core/events/anomaly-events.ts';
import type { GaitFigures } from '../../core/gait/gait-figures.ts';
import type { Health, PatientId, Profile } from '../../core/patient.ts';
import type { FlagMark } from '../../core/sample.ts';
import type { PatientUpdate } from '../../reader/told-fields.ts';

/** An anomaly event as the server writes it. */
export type EventJson = ReturnType<typeof eventToJson>;

/** Whether the server reaches its store. */
export interface Link {
  readonly state: 'connecting' | 'answering' | 'down';
  readonly reason?: string;
}

/** An event of the stream of one patient; an empty update says that nothing is new. */
export interface PatientMessage {
  readonly nowSeconds: number | null;
  readonly link: Link;
  readonly update: PatientUpdate<EventJson> | Record<string, never> | null;
}

/** A row of the ward as the server writes it. */
export interface WardRow {
  readonly patient: PatientId;
  readonly known: boolean;
  readonly newestAtSeconds: number | null;
  readonly anomaliesStored: number;
  readonly newestAnomaly: FlagMark;
  readonly profile: Profile | null;
  readonly health: Health | null;
  readonly gait: Pick<GaitFigures, 'state' | 'reason' | 'cadence' | 'load'> | null;
  readonly trace: {
    readonly atSeconds: readonly number[];
    readonly left: readonly (number | null)[];
    readonly right: readonly (number | null)[];
  } | null;
}

/** An event of the stream of the ward. */
export interface WardMessage {
  readonly nowSeconds: number | null;
  readonly link: Link;
  readonly patients: readonly PatientId[] | null;
  readonly rows: readonly WardRow[];
}
