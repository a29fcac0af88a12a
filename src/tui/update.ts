import { ASSUMED_INTERVAL_MS, freshLimitSeconds } from '../core/freshness.ts';
import type { PatientId } from '../core/patient.ts';
import { eventsOf } from './anomaly-log.ts';
import { planFollow } from './follow-plan.ts';
import type { TraceMotion } from './frame.ts';
import { mostHelpScroll } from './help-view.ts';
import { layOut, type ScreenSize } from './layout.ts';
import type { Action, Effect, Message } from './message.ts';
import type { FeetStyle, Mode, Model } from './model.ts';
import type { PatientFeed } from './patient-feed.ts';
import { numberNewestColumn } from './trace-columns.ts';

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
  /** The patient to begin with; null for the first. */
  readonly selected: PatientId | null;
  readonly unicode: boolean;
  readonly storeName: string;
  readonly isReplay: boolean;
  readonly traces?: TraceMotion;
  readonly feet?: FeetStyle;
}

export function initialModel(options: ModelOptions): Model {
  const { size, nowMs, zoneOffsetMinutes, unicode, storeName, isReplay } = options;
  const { traces = 'scroll', feet = 'field' } = options;
  const patients = options.patients && withSelected(options.patients, options.selected);
  return {
    size,
    nowMs,
    zoneOffsetMinutes,
    patients,
    selected: options.selected ?? patients?.[0] ?? null,
    mode: 'patient',
    pickerCursor: 0,
    anomalyCursor: 0,
    helpScroll: 0,
    feeds: new Map(),
    traces,
    feet,
    link: { state: 'connecting' },
    unicode,
    storeName,
    replay: isReplay ? 'playing' : null,
  };
}

/** What happened, put into the model. Asks to follow other patients, or more of one, whenever that changes. */
export function update(model: Model, message: Message): Next {
  if (message.kind === 'acted') {
    if (message.action === 'quit') return { model, effects: [{ kind: 'end', ending: 'quit' }] };
    if (message.action === 'interrupt') return { model, effects: [{ kind: 'end', ending: 'interrupted' }] };
    if (message.action === 'suspend') return { model, effects: [{ kind: 'suspend' }] };
  }
  const next = take(model, message);
  const plan = planFollow(next);
  const isSame = JSON.stringify(plan) === JSON.stringify(planFollow(model));
  return { model: next, effects: isSame ? [] : [{ kind: 'follow', patients: plan }] };
}

function take(model: Model, message: Message): Model {
  switch (message.kind) {
    case 'ticked':
      return { ...model, nowMs: message.nowMs, zoneOffsetMinutes: message.zoneOffsetMinutes };
    case 'resized':
      return clampCursors({ ...model, size: { columns: message.columns, rows: message.rows } });
    case 'patientsFound':
      return takePatients(model, message.patients);
    case 'patientRead':
      return takeFeed(model, message.feed);
    case 'linkChanged':
      return { ...model, link: message.link };
    case 'replayEnded':
      return { ...model, replay: 'ended' };
    case 'acted':
      return clampCursors(act(model, message.action));
  }
}

/** A patient who is looked at stays to choose from, also when the store no longer holds anything of them. */
function takePatients(model: Model, found: readonly PatientId[]): Model {
  const patients = withSelected(found, model.selected);
  const atCursor = model.patients?.[model.pickerCursor];
  const pickerCursor = atCursor === undefined ? 0 : Math.max(0, patients.indexOf(atCursor));
  return { ...model, patients, pickerCursor, selected: model.selected ?? patients[0] ?? null };
}

/** The cursor stays on its event when newer ones come; on the newest row it stays with the newest. */
function takeFeed(model: Model, read: PatientFeed): Model {
  const intervalMs = read.health?.intervalMs ?? ASSUMED_INTERVAL_MS;
  const newestColumn = numberNewestColumn(model.feeds.get(read.patient), read.samples, intervalMs);
  const feed = { ...read, newestColumn };
  const feeds = new Map(model.feeds).set(feed.patient, feed);
  const next = { ...model, feeds };
  if (feed.patient !== model.selected || model.anomalyCursor === 0) return clampCursors(next);
  const newestSeconds = eventsFor(model)[0]?.startSeconds ?? Number.NEGATIVE_INFINITY;
  const fresh = eventsFor(next).filter((event) => event.startSeconds > newestSeconds).length;
  return clampCursors({ ...next, anomalyCursor: model.anomalyCursor + fresh });
}

