import type { PatientId } from '../core/patient.ts';
import type { TraceMotion } from './frame.ts';
import type { PatientFeed, StoreLink } from './patient-feed.ts';

/** A colour field between the sensors, or numbers and bars. */
export type FeetStyle = 'field' | 'numbers';

export type Mode = 'patient' | 'picker' | 'help';

/** Everything the screen shows is a function of this. Never changed: update() makes the next one. */
export interface Model {
  readonly size: { readonly columns: number; readonly rows: number };
  /** Reader's monotonic clock at the newest tick. */
  readonly nowMs: number;
  /** Reader's wall clock minus UTC's zone: for times of day on the screen. */
  readonly zoneOffsetMinutes: number;
  /** Patients to choose from, ascending; null until they are known. */
  readonly patients: readonly PatientId[] | null;
  readonly selected: PatientId | null;
  readonly mode: Mode;
  readonly pickerCursor: number;
  /** Row of the anomaly log under the cursor, 0 is the newest event. */
  readonly anomalyCursor: number;
  readonly helpScroll: number;
  readonly feeds: ReadonlyMap<PatientId, PatientFeed>;
  /** How traces go on, and how the pressure under the feet is shown. */
  readonly traces: TraceMotion;
  readonly feet: FeetStyle;
  readonly link: StoreLink;
  /** Block elements and Braille can be shown; else ASCII. */
  readonly unicode: boolean;
  /** What the store is called on the screen. */
  readonly storeName: string;
  /** Whether a recording is played, and if it has ended; null when it is life. */
  readonly replay: 'playing' | 'ended' | null;
}
