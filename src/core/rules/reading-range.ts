/** How fast an extreme that is not reached again moves towards the readings, in readings per second. */
const LEAK_PER_SECOND = 2;

/** The recent range of one sensor, O(1) a reading: its ends widen at once and narrow slowly. */
export class ReadingRange {
  /** Lowest recent reading; infinite before the first one. */
  low = Number.POSITIVE_INFINITY;
  /** Highest recent reading; minus infinite before the first one. */
  high = Number.NEGATIVE_INFINITY;

  /** Adds a reading that came some seconds after the one before. */
  push(reading: number, sinceSeconds: number): void {
    const leak = LEAK_PER_SECOND * sinceSeconds;
    this.low = Math.min(reading, this.low + leak);
    this.high = Math.max(reading, this.high - leak);
  }

  /** Width of the range, in readings. */
  get width(): number {
    return this.high - this.low;
  }

  /** Places a reading in the range, 0 lowest to 1 highest; 0 when the range has no width. */
  computeLevel(reading: number): number {
    return this.width > 0 ? (reading - this.low) / this.width : 0;
  }
}
