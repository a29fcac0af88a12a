import type { Distribution } from '../../core/distribution.ts';
import type { PatientId } from '../../core/patient.ts';
import type { Sample } from '../../core/sample.ts';
import type { StoreLink } from '../../reader/store-link.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { PatientSummary, StoredList } from '../../store/store.ts';
import type { TraceMotion } from '../frame/frame.ts';

/** A colour field between the sensors, or numbers and bars. */
export type FeetStyle = 'field' | 'numbers';

export type Mode = 'ward' | 'patient' | 'event' | 'distribution' | 'help';

/** The panels of the patient view, in the order that Tab goes through them. */
export const PANELS = ['left-traces', 'right-traces', 'pressure', 'load', 'anomalies'] as const;
export type PanelName = (typeof PANELS)[number];

/** What is known of every patient, whether a row of it is on the screen or not. */
export interface WardSummary extends PatientSummary {
  /** The reader's monotonic clock when the store was asked. */
  readonly readAtMs: number;
}

export type WardSort = 'attention' | 'number' | 'name';

export interface Ward {
  readonly cursor: PatientId | null;
  /** Somebody put the cursor where it is: it stays on its patient. Else it is on the first row, whoever that is. */
  readonly isCursorPut: boolean;
  /** The first row on the screen, as the list was scrolled last. */
  readonly top: number;
  readonly sort: WardSort;
  readonly filter: string;
  /** Keys go into the filter. */
  readonly isTyping: boolean;
  /** Patients that pass the filter, as they are sorted. */
  readonly order: readonly PatientId[];
  readonly summaries: ReadonlyMap<PatientId, WardSummary>;
  /** How many anomalous samples each patient had when it was last looked at, or first seen. */
  readonly looked: ReadonlyMap<PatientId, number>;
  /** Patients of whom a summary since then found a newest anomaly that was not simulated. */
  readonly alarmed: ReadonlySet<PatientId>;
}

/** An instant of the retained history that is on the screen in place of now. Life goes on meanwhile. */
export interface History {
  readonly patient: PatientId;
  /** A stretch of the history around the instant, oldest first; never empty. */
  readonly samples: readonly Sample[];
  /** Unix seconds of the cacher's clock. */
  readonly atSeconds: number;
  /** Since when, of the reader's monotonic clock, and from where it is played; null while it stands still. */
  readonly play: { readonly fromMs: number; readonly fromSeconds: number } | null;
  readonly speed: number;
  /** More of the history was asked for. */
  readonly isReading: boolean;
  /** Nothing older is stored. */
  readonly isOldest: boolean;
  /** Samples stored since it was frozen, and the newest that was counted, Unix seconds. */
  readonly meanwhile: { readonly samples: number; readonly countedToSeconds: number };
}

/** Anomalous samples from before those of the retained history, as far back as somebody looked. */
export interface OlderAnomalies {
  readonly patient: PatientId;
  readonly samples: readonly Sample[];
  readonly isReading: boolean;
  /** There are no older ones. */
  readonly isAll: boolean;
}

/** The event that is looked at closely. */
export interface OpenEvent {
  readonly patient: PatientId;
  readonly startSeconds: number;
  /** Retained samples around its start; null until they are read. */
  readonly around: readonly Sample[] | null;
  /** By how many samples what is shown lies after the start. */
  readonly shift: number;
}

/** Everything the screen shows is a function of this. Never changed: update() makes the next one. */
export interface Model {
  readonly size: { readonly columns: number; readonly rows: number };
  /** Reader's monotonic clock at the newest tick, and when it began. */
  readonly nowMs: number;
  readonly startedMs: number;
  /** Reader's wall clock minus UTC's zone: for times of day on the screen. */
  readonly zoneOffsetMinutes: number;
  /** Patients to choose from, ascending; null until they are known. */
  readonly patients: readonly PatientId[] | null;
  readonly selected: PatientId | null;
  readonly mode: Mode;
  /** What the help was called from. */
  readonly helpOver: Exclude<Mode, 'help'>;
  readonly ward: Ward;
  /** Row of the anomaly log under the cursor, 0 is the newest event. */
  readonly anomalyCursor: number;
  readonly older: OlderAnomalies | null;
  readonly helpScroll: number;
  /** Null: the screen is of now. */
  readonly history: History | null;
  readonly event: OpenEvent | null;
  readonly distribution: {
    readonly list: StoredList;
    /** Null until the first part is counted. */
    readonly counted: Distribution | null;
    readonly isWhole: boolean;
  };
  readonly focus: PanelName | null;
  /** The focused panel has the whole body. */
  readonly isEnlarged: boolean;
  /** Time axis of the traces: 1, or 2, 4, 8, 16. */
  readonly pollsPerColumn: number;
  readonly snapshots: ReadonlyMap<PatientId, TimedSnapshot>;
  /** How traces go on, and how the pressure under the feet is shown. */
  readonly traces: TraceMotion;
  readonly feet: FeetStyle;
  readonly link: StoreLink;
  /** Block elements and Braille can be shown; else ASCII. */
  readonly unicode: boolean;
  /** Names are hidden: view-context.ts takes them out of what the view gets. */
  readonly isPrivate: boolean;
  /** What the store is called on the screen. */
  readonly storeName: string;
  /** Whether a recording is played, and if it has ended; null when it is life. */
  readonly replay: 'playing' | 'ended' | null;
}
