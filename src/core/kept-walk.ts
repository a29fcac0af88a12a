import { type PatientId, type Profile, withoutNames } from './patient.ts';

/** A moment of a walk that somebody marked, with a word of theirs. */
export interface WalkMark {
  /** Unix seconds. */
  readonly atSeconds: number;
  /** What was written there, cleaned; empty for a mark without a word. */
  readonly word: string;
}

/** A span of a patient that outlives the retention, as it was when it was kept. Its samples are stored beside it. */
export interface KeptWalk {
  readonly patient: PatientId;
  /** Names it among the walks of its patient: `20261126-140322`. */
  readonly id: string;
  /** Unix seconds, both limits included. */
  readonly sinceSeconds: number;
  readonly untilSeconds: number;
  /** One cleaned line; null without one. */
  readonly note: string | null;
  /** In the order of time. */
  readonly marks: readonly WalkMark[];
  /** The field `insole` of the profile as it was; null for the six sensors of the original. */
  readonly insole: string | null;
  readonly profile: Profile | null;
}

/** What somebody wrote about a walk. */
export type WalkNotes = Pick<KeptWalk, 'note' | 'marks'>;

/** Nothing was written about a walk. */
export const NO_NOTES: WalkNotes = { note: null, marks: [] };

/** A longer note is refused, in code points. */
export const MAX_NOTE_LENGTH = 200;
/** What is longer than this of a mark's word is left out, in code points. */
export const MAX_WORD_LENGTH = 40;
/** Further marks of one walk are left out. */
export const MAX_MARKS = 100;

/** The id of a walk that was kept at an instant, Unix seconds: its date and time in UTC. */
export function makeWalkId(keptAtSeconds: number): string {
  const [date = '', time = ''] = new Date(Math.floor(keptAtSeconds) * 1000).toISOString().split('T');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
}

/** Other programs may name walks otherwise; what could be no part of a key, or control a terminal, is no id. */
const WALK_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Whether a text can be the id of a kept walk. */
export function isWalkId(text: string): boolean {
  return WALK_ID.test(text);
}

/** What an id may be, as a message says it after "must be". */
export const WALK_ID_ALLOWED = 'the id of a kept walk such as 20261126-140322';

/** What is left of the notes where nobody may be told from them: when there are marks. */
export function withoutWords({ marks }: WalkNotes): WalkNotes {
  return { note: null, marks: marks.map((mark) => ({ ...mark, word: '' })) };
}

/** A copy without what tells who the patient is: names, birthdate, note and words; the moments stay. */
export function withoutNotes<Walk extends KeptWalk>(walk: Walk): Walk {
  return { ...withoutNames(walk), ...withoutWords(walk) };
}
