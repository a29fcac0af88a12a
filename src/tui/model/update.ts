import { pollIntervalMs } from '../../core/freshness.ts';
import type { PatientId } from '../../core/patient.ts';
import { type TimedSnapshot, withDelay } from '../../reader/timed-snapshot.ts';
import type { ScreenSize, TraceMotion } from '../frame/frame.ts';
import { numberNewestColumn } from '../frame/trace-columns.ts';
import { askForOlder, keepLeaving, selectedEvents, takeOlder } from './events.ts';
import { planFollow } from './follow-plan.ts';
import { maxHelpScroll } from './help-content.ts';
import { layOut, MAX_POLLS_PER_COLUMN } from './layout.ts';
import type { Action, Effect, Message } from './message.ts';
import { type FeetStyle, type Mode, type Model, PANELS } from './model.ts';
import { openEvent, shiftEvent, stepEvent } from './opened-event.ts';
import {
  askForMore,
  changeSpeed,
  extendHistory,
  goToNow,
  goToOldest,
  playOn,
  stepSamples,
  stepSeconds,
  takeHistory,
  toggleFreeze,
} from './time-travel.ts';
import {
  comeToWard,
  initialWard,
  markLooked,
  moveWardCursor,
  nextSort,
  orderWard,
  takeSummaries,
  togglePrivacy,
  typeInFilter,
} from './ward.ts';
import { scrollWard } from './ward-rows.ts';

/** The next model, and what the shell has to do. */
export interface Next {
  readonly model: Model;
  readonly effects: readonly Effect[];
}

export interface ModelOptions {
  readonly size: ScreenSize;
  readonly nowMs: number;
  readonly zoneOffsetMinutes: number;
  /** Patients that are configured, ascending; null when they have to be found in the store. */
  readonly patients: readonly PatientId[] | null;
  /** The patient to begin with; null for the ward. */
  readonly selected: PatientId | null;
  readonly unicode: boolean;
  readonly storeName: string;
  readonly isReplay: boolean;
  readonly isPrivate?: boolean;
  readonly traces?: TraceMotion;
  readonly feet?: FeetStyle;
}

/** Snapshots of patients that nobody looks at any longer are kept until there are this many. */
const MAX_FEEDS = 200;

export function initialModel(options: ModelOptions): Model {
  const { size, nowMs, zoneOffsetMinutes, unicode, storeName, isReplay, isPrivate = false } = options;
  const { traces = 'scroll', feet = 'field' } = options;
  const patients = options.patients && withSelected(options.patients, options.selected);
  const mode = options.selected === null ? 'ward' : 'patient';
  return {
    size,
    nowMs,
    startedMs: nowMs,
    zoneOffsetMinutes,
    patients,
    selected: options.selected ?? patients?.[0] ?? null,
    mode,
    helpOver: mode,
    ward: initialWard(patients, options.selected),
    anomalyCursor: 0,
    older: null,
    helpScroll: 0,
    history: null,
    event: null,
    distribution: { list: 'samples', counted: null, isWhole: false },
    focus: null,
    isEnlarged: false,
    pollsPerColumn: 1,
    snapshots: new Map(),
    traces,
    feet,
    link: { state: 'connecting' },
    unicode,
    isPrivate,
    storeName,
    replay: isReplay ? 'playing' : null,
  };
}

/** What happened, put into the model; and what has to be asked of the store because of it. */
export function update(model: Model, message: Message): Next {
  if (message.kind === 'acted') {
    if (message.action === 'quit') return { model, effects: [{ kind: 'end', ending: 'quit' }] };
    if (message.action === 'interrupt') return { model, effects: [{ kind: 'end', ending: 'interrupted' }] };
    if (message.action === 'suspend') return { model, effects: [{ kind: 'suspend' }] };
  }
  const taken = take(model, message);
  const more = askForMore(scrollWard(clamp(taken.model)));
  const older = askForOlder(more.model);
  const next = forgetSnapshots(older.model);
  return {
    model: next,
    effects: [
      ...followEffects(model, next),
      ...distributionEffects(model, next),
      ...taken.effects,
      ...more.effects,
      ...older.effects,
    ],
  };
}

