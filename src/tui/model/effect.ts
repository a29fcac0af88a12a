import type { PatientId } from '../../core/patient.ts';
import type { FollowedPatient } from '../../reader/followed-patient.ts';
import type { ReplayCommand } from '../../reader/replay-player.ts';
import type { StoredWalk, WalkToKeep } from '../../store/kept-walks.ts';
import type { StoredList } from '../../store/store.ts';

/**
 * How a dashboard ended: by its quit key, by Ctrl-C, because the terminal was closed, or to go on with the one that it was opened
 * from.
 */
export type Ending = 'quit' | 'interrupted' | 'hungUp' | 'left';

/** Asks for the samples of a patient's list around an instant. */
export interface SamplesQuery {
  /** What the samples are for. Only the newest query of each purpose is answered. */
  readonly purpose: 'history' | 'event' | 'older';
  readonly patient: PatientId;
  readonly list: StoredList;
  /** Unix seconds; an infinity stands for either end of the list. */
  readonly atSeconds: number;
  /** How many samples before the instant are wanted. */
  readonly before: number;
  /** How many samples from the instant on are wanted. */
  readonly from: number;
}

/** Asks for the distribution of the readings of one whole list of a patient. */
export interface DistributionQuery {
  readonly patient: PatientId;
  readonly list: StoredList;
}

/** A command that update() gives to the dashboard, which does all I/O. */
export type Effect =
  | { readonly kind: 'end'; readonly ending: Ending }
  | { readonly kind: 'suspend' }
  /** Draws all of the screen anew, whatever others wrote on it. */
  | { readonly kind: 'redraw' }
  /** Follows exactly these patients, and reads the summaries of exactly those. */
  | {
      readonly kind: 'follow';
      readonly patients: readonly FollowedPatient[];
      readonly summaries: readonly PatientId[];
    }
  /** Tells what plays the recording to halt, to go elsewhere, or to play faster or slower. */
  | { readonly kind: 'replay'; readonly command: ReplayCommand }
  /** Keeps a walk; the answer is `walkKept`. */
  | { readonly kind: 'keepWalk'; readonly walk: WalkToKeep }
  /** Reads the kept walks of a patient, or of all. */
  | { readonly kind: 'listKept'; readonly patient: PatientId | null }
  /** Ends this dashboard, and plays a kept walk in its place. */
  | { readonly kind: 'playKept'; readonly walk: StoredWalk }
  | { readonly kind: 'readSamples'; readonly query: SamplesQuery }
  /** Counts a list again and again; null stops counting. */
  | { readonly kind: 'countDistribution'; readonly query: DistributionQuery | null };
