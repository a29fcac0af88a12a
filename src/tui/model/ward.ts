import { assessFreshness, type PatientState } from '../../core/freshness.ts';
import type { PatientId } from '../../core/patient.ts';
import type { FlagMark } from '../../core/sample.ts';
import { stripDiacritics } from '../../core/strip-diacritics.ts';
import { storeNowSeconds } from '../../reader/timed-snapshot.ts';
import type { PatientSummary } from '../../store/store.ts';
import type { Model, Ward, WardSort, WardSummary } from './model.ts';

const SORTS: readonly WardSort[] = ['attention', 'number', 'name'];
const MAX_FILTER = 40;

export function initialWard(patients: readonly PatientId[] | null, cursor: PatientId | null): Ward {
  return {
    cursor: cursor ?? patients?.[0] ?? null,
    isCursorPut: cursor !== null,
    top: 0,
    sort: 'attention',
    filter: '',
    isTyping: false,
    order: patients ?? [],
    summaries: new Map(),
    looked: new Map(),
    alarmed: new Set(),
  };
}

/**
 * Sorts and filters anew. A cursor that somebody put stays on its patient, or goes to the one that took its row; any
 * other stays on the first row, so that who needs somebody is seen.
 */
export function orderWard(model: Model): Model {
  const { ward } = model;
  const wanted = foldName(ward.filter);
  const order = (model.patients ?? [])
    .filter((patient) => wanted === '' || matches(patient, isSummaryNamed(model, patient), wanted))
    .map((patient) => ({ patient, key: sortKeyOf(model, patient) }))
    .sort((a, b) => compareKeys(a.key, b.key) || a.patient - b.patient)
    .map(({ patient }) => patient);
  return { ...model, ward: { ...ward, order, cursor: placeCursor(ward, order) } };
}

function placeCursor({ cursor, isCursorPut, order: before }: Ward, order: readonly PatientId[]) {
  if (!isCursorPut || cursor === null) return order[0] ?? null;
  if (order.includes(cursor)) return cursor;
  return order[Math.min(Math.max(0, before.indexOf(cursor)), order.length - 1)] ?? null;
}

/** The ward that somebody comes to from elsewhere: its cursor is on the patient whom they looked at. */
export function comeToWard(model: Model): Model {
  const { mode, helpOver, selected, ward } = model;
  const wasThere = mode === 'help' && helpOver === 'ward';
  const put = wasThere || selected === null ? ward : { ...ward, cursor: selected, isCursorPut: true };
  return orderWard({ ...model, mode: 'ward', history: null, ward: put });
}

export function takeSummaries(model: Model, summaries: readonly PatientSummary[], readAtMs: number): Model {
  const known = new Map(model.ward.summaries);
  const looked = new Map(model.ward.looked);
  const alarmed = new Set(model.ward.alarmed);
  for (const summary of summaries) {
    const { patient, anomaliesStored, newestAnomaly } = summary;
    known.set(patient, { ...summary, readAtMs });
    // An erased patient's list begins anew: what comes then is news.
    const seen = Math.min(looked.get(patient) ?? anomaliesStored, anomaliesStored);
    looked.set(patient, seen);
    if (seen === anomaliesStored) alarmed.delete(patient);
    else if (newestAnomaly !== '~') alarmed.add(patient);
  }
  return orderWard({ ...model, ward: { ...model.ward, summaries: known, looked, alarmed } });
}

/** Somebody is looking at the patient: none of its anomalies are news any longer. */
export function markLooked(model: Model, patient: PatientId, anomaliesStored: number): Model {
  if (model.ward.looked.get(patient) === anomaliesStored) return model;
  const looked = new Map(model.ward.looked).set(patient, anomaliesStored);
  const alarmed = new Set(model.ward.alarmed);
  alarmed.delete(patient);
  return { ...model, ward: { ...model.ward, looked, alarmed } };
}

/** Anomalous samples since the patient was last looked at; null when it was not glanced at yet. */
export function countNewAnomalies({ summaries, looked }: Ward, patient: PatientId): number | null {
  const summary = summaries.get(patient);
  return summary
    ? Math.max(0, summary.anomaliesStored - (looked.get(patient) ?? summary.anomaliesStored))
    : null;
}