/** Follows other patients, or more of one, whenever what is needed changes. */
function followEffects(before: Model, after: Model): readonly Effect[] {
  const plan = planFollow(after);
  return JSON.stringify(plan) === JSON.stringify(planFollow(before)) ? [] : [{ kind: 'follow', ...plan }];
}

function distributionEffects(before: Model, after: Model): readonly Effect[] {
  const wanted = countedList(after);
  if (JSON.stringify(wanted) === JSON.stringify(countedList(before))) return [];
  return [{ kind: 'countDistribution', of: wanted }];
}

function countedList({ mode, helpOver, selected, distribution }: Model) {
  const isShown = mode === 'distribution' || (mode === 'help' && helpOver === 'distribution');
  return isShown && selected !== null ? { patient: selected, list: distribution.list } : null;
}

function take(model: Model, message: Message): Next {
  const only = (next: Model): Next => ({ model: next, effects: [] });
  switch (message.kind) {
    case 'ticked':
      return only(playOn({ ...model, nowMs: message.nowMs, zoneOffsetMinutes: message.zoneOffsetMinutes }));
    case 'resized':
      return only({ ...model, size: { columns: message.columns, rows: message.rows } });
    case 'patientsFound':
      return only(takePatients(model, message.patients));
    case 'patientRead':
      return only(takeSnapshot(model, message.snapshot));
    case 'summariesRead':
      return only(takeSummaries(model, message.summaries, message.readAtMs));
    case 'samplesRead':
      return only(takeSamples(model, message));
    case 'distributionCounted':
      return only(takeDistribution(model, message));
    case 'linkChanged':
      return only({ ...model, link: message.link });
    case 'replayEnded':
      return only({ ...model, replay: 'ended' });
    case 'typed': {
      const typed = typeInFilter(model, message.key);
      return only(typed ?? model);
    }
    case 'acted':
      return act(model, message.action);
  }
}

/** A patient who is looked at stays to choose from, also when the store no longer holds anything of them. */
function takePatients(model: Model, found: readonly PatientId[]): Model {
  const patients = withSelected(found, model.selected);
  return orderWard({ ...model, patients, selected: model.selected ?? patients[0] ?? null });
}

/** The cursor stays on its event when newer ones come; on the newest row of the log it stays with the newest. */
function takeSnapshot(model: Model, read: TimedSnapshot): Model {
  const before = model.snapshots.get(read.patient);
  const intervalMs = pollIntervalMs(read.health);
  const newestColumn = numberNewestColumn(before, read.samples, intervalMs);
  const snapshot = withDelay({ ...read, newestColumn }, before);
  const next = { ...model, snapshots: new Map(model.snapshots).set(snapshot.patient, snapshot) };
  if (snapshot.patient !== model.selected) return next;
  const looked = model.mode === 'ward' ? next : markLooked(next, snapshot.patient, snapshot.anomaliesStored);
  const kept = keepLeaving(extendHistory(looked, snapshot), before, snapshot);
  if (model.anomalyCursor === 0 && model.event === null) return kept;
  const newestSeconds = selectedEvents(model)[0]?.startSeconds ?? Number.NEGATIVE_INFINITY;
  const fresh = selectedEvents(kept).filter((event) => event.startSeconds > newestSeconds).length;
  return { ...kept, anomalyCursor: model.anomalyCursor + fresh };
}

function takeSamples(model: Model, { question, samples }: Extract<Message, { kind: 'samplesRead' }>): Model {
  switch (question.purpose) {
    case 'history':
      return takeHistory(model, question, samples);
    case 'older':
      return takeOlder(model, question, samples);
    case 'event':
      return model.event?.patient === question.patient && model.event.startSeconds === question.atSeconds
        ? { ...model, event: { ...model.event, around: samples } }
        : model;
  }
}

function takeDistribution(
  model: Model,
  { patient, list, distribution, isWhole }: Extract<Message, { kind: 'distributionCounted' }>,
): Model {
  if (patient !== model.selected || list !== model.distribution.list) return model;
  // While it is counted again, what was counted before stays.
  if (!isWhole && model.distribution.isWhole) return model;
  return { ...model, distribution: { list, counted: distribution, isWhole } };
}

