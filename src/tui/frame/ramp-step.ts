import { MAX_READING } from '../../core/sensors.ts';
import { RAMP_STEPS, type RampColour } from './frame.ts';

const COLOURS: readonly RampColour[] = Array.from({ length: RAMP_STEPS }, (_, step) => ({ step }));

/** The step of the pressure ramp for a reading. */
export function rampStep(reading: number): number {
  const step = Math.floor((reading * RAMP_STEPS) / (MAX_READING + 1));
  return Math.min(RAMP_STEPS - 1, Math.max(0, step));
}

/** The colour of a step of the pressure ramp. */
export function rampColour(step: number): RampColour {
  return COLOURS[step] ?? { step };
}
