import { assessFreshness, type PatientState } from '../../core/freshness.ts';
import type { PatientId } from '../../core/patient.ts';
import type { FlagMark } from '../../core/sample.ts';
import {
  findExactNumber,
  nextWardSort,
  orderPatients,
  resolveWardSort,
  type WardPatient,
  type WardSort,
} from '../../core/ward-order.ts';
import { storeNowSeconds } from '../../reader/timed-snapshot.ts';
import type { PatientSummary } from '../../store/store.ts';
import { pasteText, typeKey } from './filter-text.ts';
import type { Model, Ward, WardSummary } from './model.ts';

/** Makes a ward of which no summary is read yet. A cursor that is given counts as put there by the user. */
export function createWard(patients: readonly PatientId[] | null, cursor: PatientId | null): Ward {
  return {
    cursor: cursor ?? patients?.[0] ?? null,
    isCursorPinned: cursor !== null,
    top: 0,
    sort: 'attention',
    filter: '',
    isTyping: false,
    order: patients ?? [],
    summaries: new Map(),
    seenAnomalies: new Map(),
    alarmed: new Set(),
  };
}

/**
 * Filters and sorts the patients. A cursor that the user moved stays on its patient, or on its row when that patient is
 * filtered out; otherwise it stays on the first row, so that whoever needs attention is seen.
 */
export function orderWard(model: Model): Model {
  const { ward } = model;
  const patients = (model.patients ?? []).map((patient) => describeForOrder(model, patient));
  const shown = orderPatients(patients, resolveSort(model), ward.filter);
  return { ...model, ward: { ...ward, order: shown, cursor: placeCursor(ward, shown) } };
}

/** Shows the ward with its cursor on the selected patient; when only the help was open over it, nothing moves. */
export function returnToWard(model: Model): Model {
  const { mode, helpOver, selected, ward } = model;
  const wasThere = mode === 'help' && helpOver === 'ward';
  const pinned = wasThere || selected === null ? ward : { ...ward, cursor: selected, isCursorPinned: true };
  return orderWard({ ...model, mode: 'ward', history: null, ward: pinned });
}

/** Replaces what is known of some patients, and notes which of them have new anomalies. */
export function receiveSummaries(
  model: Model,
  summaries: readonly PatientSummary[],
  readAtMs: number,
): Model {
  const known = new Map(model.ward.summaries);
  const newlySeen: [PatientId, number][] = [];
  const alarmed = new Set(model.ward.alarmed);
  for (const summary of summaries) {
    const { patient, anomaliesStored, newestAnomaly } = summary;
    known.set(patient, { ...summary, readAtMs });
    // The list of a patient who was erased starts again at zero: whatever it gets from then on is new.
    const seenBefore = model.ward.seenAnomalies.get(patient);
    const seen = Math.min(seenBefore ?? anomaliesStored, anomaliesStored);
    if (seen !== seenBefore) newlySeen.push([patient, seen]);
    if (seen === anomaliesStored) alarmed.delete(patient);
    else if (newestAnomaly !== '~') alarmed.add(patient);
  }
  const seenAnomalies =
    newlySeen.length === 0 ? model.ward.seenAnomalies : new Map([...model.ward.seenAnomalies, ...newlySeen]);
  return orderWard({ ...model, ward: { ...model.ward, summaries: known, seenAnomalies, alarmed } });
}

/** Notes that the user looks at a patient: none of its anomalies are new any longer. */
export function markSeen(model: Model, patient: PatientId, anomaliesStored: number): Model {
  if (model.ward.seenAnomalies.get(patient) === anomaliesStored) return model;
  const seenAnomalies = new Map(model.ward.seenAnomalies).set(patient, anomaliesStored);
  const alarmed = new Set(model.ward.alarmed);
  alarmed.delete(patient);
  return { ...model, ward: { ...model.ward, seenAnomalies, alarmed } };
}

/** Counts the anomalous samples since the user last looked at a patient; null before its first summary. */
export function countNewAnomalies({ summaries, seenAnomalies }: Ward, patient: PatientId): number | null {
  const summary = summaries.get(patient);
  if (!summary) return null;
  return Math.max(0, summary.anomaliesStored - (seenAnomalies.get(patient) ?? summary.anomaliesStored));
}

/** The mark of a patient's new anomalies: `~` as long as the newest one in every summary was simulated. */
export function markNewAnomalies(ward: Ward, patient: PatientId): FlagMark {
  if ((countNewAnomalies(ward, patient) ?? 0) === 0) return '';
  return ward.alarmed.has(patient) ? '!' : '~';
}

