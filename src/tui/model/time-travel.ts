import { findFirstIndex } from '../../core/binary-search.ts';
import type { PatientId } from '../../core/patient.ts';
import type { Sample } from '../../core/sample.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import { historyLength } from './layout.ts';
import type { Effect } from './message.ts';
import type { History, Model } from './model.ts';

/** Samples asked for at once. */
const STRETCH = 2000;
/** More is asked for when fewer are left. */
const MARGIN = 200;
const LONGEST = 20_000;
const SLOWEST = 0.25;
const FASTEST = 16;

/** Freezes what is on the screen; then plays from there, and halts again. */
export function toggleFreeze(model: Model): Model {
  const { history } = model;
  if (history === null) return freeze(model);
  const play = history.play === null ? { fromMs: model.nowMs, fromSeconds: history.atSeconds } : null;
  return { ...model, history: { ...history, play } };
}

/** Some samples earlier or later. From now on it stands still. */
export function stepSamples(model: Model, count: number): Model {
  return moveTo(freeze(model), ({ samples, atSeconds }) => {
    const index = indexAt(samples, atSeconds) + count;
    return samples[Math.max(0, Math.min(samples.length - 1, index))]?.atSeconds ?? atSeconds;
  });
}

export function stepSeconds(model: Model, seconds: number): Model {
  return moveTo(freeze(model), ({ samples, atSeconds }) => {
    const index = indexAt(samples, atSeconds + seconds);
    return samples[Math.max(0, index)]?.atSeconds ?? atSeconds;
  });
}

/** To the oldest sample that is stored. */
export function goToOldest(model: Model): { readonly model: Model; readonly effects: readonly Effect[] } {
  const frozen = freeze(model);
  if (frozen.history === null) return { model, effects: [] };
  const history = { ...frozen.history, play: null, isReading: true };
  return {
    model: { ...frozen, history },
    effects: [ask(history.patient, Number.NEGATIVE_INFINITY, 0, STRETCH)],
  };
}

export function goToNow(model: Model): Model {
  return model.history === null ? model : { ...model, history: null };
}

export function changeSpeed(model: Model, factor: number): Model {
  const { history } = model;
  if (history === null) return model;
  const speed = Math.max(SLOWEST, Math.min(FASTEST, history.speed * factor));
  const play = history.play && { fromMs: model.nowMs, fromSeconds: history.atSeconds };
  return { ...model, history: { ...history, speed, play } };
}

/** Goes on with what is played; where it catches up with now, it is now. */
export function playOn(model: Model): Model {
  const { history } = model;
  if (history?.play == null) return model;
  const elapsedSeconds = (model.nowMs - history.play.fromMs) / 1000;
  const atSeconds = history.play.fromSeconds + elapsedSeconds * history.speed;
  const newest = model.snapshots.get(history.patient)?.samples.at(-1);
  if (newest && atSeconds >= newest.atSeconds) return goToNow(model);
  return { ...model, history: { ...history, atSeconds } };
}

/** What was stored meanwhile is counted, and appended as long as it follows on what is held. */
export function extendHistory(model: Model, snapshot: TimedSnapshot): Model {
  if (model.history?.patient !== snapshot.patient) return model;
  const history = countMeanwhile(model.history, snapshot.samples);
  return { ...model, history: appendMeanwhile(history, snapshot.samples) };
}

function countMeanwhile(history: History, stored: readonly Sample[]): History {
  const { samples, countedToSeconds } = history.meanwhile;
  const newestSeconds = stored.at(-1)?.atSeconds;
  const fresh = stored.length - 1 - indexAt(stored, countedToSeconds);
  if (newestSeconds === undefined || fresh === 0) return history;
  return { ...history, meanwhile: { samples: samples + fresh, countedToSeconds: newestSeconds } };
}

function appendMeanwhile(history: History, stored: readonly Sample[]): History {
  const last = history.samples.at(-1);
  if (!last || history.samples.length >= LONGEST) return history;
  const known = stored.findLastIndex(({ atSeconds }) => atSeconds === last.atSeconds);
  if (known < 0 || known === stored.length - 1) return history;
  return { ...history, samples: [...history.samples, ...stored.slice(known + 1)] };
}

export function takeHistory(
  model: Model,
  answer: Extract<Effect, { kind: 'readSamples' }>,
  samples: readonly Sample[],
): Model {
  const { history } = model;
  if (history === null || history.patient !== answer.patient) return model;
  const isFromStart = answer.atSeconds === Number.NEGATIVE_INFINITY;
  const [first] = samples;
  if (!first) return { ...model, history: { ...history, isReading: false, isOldest: true } };
  const earlier = samples.filter((sample) => sample.atSeconds < answer.atSeconds).length;
  return {
    ...model,
    history: {
      ...history,
      samples,
      atSeconds: isFromStart ? first.atSeconds : Math.max(history.atSeconds, first.atSeconds),
      isReading: false,
      isOldest: isFromStart || earlier < answer.before,
    },
  };
}

/** Asks for more of the history in time, on the side where little is left. */
export function askForMore(model: Model): { readonly model: Model; readonly effects: readonly Effect[] } {
  const { history } = model;
  if (history === null || history.isReading) return { model, effects: [] };
  const index = indexAt(history.samples, history.atSeconds);
  const isNearStart = !history.isOldest && index < historyLength(model.size) + MARGIN;
  const isNearEnd = index > history.samples.length - MARGIN && !reachesLive(model, history);
  if (!isNearStart && !isNearEnd) return { model, effects: [] };
  return {
    model: { ...model, history: { ...history, isReading: true } },
    effects: [ask(history.patient, history.atSeconds, STRETCH, STRETCH)],
  };
}

/** Index of the newest sample at an instant or before it; -1 when all are later. */
export function indexAt(samples: readonly Sample[], atSeconds: number): number {
  const isBefore = (index: number) => (samples[index]?.atSeconds ?? Number.POSITIVE_INFINITY) <= atSeconds;
  return findFirstIndex(samples.length, isBefore) - 1;
}

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

function moveTo(model: Model, where: (history: History) => number): Model {
  const { history } = model;
  return history === null ? model : { ...model, history: { ...history, atSeconds: where(history) } };
}

function reachesLive(model: Model, { patient, samples }: History): boolean {
  const oldestLive = model.snapshots.get(patient)?.samples[0]?.atSeconds ?? Number.NEGATIVE_INFINITY;
  return (samples.at(-1)?.atSeconds ?? 0) >= oldestLive && samples.length < LONGEST;
}

function ask(patient: PatientId, atSeconds: number, before: number, from: number): Effect {
  return { kind: 'readSamples', purpose: 'history', patient, list: 'samples', atSeconds, before, from };
}
