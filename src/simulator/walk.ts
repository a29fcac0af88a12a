/** How many frames a recording has each second, as in the real service. */
export const FRAMES_PER_SECOND = 5;
/** Duration of a frame, milliseconds. */
export const FRAME_MS = 1000 / FRAMES_PER_SECOND;
/** How many readings a frame of the original's insole has. */
export const SENSORS_PER_FRAME = 6;

/** A recording at `FRAMES_PER_SECOND` that is played in a loop. */
export interface Walk {
  readonly frameCount: number;
  /** The readings of each frame, one frame after another, in the order of the insole's sensors: of the original's, six from 0 to 1023. */
  readonly readings: Uint16Array | Float64Array;
  /** For each frame, 1 when the API flags all sensors and 0 otherwise. */
  readonly flagged: Uint8Array;
}
