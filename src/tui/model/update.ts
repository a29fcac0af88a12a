import type { Action } from '../../core/keys/action.ts';
import {
  receiveDistribution,
  requestCounting,
  switchDistributionList,
  toggleDistribution,
} from './distribution.ts';
import { requestFollowing } from './follow-plan.ts';
import { forgetMarks, keep, pasteIntoMark, receiveKept, startMark, typeInMark } from './keeping.ts';
import { receiveKeptList, toggleKeptList } from './kept-list.ts';
import type { Message } from './message.ts';
import type { Model } from './model.ts';
import {
  back,
  clampCursors,
  moveCursor,
  movePage,
  open,
  openFilter,
  openWard,
  stepPatient,
  toggleHelp,
} from './navigation.ts';
import { receiveOlderAnomalies, requestOlderAnomalies } from './older-anomalies.ts';
import { receiveEventSamples, shiftEvent, stepEvent } from './opened-event.ts';
import { stepFocus, toggleEnlarged, toggleFeet, toggleTraces, zoomTraces } from './panels.ts';
import { forgetSnapshots, receivePatients, receiveSnapshot } from './patients.ts';
import { setRecordedTime } from './replay-travel.ts';
import { noteTerminalLink } from './slow-link.ts';
import { advancePlayback, receiveHistory, requestHistory, travel } from './time-travel.ts';
import { type Transition, transitionTo } from './transition.ts';
import {
  cycleSort,
  pasteIntoFilter,
  receiveSummaries,
  togglePrivacy,
  typeInFilter,
  uncoverNames,
} from './ward.ts';
import { scrollWard } from './ward-rows.ts';

/** Works out the next model after a message, and what has to be asked of the store because of it. Pure. */
export function update(model: Model, message: Message): Transition {
  const changed =
    message.kind === 'acted' ? act(model, message.action) : transitionTo(receive(model, message));
  const noted = message.kind === 'acted' ? noteThaw(model, changed.model) : changed.model;
  const history = requestHistory(scrollWard(clampCursors(noted)));
  const older = requestOlderAnomalies(history.model);
  const next = forgetSnapshots(older.model);
  return transitionTo(
    next,
    ...requestFollowing(model, next),
    ...requestCounting(model, next),
    ...changed.effects,
    ...history.effects,
    ...older.effects,
  );
}

/** Notes that a key ended the frozen view, so that nobody takes what is shown for the instant that was looked at. */
function noteThaw({ history, nowMs }: Model, next: Model): Model {
  if (history === null || next.history !== null) return next;
  return { ...next, thawed: { patient: history.patient, atMs: nowMs } };
}

function receive(model: Model, message: Exclude<Message, { kind: 'acted' }>): Model {
  switch (message.kind) {
    case 'ticked': {
      const { nowMs, zoneOffsetMinutes, terminal, recordedSeconds } = message;
      const ticked = setRecordedTime({ ...model, nowMs, zoneOffsetMinutes }, recordedSeconds);
      return advancePlayback(terminal ? noteTerminalLink(ticked, terminal) : ticked);
    }
    case 'resized':
      return { ...model, size: { columns: message.columns, rows: message.rows } };
    case 'patientsFound':
      return receivePatients(model, message.patients);
    case 'patientRead':
      return receiveSnapshot(model, message.snapshot);
    case 'summariesRead':
      return receiveSummaries(model, message.summaries, message.readAtMs);
    case 'samplesRead':
      return receiveSamples(model, message);
    case 'distributionCounted':
      return receiveDistribution(model, message);
    case 'linkChanged':
      return { ...model, link: message.link };
    case 'replayChanged':
      return { ...model, replay: message.replay };
    case 'walkKept':
      return receiveKept(model, message.walk, message.answer, message.maxBytes);
    case 'keptListed':
      return receiveKeptList(model, message.patient, message.walks);
    case 'typed':
      return model.keeping.typing ? typeInMark(model, message.key) : typeInFilter(model, message.key);
    case 'pasted':
      return model.keeping.typing ? pasteIntoMark(model, message.text) : pasteIntoFilter(model, message.text);
    case 'stoodAlone':
      return uncoverNames(model);
  }
}

