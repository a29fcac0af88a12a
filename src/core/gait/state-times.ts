import type { Sample } from '../sample.ts';
import { classifyGait } from './gait-state.ts';
import { collectWindow } from './sample-window.ts';

/** How long a patient walked, stood, and neither is known, in seconds. */
export interface StateTimes {
  readonly walking: number;
  readonly standing: number;
  readonly unknown: number;
}

const STEP_SECONDS = 1;
/** The gait is judged from the past. What is true of an instant shows half of the evidence later: of 7 s of walking, of 3 s of standing. */
const WALKING_DELAY_SECONDS = 3.5;
const STANDING_DELAY_SECONDS = 1.5;
/** What a judgement looks back on, with some to spare. */
const REACH_SECONDS = 15;

/**
 * Measures how long a patient walked and stood, second by second, from the first sample to the last.
 *
 * @param samples oldest first
 */
export function measureStateTimes(samples: readonly Sample[]): StateTimes {
  const firstSeconds = samples[0]?.atSeconds ?? 0;
  const lastSeconds = samples.at(-1)?.atSeconds ?? 0;
  const times = { walking: 0, standing: 0, unknown: 0 };
  const judgeWalking = makeJudge(samples);
  const judgeStanding = makeJudge(samples);
  for (let from = firstSeconds; from < lastSeconds; from += STEP_SECONDS) {
    const seconds = Math.min(STEP_SECONDS, lastSeconds - from);
    const middle = from + seconds / 2;
    if (judgeWalking(middle + WALKING_DELAY_SECONDS) === 'walking') times.walking += seconds;
    else if (judgeStanding(middle + STANDING_DELAY_SECONDS) === 'standing') times.standing += seconds;
    else times.unknown += seconds;
  }
  return times;
}

/** Makes a function that gives the state at instants that ascend; unknown where no sample of the last second is. */
function makeJudge(samples: readonly Sample[]) {
  let first = 0;
  let end = 0;
  return (atSeconds: number) => {
    while (end < samples.length && (samples[end]?.atSeconds ?? 0) <= atSeconds) end += 1;
    while (first < end && (samples[first]?.atSeconds ?? 0) < atSeconds - REACH_SECONDS) first += 1;
    const newestSeconds = samples[end - 1]?.atSeconds ?? Number.NEGATIVE_INFINITY;
    const lastSeconds = samples.at(-1)?.atSeconds ?? 0;
    if (newestSeconds < Math.min(atSeconds, lastSeconds) - STEP_SECONDS) return 'unknown';
    return classifyGait(collectWindow(samples.slice(first, end))).state;
  };
}
