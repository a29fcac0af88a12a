import type { Sample } from '../sample.ts';
import { SENSORS } from '../sensors.ts';

/** Time that nobody saw is not counted: a longer gap between samples adds nothing. */
const MAX_GAP_SECONDS = 2;

/**
 * The load index, uncalibrated: for each sensor the sum of reading x time since the first sample, in reading-seconds, by
 * the trapezoidal rule. Floors are part of it: compare a sensor with itself, not with another. O(1) a sample.
 */
export class LoadIndex {
  readonly #sums = new Float64Array(SENSORS.length);
  readonly #last = new Float64Array(SENSORS.length);
  #lastSeconds = Number.NEGATIVE_INFINITY;

  push({ atSeconds, sensors }: Sample): void {
    const sinceSeconds = atSeconds - this.#lastSeconds;
    const isSeen = sinceSeconds >= 0 && sinceSeconds <= MAX_GAP_SECONDS;
    for (const { id, value } of sensors) {
      if (id < 0 || id >= SENSORS.length) continue;
      if (isSeen)
        this.#sums[id] = (this.#sums[id] ?? 0) + ((this.#last[id] ?? 0) + value) * 0.5 * sinceSeconds;
      this.#last[id] = value;
    }
    this.#lastSeconds = atSeconds;
  }

  /** In the order of the sensors. */
  read(): readonly number[] {
    return [...this.#sums];
  }
}
