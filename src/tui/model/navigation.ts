import type { PatientId } from '../../core/patient.ts';
import { resetDistribution } from './distribution.ts';
import { listKnownEvents } from './events.ts';
import { maxHelpScroll } from './help-content.ts';
import { closeKeptList, moveKeptCursor, playKept } from './kept-list.ts';
import { layOut } from './layout.ts';
import type { Model } from './model.ts';
import { openEvent } from './opened-event.ts';
import { goToNow } from './time-travel.ts';
import { type Transition, transitionTo } from './transition.ts';
import { clearFilter, markSeen, moveWardCursor, returnToWard, startFilter } from './ward.ts';

/** Two borders and a header are the rows of a panel that show no entry of its list. */
const CHROME_ROWS = 3;

/** Opens the help over whatever is shown, or closes it. */
export function toggleHelp(model: Model): Model {
  const { mode, helpOver } = model;
  if (mode === 'help') return { ...model, mode: helpOver };
  return { ...model, mode: 'help', helpOver: mode, helpScroll: 0 };
}

/** Goes to the ward. A recording has none. */
export function openWard(model: Model): Model {
  return model.mode === 'ward' || model.replay !== null ? model : returnToWard(model);
}

/** Goes to the ward and types its filter. */
export function openFilter(model: Model): Model {
  return startFilter(openWard(model));
}

/** Opens what is under the cursor: in the ward a patient, in the patient's log an event, in the list of kept walks one of them. */
export function open(model: Model): Transition {
  const { mode, ward } = model;
  if (mode === 'patient') return openEvent(model);
  if (mode === 'kept') return playKept(model);
  if (mode !== 'ward' || ward.cursor === null) return transitionTo(model);
  const opened: Model = { ...select(model, ward.cursor), mode: 'patient' };
  const stored = ward.summaries.get(ward.cursor)?.anomaliesStored;
  return transitionTo(stored === undefined ? opened : markSeen(opened, ward.cursor, stored));
}

/** Goes back, if need be to the dashboard that this one was opened from. */
export function back(model: Model): Transition {
  const { mode, isEnlarged, history, isLeadingBack } = model;
  const isLast = mode === 'patient' && !isEnlarged && history === null;
  return isLast && isLeadingBack
    ? transitionTo(model, { kind: 'end', ending: 'left' })
    : transitionTo(goBack(model));
}

/** Undoes the newest step: closes the help, an event, a filter, an enlarged panel, the history, or the patient. */
function goBack(model: Model): Model {
  switch (model.mode) {
    case 'help':
      return { ...model, mode: model.helpOver };
    case 'event':
    case 'distribution':
      return { ...model, mode: 'patient', event: null };
    case 'kept':
      return closeKeptList(model);
    case 'patient':
      if (model.isEnlarged) return { ...model, isEnlarged: false };
      return model.history === null ? openWard(model) : goToNow(model);
    case 'ward':
      return clearFilter(model);
  }
}

/** Selects the next patient (1) or the previous one (-1), around at the ends; in the ward it moves the cursor. */
export function stepPatient(model: Model, step: 1 | -1): Model {
  if (model.mode === 'ward') return moveWardCursor(model, step);
  const patients = model.patients ?? [];
  const at = model.selected === null ? 0 : Math.max(0, patients.indexOf(model.selected));
  const patient = patients[(at + step + patients.length) % patients.length];
  return { ...select(model, patient), mode: model.mode === 'event' ? 'patient' : model.mode };
}

/** Moves the cursor of the list on the screen; an infinite number of rows goes to either end. */
export function moveCursor(model: Model, rows: number): Model {
  switch (model.mode) {
    case 'patient':
      return { ...model, anomalyCursor: model.anomalyCursor + rows };
    case 'ward':
      return moveWardCursor(model, rows);
    case 'kept':
      return moveKeptCursor(model, rows);
    case 'help':
      return { ...model, helpScroll: model.helpScroll + rows };
    case 'event':
    case 'distribution':
      return model;
  }
}

/** Moves the cursor down (1) or up (-1) by as many rows as the list shows. */
export function movePage(model: Model, step: 1 | -1): Model {
  const layout = layOut(model.size);
  const rect = model.mode === 'patient' ? layout?.anomalies : layout?.body;
  return moveCursor(model, step * Math.max(1, (rect?.height ?? 0) - CHROME_ROWS));
}

/** Brings cursors back into their lists, which may have become shorter. */
export function clampCursors(model: Model): Model {
  const anomalyCursor = clamp(model.anomalyCursor, listKnownEvents(model).length - 1);
  const helpScroll = model.helpScroll === 0 ? 0 : clamp(model.helpScroll, maxHelpScroll(model));
  if (anomalyCursor === model.anomalyCursor && helpScroll === model.helpScroll) return model;
  return { ...model, anomalyCursor, helpScroll };
}

function clamp(cursor: number, last: number): number {
  return Math.max(0, Math.min(cursor, last));
}

function select(model: Model, patient: PatientId | undefined): Model {
  if (patient === undefined || patient === model.selected) return model;
  return {
    ...model,
    selected: patient,
    ward: { ...model.ward, cursor: patient },
    anomalyCursor: 0,
    older: null,
    history: null,
    event: null,
    distribution: resetDistribution(model.distribution.list),
  };
}
