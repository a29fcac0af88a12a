import { findFirstIndex } from '../../core/binary-search.ts';
import type { TravelAction } from '../../core/keys/action.ts';
import type { PatientId } from '../../core/patient.ts';
import type { Sample } from '../../core/sample.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { Effect, SamplesQuery } from './effect.ts';
import { countHistorySamples } from './layout.ts';
import type { History, Model } from './model.ts';
import { canTravelRecording, travelRecording } from './replay-travel.ts';
import { type Transition, transitionTo } from './transition.ts';

/** Samples that are read at once on each side of an instant. */
const PAGE_SAMPLES = 2000;
/** More is read when fewer samples than this are left on one side. */
const MARGIN_SAMPLES = 200;
const MAX_SAMPLES = 20_000;
const MIN_SPEED = 0.25;
const MAX_SPEED = 16;

/** Moves through the history of the patient on the screen, or through the recording that is played. */
export function travel(model: Model, action: TravelAction): Transition {
  if (model.replay !== null) return travelRecording(model, action);
  if (model.mode !== 'patient') return transitionTo(model);
  switch (action) {
    case 'freeze':
      return transitionTo(toggleFreeze(model));
    case 'earlier':
      return transitionTo(stepSamples(model, -1));
    case 'later':
      return transitionTo(stepSamples(model, 1));
    case 'secondEarlier':
      return transitionTo(stepSeconds(model, -1));
    case 'secondLater':
      return transitionTo(stepSeconds(model, 1));
    case 'home':
      return goToOldest(model);
    case 'end':
      return transitionTo(goToNow(model));
    case 'faster':
      return transitionTo(changeSpeed(model, 2));
    case 'slower':
      return transitionTo(changeSpeed(model, 0.5));
  }
}

/** Whether an action changes what is shown of the patient on the screen; the speed is shown only while the history is played. */
export function canTravel(model: Model, action: TravelAction): boolean {
  if (model.replay !== null) return canTravelRecording(model, action);
  if (model.mode !== 'patient') return false;
  const { history } = freeze(model);
  if (history === null) return false;
  const isLive = model.history === null;
  const index = findSampleIndex(history.samples, history.atSeconds);
  const isPlaying = model.history?.play != null;
  switch (action) {
    case 'freeze':
      return true;
    case 'earlier':
    case 'secondEarlier':
    case 'home':
      return isLive || isPlaying || index > 0;
    case 'later':
    case 'secondLater':
      return isLive || isPlaying || index < history.samples.length - 1;
    case 'end':
      return !isLive;
    case 'faster':
      return isPlaying && history.speed < MAX_SPEED;
    case 'slower':
      return isPlaying && history.speed > MIN_SPEED;
  }
}

/** Goes back to the live view. */
export function goToNow(model: Model): Model {
  return model.history === null ? model : { ...model, history: null };
}

/** Moves the instant on while the history is played; when it catches up with the live samples, the view is live. */
export function advancePlayback(model: Model): Model {
  const { history } = model;
  if (history?.play == null) return model;
  const elapsedSeconds = (model.nowMs - history.play.fromMs) / 1000;
  const atSeconds = history.play.fromSeconds + elapsedSeconds * history.speed;
  const newest = model.snapshots.get(history.patient)?.samples.at(-1);
  if (newest && atSeconds >= newest.atSeconds) return goToNow(model);
  return { ...model, history: { ...history, atSeconds } };
}

/** Counts the samples that were stored meanwhile, and appends them where they continue the samples that are kept. */
export function extendHistory(model: Model, snapshot: TimedSnapshot): Model {
  if (model.history?.patient !== snapshot.patient) return model;
  const history = countMeanwhile(model.history, snapshot.samples);
  return { ...model, history: appendMeanwhile(history, snapshot.samples) };
}

/** Requests more of the history in time, when few samples are left on one side of the instant. */
export function requestHistory(model: Model): Transition {
  const { history } = model;
  if (history === null || history.isReading) return transitionTo(model);
  const { patient, samples, atSeconds, isOldest } = history;
  const index = findSampleIndex(samples, atSeconds);
  const isNearStart = !isOldest && index < countHistorySamples(model.size) + MARGIN_SAMPLES;
  const isNearEnd = index > samples.length - MARGIN_SAMPLES && !reachesLive(model, history);
  if (!isNearStart && !isNearEnd) return transitionTo(model);
  return transitionTo(
    { ...model, history: { ...history, isReading: true } },
    readHistory(patient, atSeconds, PAGE_SAMPLES, PAGE_SAMPLES),
  );
}

