import { SIX } from '../insole/built-in-insoles.ts';
import type { Insole } from '../insole/insole.ts';
import type { Sample } from '../sample.ts';
import { computeFiguresOf } from './gait-figures.ts';
import { WINDOW_SECONDS } from './sample-window.ts';
import { measureStateTimes } from './state-times.ts';

/** Steps of both feet, and the time in which they were made. */
export interface StepCount {
  readonly steps: number;
  readonly walkingSeconds: number;
}

/**
 * Estimates how many steps a patient made: the time walked, times the mean pace. No step has to be seen, so that polls that miss some
 * make no difference.
 *
 * @param samples oldest first
 * @returns null when somebody walked whose pace is not known
 */
export function estimateSteps(samples: readonly Sample[], insole: Insole = SIX): StepCount | null {
  const { walking: walkingSeconds } = measureStateTimes(samples, insole);
  if (walkingSeconds === 0) return { steps: 0, walkingSeconds };
  const paces = listPaces(samples, insole);
  if (paces.length === 0) return null;
  const stepsPerSecond = paces.reduce((sum, pace) => sum + pace, 0) / paces.length;
  return { steps: Math.round(stepsPerSecond * walkingSeconds), walkingSeconds };
}

/** Lists the paces in steps a second, turns with them, of one window after another that ends in walking. */
function listPaces(samples: readonly Sample[], insole: Insole): number[] {
  const paces: number[] = [];
  let since = 0;
  for (const [index, { atSeconds }] of samples.entries()) {
    const startSeconds = samples[since]?.atSeconds ?? 0;
    if (atSeconds - startSeconds < WINDOW_SECONDS && index < samples.length - 1) continue;
    const { meanStrideSeconds } = computeFiguresOf(samples.slice(since, index + 1), insole);
    if (meanStrideSeconds !== null) paces.push(2 / meanStrideSeconds);
    since = index + 1;
  }
  return paces;
}