/** Assesses at an instant of the reader's monotonic clock how a patient is by its newest summary. */
export function assessSummary(
  summary: WardSummary,
  nowMs: number,
): { state: PatientState; ageSeconds: number | null } {
  const { known, newestAtSeconds, health } = summary;
  return assessFreshness({ known, newestAtSeconds, health, nowSeconds: storeNowSeconds(summary, nowMs) });
}

/** Moves the cursor by some rows. All the way up it is as if the user had never moved it: it stays on the first row. */
export function moveWardCursor(model: Model, rows: number): Model {
  const { order, cursor } = model.ward;
  const at = cursor === null ? 0 : order.indexOf(cursor);
  const to = Math.max(0, Math.min(order.length - 1, at + rows));
  const isCursorPinned = rows !== Number.NEGATIVE_INFINITY;
  return { ...model, ward: { ...model.ward, cursor: order[to] ?? null, isCursorPinned } };
}

/** The sort in force: while names are hidden, those who would be sorted by name are sorted by number. */
export function resolveSort({ ward, isPrivate }: Model): WardSort {
  return resolveWardSort(ward.sort, isPrivate);
}

/** Goes on to the next sort, around at the end. */
export function cycleSort(model: Model): Model {
  if (model.mode !== 'ward') return model;
  const sort = nextWardSort(model.ward.sort, model.isPrivate);
  return orderWard({ ...model, ward: { ...model.ward, sort } });
}

/**
 * Hides names at once; a filter may be part of a name: unless it is a number it goes with them. Hidden names are not
 * shown before uncoverNames(): the key may be a byte of something else.
 */
export function togglePrivacy(model: Model): Model {
  if (model.isPrivate) return { ...model, isUncovering: true };
  const filter = /^\d+$/.test(model.ward.filter) ? model.ward.filter : '';
  return orderWard({ ...model, isPrivate: true, ward: { ...model.ward, filter } });
}

/** Shows the names again if the key that asked for it was the one that stood alone. */
export function uncoverNames(model: Model): Model {
  return model.isUncovering ? orderWard({ ...model, isPrivate: false, isUncovering: false }) : model;
}

/** Sends the keys that follow into the filter. */
export function startFilter(model: Model): Model {
  return { ...model, ward: { ...model.ward, isTyping: true } };
}

/** Shows all patients again. */
export function clearFilter(model: Model): Model {
  return model.ward.filter === '' ? model : orderWard({ ...model, ward: { ...model.ward, filter: '' } });
}

/** Takes a key while the filter is typed; keys that write nothing are ignored. */
export function typeInFilter(model: Model, key: string): Model {
  const { ward } = model;
  const change = (changes: Partial<Ward>) => orderWard({ ...model, ward: { ...ward, ...changes } });
  if (key === 'enter' || key === 'return') return change({ isTyping: false });
  if (key === 'escape') return change({ isTyping: false, filter: '' });
  const filter = typeKey(ward.filter, key);
  return filter === null ? model : goToExactNumber(change({ filter }));
}

/** Takes a paste into the filter while it is typed; nowhere else does a paste do anything. */
export function pasteIntoFilter(model: Model, text: string): Model {
  const { mode, ward } = model;
  if (mode !== 'ward' || !ward.isTyping) return model;
  return goToExactNumber(orderWard({ ...model, ward: { ...ward, filter: pasteText(ward.filter, text) } }));
}

/** A patient whose whole number was typed is the one meant: the cursor goes there, so that Enter opens nobody else. */
function goToExactNumber(model: Model): Model {
  const { ward } = model;
  const exact = findExactNumber(ward.filter);
  if (exact === null || !ward.order.includes(exact)) return model;
  return { ...model, ward: { ...ward, cursor: exact, isCursorPinned: true } };
}

function placeCursor({ cursor, isCursorPinned, order: before }: Ward, order: readonly PatientId[]) {
  if (!isCursorPinned || cursor === null) return order[0] ?? null;
  if (order.includes(cursor)) return cursor;
  return order[Math.min(Math.max(0, before.indexOf(cursor)), order.length - 1)] ?? null;
}

/** What decides on a patient's place. While names are hidden none is there, so that neither filter nor order reveal one. */
function describeForOrder({ ward, isPrivate }: Model, patient: PatientId): WardPatient {
  const summary = ward.summaries.get(patient);
  return {
    patient,
    profile: isPrivate ? null : (summary?.profile ?? null),
    state: summary ? assessFreshness(summary).state : null,
    hasNewAnomalies: markNewAnomalies(ward, patient) === '!',
  };
}
