import type { TrackedSensor } from './foot-loads.ts';

/** A sensor has to move in this many strides before a stride without movement counts. */
const MIN_MOVING_STRIDES = 10;
/** No stride takes longer: the patient stood, or strides went unseen. */
export const MAX_STRIDE_SECONDS = 3;
/** A sensor has moved when its readings differ by more than this many, and by more than this share of its range; noise does not. */
const MIN_MOVED_READINGS = 24;
const MIN_MOVED_SHARE = 0.08;
/** A load of less than this times the longest gap between frames can fall between two frames unseen. */
export const GAP_MARGIN = 1.2;
/** The weight of the frame counts is reduced to this share with every stride. */
const KEPT_SHARE = 0.95;

/** How many frames, and in how many of them the sensor was loaded. */
interface FrameCounts {
  frames: number;
  loaded: number;
}

/**
 * Counts the strides in a row for which one sensor has not moved, as far as the sampling would have shown a movement. Strides are
 * those of the other sensors of the foot, from lift to lift. O(1) a frame.
 */
export class StillStrides {
  /** Strides in a row without a movement. */
  strides = 0;
  readonly #counts: FrameCounts = { frames: 0, loaded: 0 };
  /** The frames since the last movement, which count only once the sensor moves again and so proves to work. */
  readonly #pending: FrameCounts = { frames: 0, loaded: 0 };
  #movingStrides = 0;
  #hasMoved = false;
  #low = Number.POSITIVE_INFINITY;
  #high = Number.NEGATIVE_INFINITY;
  /**
   * How far the readings of the run may be apart: as it was when the run began. The range of a sensor that does not move narrows, and a
   * limit that follows it would take that for a movement.
   */
  #moveLimit = MIN_MOVED_READINGS;
  #strideSeconds = 0;
  #longestGapSeconds = 0;

  /** Adds the sensor's newest frame, some seconds after the one before. */
  push({ reading, range, othersLifted }: TrackedSensor, seconds: number): void {
    this.#strideSeconds += seconds;
    this.#longestGapSeconds = Math.max(this.#longestGapSeconds, seconds);
    const moveLimit = Math.max(MIN_MOVED_READINGS, MIN_MOVED_SHARE * range.width);
    this.#pending.frames += 1;
    if (reading - range.low > moveLimit) this.#pending.loaded += 1;
    this.#low = Math.min(this.#low, reading);
    this.#high = Math.max(this.#high, reading);
    if (this.#high - this.#low > this.#moveLimit) {
      this.#hasMoved = true;
      this.#startRun(reading, moveLimit);
    }
    if (othersLifted) this.#endStride(reading - range.low <= moveLimit);
  }

  /**
   * Restarts the count after a gap; the frame counts stay.
   *
   * @param isKnown whether the sensor is known not to move: then the count goes on where it has not moved in the gap either
   */
  restart(reading: number, isKnown: boolean): void {
    const hasMoved = Math.max(this.#high, reading) - Math.min(this.#low, reading) > this.#moveLimit;
    if (hasMoved || !isKnown) this.#startRun(reading, this.#moveLimit);
    this.#startStride();
  }

  #startRun(reading: number, moveLimit: number): void {
    this.strides = 0;
    this.#moveLimit = moveLimit;
    // Standing, longer than a stride, says nothing about how long the sensor is loaded in a stride.
    if (this.#strideSeconds <= MAX_STRIDE_SECONDS) {
      this.#counts.frames += this.#pending.frames;
      this.#counts.loaded += this.#pending.loaded;
    }
    this.#pending.frames = 0;
    this.#pending.loaded = 0;
    this.#low = reading;
    this.#high = reading;
  }

  #endStride(isOnFloor: boolean): void {
    if (this.#hasMoved) {
      this.#movingStrides = Math.min(MIN_MOVING_STRIDES, this.#movingStrides + 1);
      this.#counts.frames *= KEPT_SHARE;
      this.#counts.loaded *= KEPT_SHARE;
    } else if (this.#movingStrides === MIN_MOVING_STRIDES && this.#wouldShow(isOnFloor)) {
      this.strides += 1;
    }
    this.#startStride();
  }

  /** Whether the frames of this stride would have shown a load of the sensor or, of one that is not on its floor, a lift. */
  #wouldShow(isOnFloor: boolean): boolean {
    if (this.#strideSeconds > MAX_STRIDE_SECONDS) return false;
    const loadSeconds = (this.#counts.loaded / this.#counts.frames) * this.#strideSeconds;
    const shortestSeconds = isOnFloor
      ? loadSeconds
      : Math.min(loadSeconds, this.#strideSeconds - loadSeconds);
    return shortestSeconds >= GAP_MARGIN * this.#longestGapSeconds;
  }

  #startStride(): void {
    this.#hasMoved = false;
    this.#strideSeconds = 0;
    this.#longestGapSeconds = 0;
  }
}