function receiveSamples(model: Model, { query, samples }: Extract<Message, { kind: 'samplesRead' }>): Model {
  switch (query.purpose) {
    case 'history':
      return receiveHistory(model, query, samples);
    case 'older':
      return receiveOlderAnomalies(model, query, samples);
    case 'event':
      return receiveEventSamples(model, query, samples);
  }
}

/** Carries out the actions that may need I/O, and those whose meaning depends on what is shown. */
function act(before: Model, action: Action): Transition {
  const model = before.isUncovering ? { ...before, isUncovering: false } : before;
  switch (action) {
    case 'quit':
      return transitionTo(model, { kind: 'end', ending: 'quit' });
    case 'interrupt':
      return transitionTo(model, { kind: 'end', ending: 'interrupted' });
    case 'suspend':
      return transitionTo(model, { kind: 'suspend' });
    case 'redraw':
      return transitionTo(model, { kind: 'redraw' });
    case 'open':
      return open(model);
    case 'back':
      return back(model);
    case 'keep':
      return keep(model);
    case 'kept':
      return toggleKeptList(model);
    case 'newerEvent':
      return stepEvent(model, -1);
    case 'olderEvent':
      return stepEvent(model, 1);
    case 'freeze':
    case 'secondEarlier':
    case 'secondLater':
    case 'faster':
    case 'slower':
      return travel(model, action);
    case 'earlier':
    case 'later':
      if (model.mode !== 'event') return travel(model, action);
      return transitionTo(shiftEvent(model, action === 'earlier' ? -1 : 1));
    case 'home':
    case 'end':
      if (model.mode === 'patient') return travel(model, action);
      return transitionTo(moveCursor(model, action === 'home' ? TO_FIRST : TO_LAST));
    default:
      return transitionTo(change(model, action));
  }
}

type PlainAction = Exclude<
  Action,
  | (
      | 'back'
      | 'keep'
      | 'kept'
      | 'quit'
      | 'interrupt'
      | 'suspend'
      | 'redraw'
      | 'open'
      | 'newerEvent'
      | 'olderEvent'
    )
  | ('freeze' | 'earlier' | 'later' | 'secondEarlier' | 'secondLater' | 'home' | 'end' | 'faster' | 'slower')
>;

function change(model: Model, action: PlainAction): Model {
  switch (action) {
    case 'help':
      return toggleHelp(model);
    case 'mark':
      return startMark(model);
    case 'forgetMarks':
      return forgetMarks(model);
    case 'ward':
      return openWard(model);
    case 'filter':
      return openFilter(model);
    case 'sort':
      return cycleSort(model);
    case 'privacy':
      return togglePrivacy(model);
    case 'nextPatient':
      return stepPatient(model, 1);
    case 'previousPatient':
      return stepPatient(model, -1);
    case 'up':
      return moveCursor(model, -1);
    case 'down':
      return moveCursor(model, 1);
    case 'pageUp':
      return movePage(model, -1);
    case 'pageDown':
      return movePage(model, 1);
    case 'first':
      return moveCursor(model, TO_FIRST);
    case 'last':
      return moveCursor(model, TO_LAST);
    case 'distribution':
      return toggleDistribution(model);
    case 'distributionSource':
      return switchDistributionList(model);
    case 'nextPanel':
      return stepFocus(model, 1);
    case 'previousPanel':
      return stepFocus(model, -1);
    case 'enlarge':
      return toggleEnlarged(model);
    case 'zoomIn':
      return zoomTraces(model, 0.5);
    case 'zoomOut':
      return zoomTraces(model, 2);
    case 'toggleTraces':
      return toggleTraces(model);
    case 'toggleFeet':
      return toggleFeet(model);
  }
}

const TO_FIRST = Number.NEGATIVE_INFINITY;
const TO_LAST = Number.POSITIVE_INFINITY;
