import type { PatientId } from '../../core/patient.ts';
import type { Sample } from '../../core/sample.ts';
import type { PatientFeed } from '../../reader/patient-snapshot.ts';
import { historyLength } from './layout.ts';
import type { Effect } from './message.ts';
import type { Model, Past } from './model.ts';

/** Samples asked for at once. */
const STRETCH = 2000;
/** More is asked for when fewer are left. */
const MARGIN = 200;
const LONGEST = 20_000;
const SLOWEST = 0.25;
const FASTEST = 16;

/** Freezes what is on the screen; then plays from there, and halts again. */
export function toggleFreeze(model: Model): Model {
  const { past } = model;
  if (past === null) return freeze(model);
  const play = past.play === null ? { fromMs: model.nowMs, fromSeconds: past.atSeconds } : null;
  return { ...model, past: { ...past, play } };
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
  if (frozen.past === null) return { model, effects: [] };
  const past = { ...frozen.past, play: null, isReading: true };
  return { model: { ...frozen, past }, effects: [ask(past.patient, Number.NEGATIVE_INFINITY, 0, STRETCH)] };
}

export function goToNow(model: Model): Model {
  return model.past === null ? model : { ...model, past: null };
}

export function changeSpeed(model: Model, factor: number): Model {
  const { past } = model;
  if (past === null) return model;
  const speed = Math.max(SLOWEST, Math.min(FASTEST, past.speed * factor));
  const play = past.play && { fromMs: model.nowMs, fromSeconds: past.atSeconds };
  return { ...model, past: { ...past, speed, play } };
}

/** Goes on with what is played; where it catches up with now, it is now. */
export function playOn(model: Model): Model {
  const { past } = model;
  if (past?.play == null) return model;
  const elapsedSeconds = (model.nowMs - past.play.fromMs) / 1000;
  const atSeconds = past.play.fromSeconds + elapsedSeconds * past.speed;
  const newest = model.feeds.get(past.patient)?.samples.at(-1);
  if (newest && atSeconds >= newest.atSeconds) return goToNow(model);
  return { ...model, past: { ...past, atSeconds } };
}

/** What was stored meanwhile is counted, and appended as long as it follows on what is held. */
export function extendPast(model: Model, feed: PatientFeed): Model {
  if (model.past?.patient !== feed.patient) return model;
  const past = countMeanwhile(model.past, feed.samples);
  return { ...model, past: appendMeanwhile(past, feed.samples) };
}

function countMeanwhile(past: Past, stored: readonly Sample[]): Past {
  const { samples, countedToSeconds } = past.meanwhile;
  const newestSeconds = stored.at(-1)?.atSeconds;
  const fresh = stored.length - 1 - indexAt(stored, countedToSeconds);
  if (newestSeconds === undefined || fresh === 0) return past;
  return { ...past, meanwhile: { samples: samples + fresh, countedToSeconds: newestSeconds } };
}

function appendMeanwhile(past: Past, stored: readonly Sample[]): Past {
  const last = past.samples.at(-1);
  if (!last || past.samples.length >= LONGEST) return past;
  const known = stored.findLastIndex(({ atSeconds }) => atSeconds === last.atSeconds);
  if (known < 0 || known === stored.length - 1) return past;
  return { ...past, samples: [...past.samples, ...stored.slice(known + 1)] };
}

export function takeStretch(
  model: Model,
  answer: Extract<Effect, { kind: 'readSamples' }>,
  samples: readonly Sample[],
): Model {
  const { past } = model;
  if (past === null || past.patient !== answer.patient) return model;
  const isFromStart = answer.atSeconds === Number.NEGATIVE_INFINITY;
  const [first] = samples;
  if (!first) return { ...model, past: { ...past, isReading: false, isOldest: true } };
  const earlier = samples.filter((sample) => sample.atSeconds < answer.atSeconds).length;
  return {
    ...model,
    past: {
      ...past,
      samples,
      atSeconds: isFromStart ? first.atSeconds : Math.max(past.atSeconds, first.atSeconds),
      isReading: false,
      isOldest: isFromStart || earlier < answer.before,
    },
  };
}

/** Asks for more of the history in time, on the side where little is left. */
export function askForMore(model: Model): { readonly model: Model; readonly effects: readonly Effect[] } {
  const { past } = model;
  if (past === null || past.isReading) return { model, effects: [] };
  const index = indexAt(past.samples, past.atSeconds);
  const isNearStart = !past.isOldest && index < historyLength(model.size) + MARGIN;
  const isNearEnd = index > past.samples.length - MARGIN && !reachesLife(model, past);
  if (!isNearStart && !isNearEnd) return { model, effects: [] };
  return {
    model: { ...model, past: { ...past, isReading: true } },
    effects: [ask(past.patient, past.atSeconds, STRETCH, STRETCH)],
  };
}

/** Index of the newest sample at an instant or before it; -1 when all are later. */
export function indexAt(samples: readonly Sample[], atSeconds: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.atSeconds ?? Number.POSITIVE_INFINITY) <= atSeconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function freeze(model: Model): Model {
  const { past, selected, feeds } = model;
  if (past !== null) return { ...model, past: { ...past, play: null } };
  const feed = selected === null ? undefined : feeds.get(selected);
  const newest = feed?.samples.at(-1);
  if (!feed || !newest || feed.anomalies === null) return model;
  const { patient, samples } = feed;
  const { atSeconds } = newest;
  const isOldest = feed.retained <= samples.length;
  const meanwhile = { samples: 0, countedToSeconds: atSeconds };
  return {
    ...model,
    past: { patient, samples, atSeconds, play: null, speed: 1, isReading: false, isOldest, meanwhile },
  };
}

function moveTo(model: Model, where: (past: Past) => number): Model {
  const { past } = model;
  return past === null ? model : { ...model, past: { ...past, atSeconds: where(past) } };
}

function reachesLife(model: Model, { patient, samples }: Past): boolean {
  const oldestLive = model.feeds.get(patient)?.samples[0]?.atSeconds ?? Number.NEGATIVE_INFINITY;
  return (samples.at(-1)?.atSeconds ?? 0) >= oldestLive && samples.length < LONGEST;
}

function ask(patient: PatientId, atSeconds: number, before: number, from: number): Effect {
  return { kind: 'readSamples', purpose: 'past', patient, list: 'samples', atSeconds, before, from };
}
