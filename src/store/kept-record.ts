import { cleanText } from '../core/clean-text.ts';
import {
  isWalkId,
  type KeptWalk,
  MAX_MARKS,
  MAX_NOTE_LENGTH,
  MAX_WORD_LENGTH,
  makeWalkId,
  type WalkMark,
} from '../core/kept-walk.ts';
import { parseJson } from '../core/parse-json.ts';
import type { PatientId, Profile } from '../core/patient.ts';
import type { WalkToKeep } from './kept-walks.ts';
import { parseTimestamp } from './stored-entry.ts';

/** The JSON of a kept walk in three parts: the store fills in the start between the first two. */
export interface WalkJson {
  readonly since: string;
  /** From the end of the span to the marks: the same in a repeated call, and in no other. */
  readonly request: string;
  /** The profile, which may have changed before a call was repeated. */
  readonly profile: string;
}

/** Writes what the store keeps of a walk. */
export function encodeWalk(
  walk: WalkToKeep,
  { insole, profile }: { readonly insole: string | null; readonly profile: Profile | null },
): WalkJson {
  const marks = walk.marks
    .toSorted((a, b) => a.atSeconds - b.atSeconds)
    .slice(0, MAX_MARKS)
    .map(
      ({ atSeconds, word }) =>
        `{"at":${atSeconds.toFixed(3)},"word":${JSON.stringify(cut(word, MAX_WORD_LENGTH))}}`,
    );
  const note = walk.note === null ? null : cut(walk.note, MAX_NOTE_LENGTH) || null;
  return {
    since: walk.sinceSeconds.toFixed(3),
    request: `,"until":${walk.untilSeconds.toFixed(3)},"note":${JSON.stringify(note)},"marks":[${marks.join()}]`,
    profile: `,"insole":${JSON.stringify(insole)},"profile":${JSON.stringify(profile && takeFields(profile))}}`,
  };
}

/** The insole of a profile stands beside it. */
function takeFields({ insole: _, ...fields }: Profile): Profile {
  return fields;
}

/** Puts the parts together. */
export function joinWalkJson({ since, request, profile }: WalkJson): string {
  return `{"since":${since}${request}${profile}`;
}

/** Decodes what the store, or another program, keeps of a walk; null when its id or its span is none. */
export function decodeWalk(patient: PatientId, id: string, text: string): KeptWalk | null {
  const parsed = parseJson(text);
  if (!isWalkId(id) || typeof parsed !== 'object' || parsed === null) return null;
  const { since, until, note, marks, insole, profile } = parsed as Readonly<Record<string, unknown>>;
  const sinceSeconds = decodeInstant(since);
  const untilSeconds = decodeInstant(until);
  if (sinceSeconds === null || untilSeconds === null) return null;
  return {
    patient,
    id,
    sinceSeconds,
    untilSeconds,
    note: decodeText(note) || null,
    marks: decodeMarks(marks),
    insole: decodeText(insole) || null,
    profile: decodeProfile(profile),
  };
}

/** The ids that a walk may get, in the order in which they are tried: the next second where another walk has one. */
export function* listWalkIds(keptAtSeconds: number): Generator<string> {
  for (let second = 0; second < MAX_IDS; second++) yield makeWalkId(keptAtSeconds + second);
}

const MAX_IDS = 100;

const ISO_TIME = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/;

/** Unix seconds, as a number or a text, or an ISO time with its zone. */
function decodeInstant(value: unknown): number | null {
  if (typeof value === 'number') return parseTimestamp(value.toFixed(3));
  if (typeof value !== 'string') return null;
  return parseTimestamp(ISO_TIME.test(value) ? (Date.parse(value) / 1000).toFixed(3) : value);
}

function decodeMarks(value: unknown): WalkMark[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, MAX_MARKS)
    .flatMap((mark: unknown) => {
      const { at, word } = (mark ?? {}) as Readonly<Record<string, unknown>>;
      const atSeconds = decodeInstant(at);
      return atSeconds === null ? [] : [{ atSeconds, word: cut(decodeText(word) ?? '', MAX_WORD_LENGTH) }];
    })
    .sort((a, b) => a.atSeconds - b.atSeconds);
}

function decodeProfile(value: unknown): Profile | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Readonly<Record<string, unknown>>;
  const { disabled } = fields;
  return {
    firstname: decodeText(fields.firstname),
    lastname: decodeText(fields.lastname),
    birthdate: decodeText(fields.birthdate),
    disabled:
      disabled === true || disabled === 'true'
        ? true
        : disabled === false || disabled === 'false'
          ? false
          : null,
    traceName: decodeText(fields.traceName),
    traceId: decodeText(fields.traceId),
  };
}

function decodeText(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? cleanText(String(value)) : null;
}

/** Cleaned, and no longer than so many code points. */
function cut(text: string, maxLength: number): string {
  return [...cleanText(text)].slice(0, maxLength).join('').trim();
}