function act(model: Model, action: Action): Next {
  const only = (next: Model): Next => ({ model: next, effects: [] });
  const { mode } = model;
  switch (action) {
    case 'quit':
    case 'interrupt':
    case 'suspend':
      return only(model);
    case 'help':
      return only(
        mode === 'help'
          ? { ...model, mode: model.helpOver }
          : { ...model, mode: 'help', helpOver: mode, helpScroll: 0 },
      );
    case 'privacy':
      return only(togglePrivacy(model));
    case 'ward':
      return only(openWard(model));
    case 'filter': {
      const opened = openWard(model);
      return only({ ...opened, ward: { ...opened.ward, isTyping: true } });
    }
    case 'sort':
      return only(mode === 'ward' ? nextSort(model) : model);
    case 'nextPatient':
      return only(stepPatient(model, 1));
    case 'previousPatient':
      return only(stepPatient(model, -1));
    case 'up':
      return only(moveCursor(model, -1));
    case 'down':
      return only(moveCursor(model, 1));
    case 'pageUp':
      return only(moveCursor(model, -pageRows(model)));
    case 'pageDown':
      return only(moveCursor(model, pageRows(model)));
    case 'first':
      return only(moveCursor(model, Number.NEGATIVE_INFINITY));
    case 'last':
      return only(moveCursor(model, Number.POSITIVE_INFINITY));
    case 'open':
      return open(model);
    case 'back':
      return only(goBack(model));
    case 'newerEvent':
      return stepEvent(model, -1);
    case 'olderEvent':
      return stepEvent(model, 1);
    case 'distribution':
      return only(showDistribution(model));
    case 'distributionSource':
      return only(mode === 'distribution' ? otherList(model) : model);
    case 'nextPanel':
      return only(mode === 'patient' ? stepFocus(model, 1) : model);
    case 'previousPanel':
      return only(mode === 'patient' ? stepFocus(model, -1) : model);
    case 'toggleTraces':
      return only({ ...model, traces: model.traces === 'scroll' ? 'sweep' : 'scroll' });
    case 'toggleFeet':
      return only({ ...model, feet: model.feet === 'field' ? 'numbers' : 'field' });
    case 'enlarge':
      return only(mode === 'patient' ? enlarge(model) : model);
    default:
      return actInTime(model, action);
  }
}

type TimeAction =
  | 'freeze'
  | 'earlier'
  | 'later'
  | 'secondEarlier'
  | 'secondLater'
  | 'home'
  | 'end'
  | 'faster'
  | 'slower'
  | 'zoomIn'
  | 'zoomOut';

function actInTime(model: Model, action: TimeAction): Next {
  const { mode, pollsPerColumn } = model;
  const only = (next: Model): Next => ({ model: next, effects: [] });
  if (mode === 'event' && (action === 'earlier' || action === 'later')) {
    return only(shiftEvent(model, action === 'earlier' ? -1 : 1));
  }
  if (mode !== 'patient') {
    if (action === 'home') return only(moveCursor(model, Number.NEGATIVE_INFINITY));
    if (action === 'end') return only(moveCursor(model, Number.POSITIVE_INFINITY));
    return only(model);
  }
  switch (action) {
    case 'zoomIn':
      return only({ ...model, pollsPerColumn: Math.max(1, pollsPerColumn / 2) });
    case 'zoomOut':
      return only({ ...model, pollsPerColumn: Math.min(MAX_POLLS_PER_COLUMN, pollsPerColumn * 2) });
    default:
  }
  // A recording that is played has no other now to come back to.
  if (model.replay !== null) return only(model);
  switch (action) {
    case 'freeze':
      return only(toggleFreeze(model));
    case 'earlier':
      return only(stepSamples(model, -1));
    case 'later':
      return only(stepSamples(model, 1));
    case 'secondEarlier':
      return only(stepSeconds(model, -1));
    case 'secondLater':
      return only(stepSeconds(model, 1));
    case 'home':
      return goToOldest(model);
    case 'end':
      return only(goToNow(model));
    case 'faster':
      return only(changeSpeed(model, 2));
    case 'slower':
      return only(changeSpeed(model, 0.5));
  }
}

function openWard(model: Model): Model {
  if (model.mode === 'ward' || model.replay !== null) return model;
  return comeToWard(model);
}

