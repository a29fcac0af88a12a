import { SENSORS_PER_FRAME, type Walk } from '../../src/simulator/walk.ts';

/** Reads the six readings of one frame of a walk. */
export function readWalkFrame(walk: Walk, frame: number): number[] {
  return [...walk.readings.subarray(frame * SENSORS_PER_FRAME, (frame + 1) * SENSORS_PER_FRAME)];
}
