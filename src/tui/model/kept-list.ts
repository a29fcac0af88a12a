import type { PatientId } from '../../core/patient.ts';
import type { StoredWalk } from '../../store/kept-walks.ts';
import type { KeptList } from './kept-state.ts';
import type { Model } from './model.ts';
import { type Transition, transitionTo } from './transition.ts';

/** No list is open. */
export const NO_LIST: KeptList = { patient: null, walks: null, cursor: 0 };

/** Whether there can be a list: a recording has no kept walks. */
export function canListKept({ replay, patients }: Model): boolean {
  return replay === null && patients !== null;
}

/** Opens the list of the patient's kept walks, in the ward that of all patients; or closes it. */
export function toggleKeptList(model: Model): Transition {
  const { mode, selected } = model;
  if (mode === 'kept') return transitionTo(closeKeptList(model));
  if (!canListKept(model) || mode === 'help') return transitionTo(model);
  const patient = mode === 'ward' ? null : selected;
  const known = model.kept.patient === patient ? model.kept.walks : null;
  const opened: Model = { ...model, mode: 'kept', kept: { patient, walks: known, cursor: 0 } };
  return transitionTo(opened, { kind: 'listKept', patient });
}

/** Goes back to where the list was opened. */
export function closeKeptList(model: Model): Model {
  return { ...model, mode: model.kept.patient === null ? 'ward' : 'patient', event: null };
}

/** Takes the kept walks that were read, unless another list was opened meanwhile. */
export function receiveKeptList(
  model: Model,
  patient: PatientId | null,
  walks: readonly StoredWalk[],
): Model {
  if (model.kept.patient !== patient) return model;
  const sorted = [...walks].sort((a, b) => (a.id === b.id ? a.patient - b.patient : a.id < b.id ? 1 : -1));
  const before = model.kept.walks?.[model.kept.cursor];
  const at = sorted.findIndex(({ id, patient: whose }) => id === before?.id && whose === before.patient);
  const cursor = at >= 0 ? at : clamp(model.kept.cursor, sorted.length);
  return { ...model, kept: { patient, walks: sorted, cursor } };
}

/** Moves the cursor of the list; an infinite number of rows goes to either end. */
export function moveKeptCursor(model: Model, rows: number): Model {
  const { kept } = model;
  return { ...model, kept: { ...kept, cursor: clamp(kept.cursor + rows, kept.walks?.length ?? 0) } };
}

/** Plays the walk under the cursor as history, in place of this dashboard. */
export function playKept(model: Model): Transition {
  const walk = model.kept.walks?.[model.kept.cursor];
  return walk === undefined ? transitionTo(model) : transitionTo(model, { kind: 'playKept', walk });
}

function clamp(cursor: number, length: number): number {
  return Math.max(0, Math.min(cursor, length - 1));
}
