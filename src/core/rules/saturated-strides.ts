import type { TrackedSensor } from './foot-loads.ts';
import { GAP_MARGIN, MAX_STRIDE_SECONDS } from './still-strides.ts';

/** From this reading on a sensor counts as saturated, which full weight does as well: it is no anomaly by itself. */
export const MIN_HIGH_READING = 1020;
/** A sensor has to have left saturation in so many strides until it is known how long it usually does. */
const MIN_KNOWN_STRIDES = 10;
/** The weight of the frame counts is reduced to this share with every stride. */
const KEPT_SHARE = 0.95;

/** How many frames, and in how many of them the sensor was below saturation. */
interface FrameCounts {
  frames: number;
  below: number;
}

/**
 * Counts the strides in a row for which one sensor has stayed saturated, as far as the sampling would have shown it below. Strides
 * are those of the other sensors of the foot, from lift to lift. O(1) a frame.
 */
export class SaturatedStrides {
  /** Strides in a row in which the sensor stayed saturated and the sampling would have shown otherwise. */
  strides = 0;
  /** The frames of strides in which the sensor left saturation. */
  readonly #known: FrameCounts = { frames: 0, below: 0 };
  /** The frames since then, which count only once it does so again. */
  readonly #pending: FrameCounts = { frames: 0, below: 0 };
  /** The frames of all strides, and those in which the others were lifted. */
  readonly #others: FrameCounts = { frames: 0, below: 0 };
  #knownStrides = 0;
  #hasLeft = false;
  #strideSeconds = 0;
  #longestGapSeconds = 0;

  /** Adds the sensor's newest frame, some seconds after the one before. */
  push({ reading, othersLoaded, othersLifted }: TrackedSensor, seconds: number): void {
    this.#strideSeconds += seconds;
    this.#longestGapSeconds = Math.max(this.#longestGapSeconds, seconds);
    this.#others.frames += 1;
    if (!othersLoaded) this.#others.below += 1;
    this.#pending.frames += 1;
    if (reading < MIN_HIGH_READING) {
      this.#pending.below += 1;
      this.#leaveSaturation();
    }
    if (othersLifted) this.#endStride();
  }

  /**
   * Restarts the count after a gap; the frame counts stay.
   *
   * @param isKnown whether the sensor is known not to leave saturation: then the count goes on where it is saturated after the gap too
   */
  restart(reading: number, isKnown: boolean): void {
    if (!isKnown || reading < MIN_HIGH_READING) this.strides = 0;
    this.#startStride();
  }

  #leaveSaturation(): void {
    this.strides = 0;
    this.#hasLeft = true;
    this.#known.frames += this.#pending.frames;
    this.#known.below += this.#pending.below;
    this.#pending.frames = 0;
    this.#pending.below = 0;
  }

  #endStride(): void {
    if (this.#hasLeft) this.#knownStrides = Math.min(MIN_KNOWN_STRIDES, this.#knownStrides + 1);
    else if (this.#wouldShow()) this.strides += 1;
    for (const counts of [this.#known, this.#others]) {
      counts.frames *= KEPT_SHARE;
      counts.below *= KEPT_SHARE;
    }
    this.#startStride();
  }

  /**
   * Whether the frames of this stride would have shown the sensor below saturation: it usually stays there for 1.2 times the
   * longest gap between two frames. Until that is known, it is taken to be as long as the others are lifted.
   * What takes longer than 3 s is standing, or strides whose lifts went unseen.
   */
  #wouldShow(): boolean {
    if (this.#strideSeconds > MAX_STRIDE_SECONDS) return false;
    const counts = this.#knownStrides === MIN_KNOWN_STRIDES ? this.#known : this.#others;
    return (counts.below / counts.frames) * this.#strideSeconds >= GAP_MARGIN * this.#longestGapSeconds;
  }

  #startStride(): void {
    this.#hasLeft = false;
    this.#strideSeconds = 0;
    this.#longestGapSeconds = 0;
  }
}
