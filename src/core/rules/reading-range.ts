/** How fast an extreme that was not reached again is given up, in readings a second. */
const LEAK_PER_SECOND = 2;

/** The recent extremes of one sensor, O(1) a reading: each leaks towards the readings, slowly. */
export class ReadingRange {
  low = Number.POSITIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;

  push(reading: number, sinceSeconds: number): void {
    const leak = LEAK_PER_SECOND * sinceSeconds;
    this.low = Math.min(reading, this.low + leak);
    this.high = Math.max(reading, this.high - leak);
  }

  get width(): number {
    return this.high - this.low;
  }

  /** Where in the range a reading is, 0 lowest and 1 highest; 0 of a range without width. */
  computeLevel(reading: number): number {
    return this.width > 0 ? (reading - this.low) / this.width : 0;
  }
}