/** Replaces the samples of the history by those read around its instant, or from its start. */
export function receiveHistory(model: Model, query: SamplesQuery, samples: readonly Sample[]): Model {
  const { history } = model;
  if (history === null || history.patient !== query.patient) return model;
  const [first] = samples;
  if (!first) return { ...model, history: { ...history, isReading: false, isOldest: true } };
  const isFromStart = query.atSeconds === Number.NEGATIVE_INFINITY;
  const earlier = samples.filter((sample) => sample.atSeconds < query.atSeconds).length;
  return {
    ...model,
    history: {
      ...history,
      samples,
      atSeconds: isFromStart ? first.atSeconds : Math.max(history.atSeconds, first.atSeconds),
      isReading: false,
      isOldest: isFromStart || earlier < query.before,
    },
  };
}

/** Finds the newest sample at an instant or before it; -1 when all are later. */
export function findSampleIndex(samples: readonly Sample[], atSeconds: number): number {
  const isBefore = (index: number) => (samples[index]?.atSeconds ?? Number.POSITIVE_INFINITY) <= atSeconds;
  return findFirstIndex(samples.length, isBefore) - 1;
}

/** Freezes the live view; of a frozen one it starts or halts the playback. */
function toggleFreeze(model: Model): Model {
  const { history, nowMs } = model;
  if (history === null) return freeze(model);
  const play = history.play === null ? { fromMs: nowMs, fromSeconds: history.atSeconds } : null;
  return { ...model, history: { ...history, play } };
}

function stepSamples(model: Model, count: number): Model {
  return moveTo(freeze(model), ({ samples, atSeconds }) => {
    const index = findSampleIndex(samples, atSeconds) + count;
    return samples[Math.max(0, Math.min(samples.length - 1, index))]?.atSeconds ?? atSeconds;
  });
}

function stepSeconds(model: Model, seconds: number): Model {
  return moveTo(freeze(model), ({ samples, atSeconds }) => {
    const index = findSampleIndex(samples, atSeconds + seconds);
    return samples[Math.max(0, index)]?.atSeconds ?? atSeconds;
  });
}

function goToOldest(model: Model): Transition {
  const frozen = freeze(model);
  const { history } = frozen;
  if (history === null) return transitionTo(model);
  return transitionTo(
    { ...frozen, history: { ...history, play: null, isReading: true } },
    readHistory(history.patient, Number.NEGATIVE_INFINITY, 0, PAGE_SAMPLES),
  );
}

function changeSpeed(model: Model, factor: number): Model {
  const { history } = model;
  if (history === null) return model;
  const speed = Math.max(MIN_SPEED, Math.min(MAX_SPEED, history.speed * factor));
  const play = history.play && { fromMs: model.nowMs, fromSeconds: history.atSeconds };
  return { ...model, history: { ...history, speed, play } };
}

/** Halts at the instant on the screen. Only a patient whose samples and anomalies are read can be frozen. */
function freeze(model: Model): Model {
  const { history, selected, snapshots } = model;
  if (history !== null) return { ...model, history: { ...history, play: null } };
  const snapshot = selected === null ? undefined : snapshots.get(selected);
  const newest = snapshot?.samples.at(-1);
  if (!snapshot || !newest || snapshot.anomalies === null) return model;
  const { patient, samples } = snapshot;
  const { atSeconds } = newest;
  const isOldest = snapshot.retained <= samples.length;
  const meanwhile = { samples: 0, countedToSeconds: atSeconds };
  return {
    ...model,
    history: { patient, samples, atSeconds, play: null, speed: 1, isReading: false, isOldest, meanwhile },
  };
}

function moveTo(model: Model, findInstant: (history: History) => number): Model {
  const { history } = model;
  return history === null ? model : { ...model, history: { ...history, atSeconds: findInstant(history) } };
}

function countMeanwhile(history: History, stored: readonly Sample[]): History {
  const { samples, countedToSeconds } = history.meanwhile;
  const newestSeconds = stored.at(-1)?.atSeconds;
  const fresh = stored.length - 1 - findSampleIndex(stored, countedToSeconds);
  if (newestSeconds === undefined || fresh === 0) return history;
  return { ...history, meanwhile: { samples: samples + fresh, countedToSeconds: newestSeconds } };
}

function appendMeanwhile(history: History, stored: readonly Sample[]): History {
  const last = history.samples.at(-1);
  if (!last || history.samples.length >= MAX_SAMPLES) return history;
  const known = stored.findLastIndex(({ atSeconds }) => atSeconds === last.atSeconds);
  if (known < 0 || known === stored.length - 1) return history;
  return { ...history, samples: [...history.samples, ...stored.slice(known + 1)] };
}

function reachesLive(model: Model, { patient, samples }: History): boolean {
  const oldestLive = model.snapshots.get(patient)?.samples[0]?.atSeconds ?? Number.NEGATIVE_INFINITY;
  return (samples.at(-1)?.atSeconds ?? 0) >= oldestLive && samples.length < MAX_SAMPLES;
}

function readHistory(patient: PatientId, atSeconds: number, before: number, from: number): Effect {
  const query = { purpose: 'history', patient, list: 'samples', atSeconds, before, from } as const;
  return { kind: 'readSamples', query };
}