function act(model: Model, action: Action): Model {
  switch (action) {
    case 'quit':
    case 'interrupt':
    case 'suspend':
      return model;
    case 'help':
      return { ...model, mode: toggle(model.mode, 'help'), helpScroll: 0 };
    case 'picker':
      return { ...model, mode: toggle(model.mode, 'picker'), pickerCursor: indexOfSelected(model) };
    case 'nextPatient':
      return stepPatient(model, 1);
    case 'previousPatient':
      return stepPatient(model, -1);
    case 'up':
      return moveCursor(model, -1);
    case 'down':
      return moveCursor(model, 1);
    case 'pageUp':
      return moveCursor(model, -pageRows(model));
    case 'pageDown':
      return moveCursor(model, pageRows(model));
    case 'first':
      return moveCursor(model, Number.NEGATIVE_INFINITY);
    case 'last':
      return moveCursor(model, Number.POSITIVE_INFINITY);
    case 'open':
      return model.mode === 'picker'
        ? { ...select(model, model.patients?.[model.pickerCursor]), mode: 'patient' }
        : model;
    case 'back':
      return { ...model, mode: 'patient' };
    case 'toggleTraces':
      return { ...model, traces: model.traces === 'scroll' ? 'sweep' : 'scroll' };
    case 'toggleFeet':
      return { ...model, feet: model.feet === 'field' ? 'numbers' : 'field' };
  }
}

function toggle(mode: Mode, other: Mode): Mode {
  return mode === other ? 'patient' : other;
}

/** To the neighbour in the list, round at its ends. */
function stepPatient(model: Model, step: 1 | -1): Model {
  const patients = model.patients ?? [];
  const at = (indexOfSelected(model) + step + patients.length) % patients.length;
  return { ...select(model, patients[at]), pickerCursor: patients.length === 0 ? 0 : at };
}

function select(model: Model, patient: PatientId | undefined): Model {
  if (patient === undefined || patient === model.selected) return model;
  return { ...model, selected: patient, anomalyCursor: 0 };
}

function moveCursor(model: Model, rows: number): Model {
  switch (model.mode) {
    case 'patient':
      return { ...model, anomalyCursor: model.anomalyCursor + rows };
    case 'picker':
      return { ...model, pickerCursor: model.pickerCursor + rows };
    case 'help':
      return { ...model, helpScroll: model.helpScroll + rows };
  }
}

function clampCursors(model: Model): Model {
  return {
    ...model,
    anomalyCursor: clamp(model.anomalyCursor, eventsFor(model).length - 1),
    pickerCursor: clamp(model.pickerCursor, (model.patients?.length ?? 0) - 1),
    helpScroll: clamp(model.helpScroll, mostHelpScroll(model)),
  };
}

function clamp(cursor: number, last: number): number {
  return Math.max(0, Math.min(cursor, last));
}

/** Borders and headers leave about this much of a panel. */
function pageRows(model: Model): number {
  const layout = layOut(model.size);
  const rect = model.mode === 'patient' ? layout?.anomalies : layout?.body;
  return Math.max(1, (rect?.height ?? 0) - 3);
}

function eventsFor({ feeds, selected }: Model) {
  const feed = selected === null ? null : (feeds.get(selected) ?? null);
  return eventsOf(feed, freshLimitSeconds(feed?.health?.intervalMs ?? ASSUMED_INTERVAL_MS));
}

function indexOfSelected({ patients, selected }: Model): number {
  return selected === null ? 0 : Math.max(0, patients?.indexOf(selected) ?? 0);
}

function withSelected(patients: readonly PatientId[], selected: PatientId | null): readonly PatientId[] {
  if (selected === null || patients.includes(selected)) return patients;
  return [...patients, selected].sort((a, b) => a - b);
}
