import type { TrackedSensor } from './foot-loads.ts';

/** Strides in which a sensor has to be seen moving before it can be missed. */
const TRUSTED_STRIDES = 10;
/** Longer than a stride can take: standing, or strides that were not seen. */
const MAX_STRIDE_SECONDS = 3;
/** Readings that differ by more than both are a movement: noise does less. */
const MOVED_READINGS = 24;
const MOVED_SHARE = 0.08;
/** By how much a load has to outlast the longest gap between two frames for it not to slip between them. */
const GAP_MARGIN = 1.2;
/** How much of what was learnt of a sensor is kept from one stride to the next. */
const KEPT_SHARE = 0.95;

interface Tally {
  frames: number;
  offFloor: number;
}

/**
 * Counts the strides for which a sensor has not moved, of those in which the sampling would have shown it. Strides are
 * those of the other two sensors of its foot, from lift to lift. O(1) a frame.
 */
export class StillStrides {
  /** Strides in a row without a movement. */
  strides = 0;
  readonly #learnt: Tally = { frames: 0, offFloor: 0 };
  /** What a run without movement would teach, if it turns out to have been one of a sensor that works. */
  readonly #run: Tally = { frames: 0, offFloor: 0 };
  #trusted = 0;
  #movedInStride = false;
  #low = Number.POSITIVE_INFINITY;
  #high = Number.NEGATIVE_INFINITY;
  #strideSeconds = 0;
  #longestGapSeconds = 0;

  push({ reading, range, othersLifted }: TrackedSensor, seconds: number): void {
    this.#strideSeconds += seconds;
    this.#longestGapSeconds = Math.max(this.#longestGapSeconds, seconds);
    const moveLimit = Math.max(MOVED_READINGS, MOVED_SHARE * range.width);
    this.#run.frames += 1;
    if (reading - range.low > moveLimit) this.#run.offFloor += 1;
    this.#low = Math.min(this.#low, reading);
    this.#high = Math.max(this.#high, reading);
    if (this.#high - this.#low > moveLimit) {
      this.#movedInStride = true;
      this.#startRun(reading);
    }
    if (othersLifted) this.#endStride(reading - range.low <= moveLimit);
  }

  /** After a gap what was learnt stays, and the counting starts anew. */
  breakOff(reading: number): void {
    this.#startRun(reading);
    this.#startStride();
  }

  #startRun(reading: number): void {
    this.strides = 0;
    // What is longer than a stride is standing: it tells nothing of how long a stride's load lasts.
    if (this.#strideSeconds <= MAX_STRIDE_SECONDS) {
      this.#learnt.frames += this.#run.frames;
      this.#learnt.offFloor += this.#run.offFloor;
    }
    this.#run.frames = 0;
    this.#run.offFloor = 0;
    this.#low = reading;
    this.#high = reading;
  }

  #endStride(isOnFloor: boolean): void {
    if (this.#movedInStride) {
      this.#trusted = Math.min(TRUSTED_STRIDES, this.#trusted + 1);
      this.#learnt.frames *= KEPT_SHARE;
      this.#learnt.offFloor *= KEPT_SHARE;
    } else if (this.#trusted === TRUSTED_STRIDES && this.#wouldShow(isOnFloor)) {
      this.strides += 1;
    }
    this.#startStride();
  }

  /** Whether no load, or of a sensor off its floor no lift, can have slipped between two frames of the stride. */
  #wouldShow(isOnFloor: boolean): boolean {
    if (this.#strideSeconds > MAX_STRIDE_SECONDS) return false;
    const loadSeconds = (this.#learnt.offFloor / this.#learnt.frames) * this.#strideSeconds;
    const shownSeconds = isOnFloor ? loadSeconds : Math.min(loadSeconds, this.#strideSeconds - loadSeconds);
    return shownSeconds >= GAP_MARGIN * this.#longestGapSeconds;
  }

  #startStride(): void {
    this.#movedInStride = false;
    this.#strideSeconds = 0;
    this.#longestGapSeconds = 0;
  }
}
