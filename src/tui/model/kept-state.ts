import type { WalkMark } from '../../core/kept-walk.ts';
import type { PatientId } from '../../core/patient.ts';
import type { StoredWalk } from '../../store/kept-walks.ts';

/** A mark that belongs to no kept walk yet. */
export interface PendingMark extends WalkMark {
  readonly patient: PatientId;
}

/** What came of keeping a walk, or of setting a mark, for some seconds on the screen. */
export interface KeepingNotice {
  /** The same in fewer and fewer words. */
  readonly wordings: readonly string[];
  readonly isBad: boolean;
  /** When it came, by the reader's monotonic clock; null while it stays. */
  readonly atMs: number | null;
}

/** Walks that are kept, and the marks that are set for them. */
export interface Keeping {
  /** In the order of time. */
  readonly marks: readonly PendingMark[];
  /** The mark whose word is being typed. */
  readonly typing: PendingMark | null;
  readonly notice: KeepingNotice | null;
}

/** The list of kept walks: of one patient, or of all. */
export interface KeptList {
  /** Null for the walks of all patients. */
  readonly patient: PatientId | null;
  /** The newest first; null until they are read. */
  readonly walks: readonly StoredWalk[] | null;
  /** Row under the cursor. */
  readonly cursor: number;
}