/** How the new anomalies are marked: `~` as long as the newest was a simulated one at every summary. */
export function markNewAnomalies(ward: Ward, patient: PatientId): FlagMark {
  if ((countNewAnomalies(ward, patient) ?? 0) === 0) return '';
  return ward.alarmed.has(patient) ? '!' : '~';
}

export function assessSummary(
  summary: WardSummary,
  nowMs: number,
): { state: PatientState; ageSeconds: number | null } {
  return assessFreshness({ ...summary, nowSeconds: storeNowSeconds(summary, nowMs) });
}

/** All the way up it is as if nobody had moved the cursor: it stays on the first row. */
export function moveWardCursor(model: Model, rows: number): Model {
  const { order, cursor } = model.ward;
  const at = cursor === null ? 0 : order.indexOf(cursor);
  const to = Math.max(0, Math.min(order.length - 1, at + rows));
  const isCursorPut = rows !== Number.NEGATIVE_INFINITY;
  return { ...model, ward: { ...model.ward, cursor: order[to] ?? null, isCursorPut } };
}

/** How the list is sorted in fact: hidden names sort nobody. */
export function describeSort({ ward, isPrivate }: Model): WardSort {
  return isPrivate && ward.sort === 'name' ? 'number' : ward.sort;
}

export function nextSort(model: Model): Model {
  const sorts = SORTS.filter((sort) => sort !== 'name' || !model.isPrivate);
  const sort = sorts[(sorts.indexOf(describeSort(model)) + 1) % sorts.length] ?? 'attention';
  return orderWard({ ...model, ward: { ...model.ward, sort } });
}

/** Hides names or shows them again. Part of a name that somebody looked for is hidden with them. */
export function togglePrivacy(model: Model): Model {
  const isPrivate = !model.isPrivate;
  const filter = isPrivate && !/^\d+$/.test(model.ward.filter) ? '' : model.ward.filter;
  return orderWard({ ...model, isPrivate, ward: { ...model.ward, filter } });
}

/** A key while the filter is written; null when it means what it means elsewhere. */
export function typeInFilter(model: Model, key: string): Model | null {
  const { ward } = model;
  const change = (changes: Partial<Ward>) => orderWard({ ...model, ward: { ...ward, ...changes } });
  if (key === 'enter' || key === 'return') return change({ isTyping: false });
  if (key === 'escape') return change({ isTyping: false, filter: '' });
  if (key === 'backspace') return change({ filter: [...ward.filter].slice(0, -1).join('') });
  const character = characterOf(key);
  if (character === null) return null;
  return change({ filter: [...ward.filter, character].slice(0, MAX_FILTER).join('') });
}

function characterOf(key: string): string | null {
  if (key === 'space') return ' ';
  const text = key.startsWith('S-') ? key.slice(2) : key;
  return [...text].length === 1 && /[^\p{C}]/u.test(text) ? text : null;
}

/** Smaller needs somebody sooner: down, stale, news that were not simulated, live, never seen. */
function attentionOf(ward: Ward, patient: PatientId): number {
  const summary = ward.summaries.get(patient);
  if (!summary) return RANKS.live;
  const { state } = assessFreshness(summary);
  return state === 'live' && markNewAnomalies(ward, patient) === '!' ? NEWS_RANK : RANKS[state];
}

const RANKS: Readonly<Record<PatientState, number>> = { down: 0, stale: 1, live: 3, unknown: 4 };
const NEWS_RANK = 2;

/** Hidden names do not show in what is found, nor in the order. */
function isSummaryNamed({ ward, isPrivate }: Model, patient: PatientId): WardSummary | undefined {
  return isPrivate ? undefined : ward.summaries.get(patient);
}

function sortKeyOf(model: Model, patient: PatientId): number | string {
  switch (describeSort(model)) {
    case 'attention':
      return attentionOf(model.ward, patient);
    case 'number':
      return patient;
    case 'name':
      return foldName(readSummaryName(isSummaryNamed(model, patient)));
  }
}

function compareKeys(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function matches(patient: PatientId, summary: WardSummary | undefined, wanted: string): boolean {
  return String(patient).startsWith(wanted) || foldName(readSummaryName(summary)).includes(wanted);
}

function readSummaryName(summary: WardSummary | undefined): string {
  return [summary?.profile?.lastname, summary?.profile?.firstname].filter((name) => name != null).join(' ');
}

/** As people type: `zolc` finds Żółć. */
function foldName(name: string): string {
  return stripDiacritics(name).toLowerCase();
}
