import type { Profile } from '../core/patient.ts';
import type { PatientStatus } from '../reader/patient-status.ts';

/** A sign and a word for a state, never a colour alone. */
export interface StateWords {
  readonly sign: string;
  readonly word: string;
}

const STATES: Readonly<Record<PatientStatus['state'], StateWords>> = {
  live: { sign: '●', word: 'live' },
  stale: { sign: '○', word: 'stale' },
  down: { sign: '!', word: 'down' },
  historical: { sign: '❄', word: 'then' },
  replay: { sign: '▷', word: 'replay' },
  unknown: { sign: '?', word: 'never seen' },
  unread: { sign: '…', word: 'reading' },
};

/** Shows a state by a sign and a word. */
export function describeState(state: PatientStatus['state']): StateWords {
  return STATES[state];
}

/** What somebody is called; a dash where the name is not known or hidden. */
export function writeName(profile: Profile | null, isPrivate: boolean): string {
  if (isPrivate) return '–';
  return (
    [profile?.firstname, profile?.lastname].filter((part) => part != null && part !== '').join(' ') || '–'
  );
}
