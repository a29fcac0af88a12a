import type { Insole } from '../insole/insole.ts';
import type { Sample } from '../sample.ts';
import { listFrozen } from './faulty-sensors.ts';
import { classifyGait, type GaitJudgement, type GaitState } from './gait-state.ts';
import { collectWindow } from './sample-window.ts';

/**
 * The gait is judged from the past: it is walking from 4.8 s after the first step to 1.7 s after the last one, of 6.5 s each, and
 * standing from 3 s after the last movement to the next. A patient therefore walked, or stood, at an instant when the gait is judged so at
 * any time between these two, in seconds after it.
 */
const WALKING_DELAY = { from: 1.7, to: 4.8 };
const STANDING_DELAY = { from: 0, to: 3 };
/** What a judgement looks back on, with some to spare. */
const REACH_SECONDS = 15;
const NOT_JUDGED: GaitJudgement = { state: 'unknown', reason: null };
/** Nothing is known of an instant so long after a sample. */
const MAX_AGE_SECONDS = 1;

/**
 * Says what a patient did in each step of so many seconds from the first sample to the last, judging by what was seen after it.
 *
 * @param samples oldest first
 */
export function listStates(
  samples: readonly Sample[],
  insole: Insole,
  stepSeconds: number,
): readonly GaitState[] {
  const spanSeconds = (samples.at(-1)?.atSeconds ?? 0) - (samples[0]?.atSeconds ?? 0);
  const judged = judgeSteps(samples, insole, stepSeconds);
  const isJudged = (state: GaitState, step: number, { from, to }: typeof WALKING_DELAY) => {
    const start = step + Math.round(from / stepSeconds);
    const end = step + Math.round(to / stepSeconds);
    return judged.slice(Math.min(start, judged.length - 1), end + 1).some((each) => each.state === state);
  };
  // What is first told after a start or a gap is told by all that was seen since.
  const isStart = (step: number) =>
    judged[step]?.reason === 'short' &&
    judged.slice(step).find(({ reason }) => reason !== 'short')?.state === 'walking';
  return Array.from({ length: Math.ceil(spanSeconds / stepSeconds) }, (_, step) => {
    if (isJudged('walking', step, WALKING_DELAY) || isStart(step)) return 'walking';
    return isJudged('standing', step, STANDING_DELAY) ? 'standing' : 'unknown';
  });
}

/** Judges the gait at each step, from the first sample to the last. */
function judgeSteps(
  samples: readonly Sample[],
  insole: Insole,
  stepSeconds: number,
): readonly GaitJudgement[] {
  const firstSeconds = samples[0]?.atSeconds ?? 0;
  const lastSeconds = samples.at(-1)?.atSeconds ?? 0;
  const frozen = listFrozen(samples);
  const judged: GaitJudgement[] = [];
  let first = 0;
  let end = 0;
  for (let atSeconds = firstSeconds; atSeconds < lastSeconds + stepSeconds; atSeconds += stepSeconds) {
    while (end < samples.length && (samples[end]?.atSeconds ?? 0) <= atSeconds) end += 1;
    while (first < end && (samples[first]?.atSeconds ?? 0) < atSeconds - REACH_SECONDS) first += 1;
    const isOld = (samples[end - 1]?.atSeconds ?? 0) < atSeconds - MAX_AGE_SECONDS;
    const isUnknown = isOld || frozen[end - 1] === true;
    judged.push(isUnknown ? NOT_JUDGED : classifyGait(collectWindow(samples.slice(first, end), insole)));
  }
  return judged;
}
