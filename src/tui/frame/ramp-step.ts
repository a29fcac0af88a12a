import { FULL_SCALE } from '../../core/insole/full-scale.ts';
import { RAMP_STEPS, type RampColour } from './frame.ts';

const COLOURS: readonly RampColour[] = Array.from({ length: RAMP_STEPS }, (_, step) => ({ step }));

/** Thin marks, such as dots and narrow bars, cannot be seen on a dark background in the ramp's darker steps. */
const DARKEST_THIN_STEP = 3;

/** The step of the pressure ramp for a reading from 0 to full scale. */
export function findRampStep(reading: number): number {
  const step = Math.floor((reading * RAMP_STEPS) / (FULL_SCALE + 1));
  return Math.min(RAMP_STEPS - 1, Math.max(0, step));
}

/** The colour of a step of the pressure ramp. */
export function makeRampColour(step: number): RampColour {
  return COLOURS[step] ?? { step };
}

/** The colour of a reading that is drawn in thin marks, never too dark to be seen. */
export function makeThinMarkColour(reading: number): RampColour {
  return makeRampColour(Math.max(DARKEST_THIN_STEP, findRampStep(reading)));
}
