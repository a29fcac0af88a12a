import type { Distribution } from '../../core/distribution.ts';
import type { Action } from '../../core/keys/action.ts';
import type { PatientId } from '../../core/patient.ts';
import type { Sample } from '../../core/sample.ts';
import type { ReplayState } from '../../reader/replay-player.ts';
import type { StoreLink } from '../../reader/store-link.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { StoredWalk, WalkToKeep } from '../../store/kept-walks.ts';
import type { PatientSummary } from '../../store/store.ts';
import type { TerminalLinkReport } from '../link/terminal-link.ts';
import type { DistributionQuery, SamplesQuery } from './effect.ts';
import type { KeepAnswer } from './keeping.ts';

/** Something that happened: a key press, an answer of the store, time that passed. update() takes one at a time. */
export type Message =
  | {
      readonly kind: 'ticked';
      readonly nowMs: number;
      readonly zoneOffsetMinutes: number;
      /** What is known of the link to the terminal; absent when nobody asks. */
      readonly terminal?: TerminalLinkReport;
      /** The instant of the recording that is played, Unix seconds; absent when there is none. */
      readonly recordedSeconds?: number;
    }
  | { readonly kind: 'resized'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'patientsFound'; readonly patients: readonly PatientId[] }
  | { readonly kind: 'patientRead'; readonly snapshot: TimedSnapshot }
  | {
      readonly kind: 'summariesRead';
      readonly summaries: readonly PatientSummary[];
      readonly readAtMs: number;
    }
  | { readonly kind: 'samplesRead'; readonly query: SamplesQuery; readonly samples: readonly Sample[] }
  | {
      readonly kind: 'distributionCounted';
      readonly query: DistributionQuery;
      readonly distribution: Distribution;
      /** Whether the whole list is counted; otherwise counting goes on. */
      readonly isWhole: boolean;
    }
  | {
      readonly kind: 'walkKept';
      readonly walk: WalkToKeep;
      readonly answer: KeepAnswer;
      /** How much the kept walks of a patient may hold. */
      readonly maxBytes: number;
    }
  | { readonly kind: 'keptListed'; readonly patient: PatientId | null; readonly walks: readonly StoredWalk[] }
  | { readonly kind: 'linkChanged'; readonly link: StoreLink }
  /** The recording is played in another way than before. */
  | { readonly kind: 'replayChanged'; readonly replay: ReplayState }
  /** A key was pressed while text is being typed. */
  | { readonly kind: 'typed'; readonly key: string }
  /** A text was pasted while text is being typed. */
  | { readonly kind: 'pasted'; readonly text: string }
  /** A key that the key map binds to an action was pressed. */
  | { readonly kind: 'acted'; readonly action: Action }
  /** The key that hides and shows names, pressed last, stood alone: it was no byte of something else. */
  | { readonly kind: 'stoodAlone' };