function open(model: Model): Next {
  const { mode, ward } = model;
  if (mode === 'patient') return openEvent(model);
  if (mode !== 'ward' || ward.cursor === null) return { model, effects: [] };
  const opened: Model = { ...select(model, ward.cursor), mode: 'patient' };
  const stored = ward.summaries.get(ward.cursor)?.anomaliesStored;
  return { model: stored === undefined ? opened : markLooked(opened, ward.cursor, stored), effects: [] };
}

function goBack(model: Model): Model {
  const { mode, helpOver, isEnlarged, history, ward } = model;
  switch (mode) {
    case 'help':
      return { ...model, mode: helpOver };
    case 'event':
    case 'distribution':
      return { ...model, mode: 'patient', event: null };
    case 'patient':
      if (isEnlarged) return { ...model, isEnlarged: false };
      return history === null ? openWard(model) : goToNow(model);
    case 'ward':
      return ward.filter === '' ? model : orderWard({ ...model, ward: { ...ward, filter: '' } });
  }
}

function showDistribution(model: Model): Model {
  if (model.mode === 'distribution') return { ...model, mode: 'patient' };
  if (model.mode !== 'patient' && model.mode !== 'event') return model;
  return { ...model, mode: 'distribution', event: null, distribution: uncounted(model.distribution.list) };
}

function otherList(model: Model): Model {
  const list = model.distribution.list === 'samples' ? 'anomalies' : 'samples';
  return { ...model, distribution: uncounted(list) };
}

function uncounted(list: Model['distribution']['list']): Model['distribution'] {
  return { list, counted: null, isWhole: false };
}

function stepFocus(model: Model, step: 1 | -1): Model {
  const at = model.focus === null ? (step > 0 ? -1 : 0) : PANELS.indexOf(model.focus);
  return { ...model, focus: PANELS[(at + step + PANELS.length) % PANELS.length] ?? null };
}

function enlarge(model: Model): Model {
  return { ...model, focus: model.focus ?? 'left-traces', isEnlarged: !model.isEnlarged };
}

/** To the neighbour in the list, round at its ends. */
function stepPatient(model: Model, step: 1 | -1): Model {
  if (model.mode === 'ward') return moveWardCursor(model, step);
  const patients = model.patients ?? [];
  const at = model.selected === null ? 0 : Math.max(0, patients.indexOf(model.selected));
  const mode: Mode = model.mode === 'event' ? 'patient' : model.mode;
  return { ...select(model, patients[(at + step + patients.length) % patients.length]), mode };
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
    distribution: uncounted(model.distribution.list),
  };
}

function moveCursor(model: Model, rows: number): Model {
  switch (model.mode) {
    case 'patient':
      return { ...model, anomalyCursor: model.anomalyCursor + rows };
    case 'ward':
      return moveWardCursor(model, rows);
    case 'help':
      return { ...model, helpScroll: model.helpScroll + rows };
    case 'event':
    case 'distribution':
      return model;
  }
}

function clamp(model: Model): Model {
  const anomalyCursor = within(model.anomalyCursor, selectedEvents(model).length - 1);
  const helpScroll = model.helpScroll === 0 ? 0 : within(model.helpScroll, maxHelpScroll(model));
  if (anomalyCursor === model.anomalyCursor && helpScroll === model.helpScroll) return model;
  return { ...model, anomalyCursor, helpScroll };
}

function within(cursor: number, last: number): number {
  return Math.max(0, Math.min(cursor, last));
}

/** Borders and headers leave about this much of a panel. */
function pageRows(model: Model): number {
  const layout = layOut(model.size);
  const rect = model.mode === 'patient' ? layout?.anomalies : layout?.body;
  return Math.max(1, (rect?.height ?? 0) - 3);
}

function forgetSnapshots(model: Model): Model {
  if (model.snapshots.size <= MAX_FEEDS) return model;
  const followed = new Set(planFollow(model).patients.map(({ patient }) => patient));
  return { ...model, snapshots: new Map([...model.snapshots].filter(([patient]) => followed.has(patient))) };
}

function withSelected(patients: readonly PatientId[], selected: PatientId | null): readonly PatientId[] {
  if (selected === null || patients.includes(selected)) return patients;
  return [...patients, selected].sort((a, b) => a - b);
}
