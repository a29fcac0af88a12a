import type { PatientState } from './freshness.ts';
import type { PatientId, Profile } from './patient.ts';
import { stripDiacritics } from './strip-diacritics.ts';

/** So many patients of a ward at most get a trace and figures at a time, in a client that is told of all. */
export const MAX_TRACED = 60;

/** What the rows of a ward are sorted by. */
export type WardSort = 'attention' | 'number' | 'name';

/** The sorts, in the order in which a key goes through them; the first is that of a ward that nobody sorted. */
export const WARD_SORTS: readonly WardSort[] = ['attention', 'number', 'name'];

/** What decides on a patient's place in a ward. */
export interface WardPatient {
  readonly patient: PatientId;
  /** Null while names are hidden, so that neither filter nor order reveal one, and before it is known. */
  readonly profile: Profile | null;
  /** Null as long as it is not read. */
  readonly state: PatientState | null;
  /** Whether there are new anomalies that were not simulated. */
  readonly hasNewAnomalies: boolean;
}

/** The sort in force: while names are hidden, those who would be sorted by name are sorted by number. */
export function resolveWardSort(sort: WardSort, isPrivate: boolean): WardSort {
  return isPrivate && sort === 'name' ? 'number' : sort;
}

/** The sort after one, around at the end; there is none by name while names are hidden. */
export function nextWardSort(sort: WardSort, isPrivate: boolean): WardSort {
  const sorts = WARD_SORTS.filter((each) => each !== 'name' || !isPrivate);
  return sorts[(sorts.indexOf(resolveWardSort(sort, isPrivate)) + 1) % sorts.length] ?? 'attention';
}

/**
 * The patients whom a filter finds, sorted. Each of its words has to begin the number or to be part of the name; who is found by
 * the whole number is meant, and is the first.
 */
export function orderPatients(
  patients: readonly WardPatient[],
  sort: WardSort,
  filter: string,
): readonly PatientId[] {
  const wanted = foldName(filter).split(/\s+/).filter(Boolean);
  const order = patients
    .filter((each) => wanted.every((word) => matches(each, word)))
    .map((each) => ({ patient: each.patient, key: makeSortKey(each, sort) }))
    .sort((a, b) => compareKeys(a.key, b.key) || a.patient - b.patient)
    .map(({ patient }) => patient);
  const exact = findExactNumber(filter);
  if (exact === null || !order.includes(exact)) return order;
  return [exact, ...order.filter((other) => other !== exact)];
}

/** The patient whose number a filter is; null when it is no number. */
export function findExactNumber(filter: string): PatientId | null {
  return /^\s*\d+\s*$/.test(filter) ? Number(filter) : null;
}

const STATE_RANKS: Readonly<Record<PatientState, number>> = { down: 0, stale: 1, live: 3, unknown: 4 };
/** Of a live patient with new anomalies that were not simulated. */
const NEW_ANOMALIES_RANK = 2;

/** Ranks how much attention a patient needs: the smaller the rank, the sooner. */
function rankAttention({ state, hasNewAnomalies }: WardPatient): number {
  if (state === 'live' && hasNewAnomalies) return NEW_ANOMALIES_RANK;
  return STATE_RANKS[state ?? 'live'];
}

function makeSortKey(each: WardPatient, sort: WardSort): number | string {
  switch (sort) {
    case 'attention':
      return rankAttention(each);
    case 'number':
      return each.patient;
    case 'name':
      return foldName(writeName(each.profile));
  }
}

function compareKeys(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function matches({ patient, profile }: WardPatient, wanted: string): boolean {
  return String(patient).startsWith(wanted) || foldName(writeName(profile)).includes(wanted);
}

function writeName(profile: Profile | null): string {
  return [profile?.lastname, profile?.firstname].filter((name) => name != null).join(' ');
}

/** Folds a name to what people type on any keyboard: `zolc` finds Żółć, and no joiner is needed. */
function foldName(name: string): string {
  return stripDiacritics(name)
    .replace(/[\u200c\u200d]/g, '')
    .toLowerCase();
}
