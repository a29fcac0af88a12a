import { SIX } from '../insole/built-in-insoles.ts';
import type { Insole } from '../insole/insole.ts';
import type { Sample } from '../sample.ts';
import { classifyGait, type GaitState } from './gait-state.ts';
import { collectWindow } from './sample-window.ts';

/** How long a patient walked, stood, and neither is known, in seconds. */
export interface StateTimes {
  readonly walking: number;
  readonly standing: number;
  readonly unknown: number;
}

const STEP_SECONDS = 0.5;
/**
 * The gait is judged from the past: it is walking from 4.8 s after the first step to 1.7 s after the last one, of 6.5 s each, and
 * standing from 3 s after the last movement to the next. So an instant was one when it is judged so between so many seconds later.
 */
const WALKING_DELAY = { from: 1.7, to: 4.8 };
const STANDING_DELAY = { from: 0, to: 3 };
/** What a judgement looks back on, with some to spare. */
const REACH_SECONDS = 15;
/** Nothing is known of an instant so long after a sample. */
const MAX_AGE_SECONDS = 1;

/**
 * Measures how long a patient walked and stood, from the first sample to the last.
 *
 * @param samples oldest first
 */
export function measureStateTimes(samples: readonly Sample[], insole: Insole = SIX): StateTimes {
  const firstSeconds = samples[0]?.atSeconds ?? 0;
  const spanSeconds = (samples.at(-1)?.atSeconds ?? 0) - firstSeconds;
  const times = { walking: 0, standing: 0, unknown: 0 };
  const judged = judgeSteps(samples, insole);
  const isJudged = (state: GaitState, seconds: number, { from, to }: typeof WALKING_DELAY) => {
    const start = Math.round((seconds + from) / STEP_SECONDS);
    const end = Math.round((seconds + to) / STEP_SECONDS);
    return judged.slice(Math.min(start, judged.length - 1), end + 1).includes(state);
  };
  for (let seconds = 0; seconds < spanSeconds; seconds += STEP_SECONDS) {
    const lasting = Math.min(STEP_SECONDS, spanSeconds - seconds);
    if (isJudged('walking', seconds, WALKING_DELAY)) times.walking += lasting;
    else if (isJudged('standing', seconds, STANDING_DELAY)) times.standing += lasting;
    else times.unknown += lasting;
  }
  return times;
}

/** Judges the gait twice a second, from the first sample to the last. */
function judgeSteps(samples: readonly Sample[], insole: Insole): readonly GaitState[] {
  const firstSeconds = samples[0]?.atSeconds ?? 0;
  const lastSeconds = samples.at(-1)?.atSeconds ?? 0;
  const states: GaitState[] = [];
  let first = 0;
  let end = 0;
  for (let atSeconds = firstSeconds; atSeconds < lastSeconds + STEP_SECONDS; atSeconds += STEP_SECONDS) {
    while (end < samples.length && (samples[end]?.atSeconds ?? 0) <= atSeconds) end += 1;
    while (first < end && (samples[first]?.atSeconds ?? 0) < atSeconds - REACH_SECONDS) first += 1;
    const isOld = (samples[end - 1]?.atSeconds ?? 0) < atSeconds - MAX_AGE_SECONDS;
    states.push(isOld ? 'unknown' : classifyGait(collectWindow(samples.slice(first, end), insole)).state);
  }
  return states;
}
