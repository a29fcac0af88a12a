import { NO_NOTES, type WalkNotes } from '../../core/kept-walk.ts';
import type { PatientId } from '../../core/patient.ts';
import type { ReplayState } from '../../reader/replay-player.ts';
import type { ScreenSize, TraceMotion } from '../frame/frame.ts';
import { resetDistribution } from './distribution.ts';

import { NO_KEEPING, startWithFailure } from './keeping.ts';
import { NO_LIST } from './kept-list.ts';
import type { PendingMark } from './kept-state.ts';
import type { FeetStyle, Model } from './model.ts';
import { includePatient } from './patients.ts';
import { createWard } from './ward.ts';

/** What the dashboard is started with. */
export interface ModelOptions {
  readonly size: ScreenSize;
  /** The reader's monotonic clock. */
  readonly nowMs: number;
  /** How far the reader's time zone is ahead of UTC. */
  readonly zoneOffsetMinutes: number;
  /** Configured patients, ascending; null when they have to be found in the store. */
  readonly patients: readonly PatientId[] | null;
  /** The patient to start with; null starts with the ward. */
  readonly selected: PatientId | null;
  readonly unicode: boolean;
  /** What the store is called on the screen. */
  readonly storeName: string;
  /** How a recording is played; null when the store is followed live. */
  readonly replay: ReplayState | null;
  /** What somebody wrote about the kept walk that is played (default: nothing). */
  readonly notes?: WalkNotes;
  /** Whether going back leaves this dashboard for the one that it was opened from (default: it does not). */
  readonly isLeadingBack?: boolean;
  /** Marks that were set before and belong to no kept walk yet (default: none). */
  readonly pendingMarks?: readonly PendingMark[];
  /** What went wrong before, to say at the bottom of the screen. */
  readonly failure?: string;
  readonly isPrivate?: boolean;
  readonly traces?: TraceMotion;
  readonly feet?: FeetStyle;
  /** Which of the two somebody chose: those stay as they are also on a slow link. */
  readonly chosen?: Model['chosen'];
}

/** Makes the model of a dashboard that has read nothing yet. */
export function createModel(options: ModelOptions): Model {
  const { size, nowMs, zoneOffsetMinutes, selected, unicode, storeName, replay } = options;
  const {
    failure,
    pendingMarks = [],
    notes = NO_NOTES,
    isLeadingBack = false,
    isPrivate = false,
    traces = 'scroll',
    feet = 'field',
  } = options;
  const { chosen = { traces: false, feet: false } } = options;
  const patients = options.patients && includePatient(options.patients, selected);
  const mode = selected === null ? 'ward' : 'patient';
  return {
    size,
    nowMs,
    startedMs: nowMs,
    zoneOffsetMinutes,
    patients,
    selected: selected ?? patients?.[0] ?? null,
    mode,
    helpOver: mode,
    ward: createWard(patients, selected),
    anomalyCursor: 0,
    older: null,
    helpScroll: 0,
    history: null,
    thawed: null,
    event: null,
    distribution: resetDistribution('samples'),
    keeping: {
      ...(failure === undefined ? NO_KEEPING : startWithFailure(failure, nowMs)),
      marks: pendingMarks,
    },
    kept: NO_LIST,
    focus: null,
    isEnlarged: false,
    pollsPerColumn: 1,
    snapshots: new Map(),
    traces,
    feet,
    chosen,
    terminal: null,
    spared: { isLight: false, sinceMs: null },
    link: { state: 'connecting' },
    unicode,
    isPrivate,
    isUncovering: false,
    storeName,
    replay,
    notes,
    isLeadingBack,
  };
}
