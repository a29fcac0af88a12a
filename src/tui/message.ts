import type { PatientId } from '../core/patient.ts';
import type { PatientFeed, StoreLink } from './patient-feed.ts';

/** What happened. Keys come as the action that the key map gives them. */
export type Message =
  | { readonly kind: 'ticked'; readonly nowMs: number; readonly zoneOffsetMinutes: number }
  | { readonly kind: 'resized'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'patientsFound'; readonly patients: readonly PatientId[] }
  | { readonly kind: 'patientRead'; readonly feed: PatientFeed }
  | { readonly kind: 'linkChanged'; readonly link: StoreLink }
  | { readonly kind: 'replayEnded' }
  | { readonly kind: 'acted'; readonly action: Action };

export type Action =
  | 'quit'
  /** Ctrl-C: in raw mode it comes as a key. */
  | 'interrupt'
  | 'help'
  | 'picker'
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
  /** Follow exactly these patients: the selected one with its history, the others with their newest sample. */
  | { readonly kind: 'follow'; readonly patients: readonly { patient: PatientId; newest: number }[] };
