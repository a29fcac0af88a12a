import type { Distribution } from '../../core/distribution.ts';
import type { WalkNotes } from '../../core/kept-walk.ts';
import type { Mode } from '../../core/keys/screen-mode.ts';
import type { PatientId } from '../../core/patient.ts';
import type { Sample } from '../../core/sample.ts';
import type { WardSort } from '../../core/ward-order.ts';
import type { ReplayState } from '../../reader/replay-player.ts';
import type { StoreLink } from '../../reader/store-link.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { PatientSummary, StoredList } from '../../store/store.ts';
import type { ScreenSize, TraceMotion } from '../frame/frame.ts';
import type { TerminalLinkReport } from '../link/terminal-link.ts';
import type { Keeping, KeptList } from './kept-state.ts';

/** How the pressure under the feet is shown: as a colour field between the sensors, or as numbers and bars. */
export type FeetStyle = 'field' | 'numbers';

/** The panels of the patient screen, in the order in which Tab goes through them. */
export const PANELS = ['left-traces', 'right-traces', 'pressure', 'load', 'stride', 'anomalies'] as const;

/** Names a panel of the patient screen. */
export type PanelName = (typeof PANELS)[number];

/** A snapshot, and where its newest sample stands in the traces. */
export interface TracedSnapshot extends TimedSnapshot {
  /** Running number of the newest sample's column, counted on from snapshot to snapshot. */
  readonly newestColumn?: number;
}

/** The newest summary of a patient in the ward. */
export interface WardSummary extends PatientSummary {
  /** The reader's monotonic clock when the store was read. */
  readonly readAtMs: number;
}

/** The list of all patients: its cursor, its filter, and what is known of each patient. */
export interface Ward {
  readonly cursor: PatientId | null;
  /** Whether the cursor stays on the patient that the user moved it to; otherwise it stays on the first row. */
  readonly isCursorPinned: boolean;
  /** The first row on the screen, counted from 0. */
  readonly top: number;
  readonly sort: WardSort;
  readonly filter: string;
  /** Whether keys go into the filter. */
  readonly isTyping: boolean;
  /** Patients that pass the filter, sorted. */
  readonly order: readonly PatientId[];
  readonly summaries: ReadonlyMap<PatientId, WardSummary>;
  /** How many anomalous samples each patient had when the user last looked at it, or in its first summary. */
  readonly seenAnomalies: ReadonlyMap<PatientId, number>;
  /** Patients of whom a summary since then had a newest anomaly that was not simulated. */
  readonly alarmed: ReadonlySet<PatientId>;
}

/** An instant of the retained history that is shown in place of the live view. Storing goes on meanwhile. */
export interface History {
  readonly patient: PatientId;
  /** Samples around the instant, oldest first; never empty. */
  readonly samples: readonly Sample[];
  /** The instant shown: Unix seconds of the cacher's clock. */
  readonly atSeconds: number;
  /** When playback began, by the reader's monotonic clock, and at which instant; null while it is halted. */
  readonly play: { readonly fromMs: number; readonly fromSeconds: number } | null;
  /** Speed of playback; 1 is the speed at which the samples came. */
  readonly speed: number;
  /** Whether more samples were requested. */
  readonly isReading: boolean;
  /** Whether nothing older than the samples is stored. */
  readonly isOldest: boolean;
  /** How many samples were stored since the view was frozen, and the newest one counted, Unix seconds. */
  readonly meanwhile: { readonly samples: number; readonly countedToSeconds: number };
}

/** Anomalous samples that are older than the retained ones, as far back as the user looked. */
export interface OlderAnomalies {
  readonly patient: PatientId;
  /** Oldest first. */
  readonly samples: readonly Sample[];
  /** Whether more samples were requested. */
  readonly isReading: boolean;
  /** Whether nothing older than the samples is stored. */
  readonly isAll: boolean;
}

/** The event on the event screen. */
export interface OpenedEvent {
  readonly patient: PatientId;
  readonly startSeconds: number;
  /** Retained samples around its start; null until they are read. */
  readonly around: readonly Sample[] | null;
  /** By how many samples the window is moved: positive when it is moved to later ones. */
  readonly shift: number;
}

/** The distribution of the readings of one of a patient's two lists. */
export interface DistributionState {
  readonly list: StoredList;
  /** Null until a first part of the list is counted. */
  readonly counted: Distribution | null;
  /** Whether the whole list is counted. */
  readonly isWhole: boolean;
}

/** The state of the dashboard, from which every frame is drawn. Immutable: update() makes the next one. */
export interface Model {
  readonly size: ScreenSize;
  /** The reader's monotonic clock at the newest tick. */
  readonly nowMs: number;
  /** The reader's monotonic clock when the dashboard started. */
  readonly startedMs: number;
  /** How far the reader's time zone is ahead of UTC, for times of day. */
  readonly zoneOffsetMinutes: number;
  /** Patients to choose from, ascending; null until they are known. */
  readonly patients: readonly PatientId[] | null;
  readonly selected: PatientId | null;
  readonly mode: Mode;
  /** The screen that the help was opened over, or would be. */
  readonly helpOver: Exclude<Mode, 'help'>;
  readonly ward: Ward;
  /** Row of the anomaly log under the cursor; 0 is the newest event. */
  readonly anomalyCursor: number;
  readonly older: OlderAnomalies | null;
  /** How many lines of the help are scrolled out at its top. */
  readonly helpScroll: number;
  /** Null while the view is live. */
  readonly history: History | null;
  /** The patient whose frozen view a key ended last, and when, by the reader's monotonic clock. */
  readonly thawed: { readonly patient: PatientId; readonly atMs: number } | null;
  readonly event: OpenedEvent | null;
  readonly distribution: DistributionState;
  readonly keeping: Keeping;
  readonly kept: KeptList;
  readonly focus: PanelName | null;
  /** Whether the focused panel takes the whole body. */
  readonly isEnlarged: boolean;
  /** How many polls share a column of the traces: 1, 2, 4, 8 or 16. */
  readonly pollsPerColumn: number;
  readonly snapshots: ReadonlyMap<PatientId, TracedSnapshot>;
  readonly traces: TraceMotion;
  readonly feet: FeetStyle;
  /** Which of the two somebody chose, by a flag or a key. */
  readonly chosen: { readonly traces: boolean; readonly feet: boolean };
  /** The link to the terminal; null when it is not measured. */
  readonly terminal: TerminalLinkReport | null;
  /**
   * Whether the light mode spares a slow link, and since when the link has been as the other mode needs it, by the reader's
   * monotonic clock; null when it is not.
   */
  readonly spared: { readonly isLight: boolean; readonly sinceMs: number | null };
  readonly link: StoreLink;
  /** Whether block elements and Braille patterns can be shown; otherwise the screen is ASCII. */
  readonly unicode: boolean;
  /** Whether names are hidden: the view's context leaves them out of what is drawn. */
  readonly isPrivate: boolean;
  /** Whether the key that shows hidden names was pressed last; it counts only if it stood alone. */
  readonly isUncovering: boolean;
  /** What the store is called on the screen. */
  readonly storeName: string;
  /** How a recording is played; null when the store is followed live. */
  readonly replay: ReplayState | null;
  /** What somebody wrote about the kept walk that is played. */
  readonly notes: WalkNotes;
  /** Whether going back leaves this dashboard for the one that it was opened from. */
  readonly isLeadingBack: boolean;
}
