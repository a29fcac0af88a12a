import type { Action } from '../../core/keys/action.ts';
import { listKnownEvents } from '../model/events.ts';
import { canKeep } from '../model/keeping.ts';
import { canListKept } from '../model/kept-list.ts';
import { canShiftEvent } from '../model/opened-event.ts';
import { canTravel } from '../model/time-travel.ts';
import { explainAbsence } from './notice/message-view.ts';
import type { ViewContext } from './view-context.ts';

/** Whether an action does something on the screen as it is. The bottom bar offers no key of an action that does not. */
export function canAct(context: ViewContext, action: Action): boolean {
  const { model } = context;
  const { mode, patients, ward, replay } = model;
  const hasPatients = patients !== null && patients.length > 0;
  switch (action) {
    case 'ward':
      return mode !== 'ward' && replay === null;
    case 'filter':
      return hasPatients && replay === null;
    case 'sort':
      return hasPatients && mode === 'ward';
    case 'nextPatient':
    case 'previousPatient':
      return patients !== null && patients.length > 1;
    case 'open':
      if (mode === 'kept') return (model.kept.walks?.length ?? 0) > 0;
      if (mode === 'ward') return ward.cursor !== null && ward.order.includes(ward.cursor);
      return mode === 'patient' && listKnownEvents(model).length > 0;
    case 'back':
      return mode !== 'patient' || model.isLeadingBack;
    case 'keep':
    case 'mark':
      return canKeep(model);
    case 'kept':
      return canListKept(model);
    case 'newerEvent':
      return mode === 'event' && model.anomalyCursor > 0;
    case 'olderEvent':
      return mode === 'event' && model.anomalyCursor < listKnownEvents(model).length - 1;
    case 'earlier':
    case 'later':
      if (mode === 'event') return canShiftEvent(model, action === 'earlier' ? -1 : 1);
      return hasPanels(context) && canTravel(model, action);
    case 'freeze':
    case 'secondEarlier':
    case 'secondLater':
    case 'home':
    case 'end':
    case 'faster':
    case 'slower':
      return hasPanels(context) && canTravel(model, action);
    case 'distribution':
    case 'distributionSource':
    case 'nextPanel':
    case 'enlarge':
      return hasPanels(context);
    default:
      return true;
  }
}

/** Whether there is something to show of the patient; otherwise a message is in its place. */
function hasPanels(context: ViewContext): boolean {
  return explainAbsence(context) === null;
}
