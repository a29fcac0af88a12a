import type { Distribution } from '../../core/distribution.ts';
import type { PatientId } from '../../core/patient.ts';
import type { Sample } from '../../core/sample.ts';
import type { Followed } from '../../reader/follower.ts';
import type { StoreLink } from '../../reader/store-link.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { PatientSummary, StoredList } from '../../store/store.ts';

/** What happened. Keys come as the action that the key map gives them, or as they are while text is written. */
export type Message =
  | { readonly kind: 'ticked'; readonly nowMs: number; readonly zoneOffsetMinutes: number }
  | { readonly kind: 'resized'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'patientsFound'; readonly patients: readonly PatientId[] }
  | { readonly kind: 'patientRead'; readonly snapshot: TimedSnapshot }
  | {
      readonly kind: 'summariesRead';
      readonly summaries: readonly PatientSummary[];
      readonly readAtMs: number;
    }
  | {
      readonly kind: 'samplesRead';
      readonly question: Extract<Effect, { kind: 'readSamples' }>;
      readonly samples: readonly Sample[];
    }
  | {
      readonly kind: 'distributionCounted';
      readonly patient: PatientId;
      readonly list: StoredList;
      readonly distribution: Distribution;
      /** Else it is still being counted. */
      readonly isWhole: boolean;
    }
  | { readonly kind: 'linkChanged'; readonly link: StoreLink }
  | { readonly kind: 'replayEnded' }
  | { readonly kind: 'typed'; readonly key: string }
  | { readonly kind: 'acted'; readonly action: Action };

export type Action =
  | 'quit'
  /** Ctrl-C: in raw mode it comes as a key. */
  | 'interrupt'
  | 'help'
  /** Hides names, and shows them again. */
  | 'privacy'
  | 'ward'
  | 'filter'
  | 'sort'
  | 'nextPatient'
  | 'previousPatient'
  | 'up'
  | 'down'
  | 'pageUp'
  | 'pageDown'
  | 'first'
  | 'last'
  | 'open'
  | 'back'
  | 'freeze'
  | 'earlier'
  | 'later'
  | 'secondEarlier'
  | 'secondLater'
  /** The first row of a list, the oldest sample of a patient. */
  | 'home'
  /** The last row of a list, back to now of a patient. */
  | 'end'
  | 'faster'
  | 'slower'
  | 'zoomIn'
  | 'zoomOut'
  | 'newerEvent'
  | 'olderEvent'
  | 'distribution'
  | 'distributionSource'
  | 'nextPanel'
  | 'previousPanel'
  | 'enlarge'
  | 'toggleTraces'
  | 'toggleFeet'
  /** Ctrl-Z: in raw mode it comes as a key. */
  | 'suspend';

/** How a dashboard ended: asked to, by Ctrl-C, or because the terminal went away. */
export type Ending = 'quit' | 'interrupted' | 'hungUp';

/** What update() asks the shell to do. */
export type Effect =
  | { readonly kind: 'end'; readonly ending: Ending }
  | { readonly kind: 'suspend' }
  /** Follow exactly these patients, and summary at exactly those. */
  | {
      readonly kind: 'follow';
      readonly patients: readonly Followed[];
      readonly summaries: readonly PatientId[];
    }
  | {
      readonly kind: 'readSamples';
      readonly purpose: 'history' | 'event' | 'older';
      readonly patient: PatientId;
      readonly list: StoredList;
      /** Unix seconds. */
      readonly atSeconds: number;
      readonly before: number;
      readonly from: number;
    }
  | {
      readonly kind: 'countDistribution';
      readonly of: { readonly patient: PatientId; readonly list: StoredList } | null;
    };
