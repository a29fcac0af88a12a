/** A new frame comes five times a second, as from the real service. */
export const FRAMES_PER_SECOND = 5;
export const FRAME_MS = 1000 / FRAMES_PER_SECOND;
export const SENSORS_PER_FRAME = 6;

/** A recording at `FRAMES_PER_SECOND`, played in a loop. */
export interface Walk {
  readonly frameCount: number;
  /** Six readings of 0 to 1023 a frame, in the order of the API's sensors. */
  readonly readings: Uint16Array;
  /** 1 for each frame in which the API flags all six sensors. */
  readonly flagged: Uint8Array;
}
