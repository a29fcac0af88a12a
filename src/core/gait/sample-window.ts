import type { Sample } from '../sample.ts';
import { SENSORS } from '../sensors.ts';

/** How far back the figures look. */
export const WINDOW_SECONDS = 30;
/** Samples that follow one another faster than this add nothing to a stride and are passed over. */
const MIN_SPACING_SECONDS = 0.075;
const CAPACITY = Math.ceil(WINDOW_SECONDS / MIN_SPACING_SECONDS) + 2;
const SENSOR_COUNT = SENSORS.length;

/** Readings of all six sensors, oldest first. Instants are seconds. */
export interface ReadingWindow {
  readonly times: Float64Array;
  /** For each sensor its readings, one an instant. */
  readonly readings: readonly Float64Array[];
}

/** Keeps what the figures look at: a ring of bounded size, O(1) a sample. */
export class SampleWindow {
  readonly #times = new Float64Array(CAPACITY);
  readonly #readings = new Float64Array(CAPACITY * SENSOR_COUNT);
  #end = 0;
  #length = 0;

  /**
   * False when the sample was passed over: too soon after the one before. A sensor that is not there counts as one that
   * reads 0 and so tells nothing. A clock that stepped back starts anew: what was before has no place on it.
   */
  push({ atSeconds, sensors }: Sample): boolean {
    const base = this.#end * SENSOR_COUNT;
    const sinceSeconds = this.#length === 0 ? WINDOW_SECONDS : atSeconds - this.#newestSeconds();
    if (sinceSeconds >= 0 && sinceSeconds < MIN_SPACING_SECONDS) return false;
    this.#readings.fill(0, base, base + SENSOR_COUNT);
    for (const { id, value } of sensors) {
      if (id >= 0 && id < SENSOR_COUNT) this.#readings[base + id] = value;
    }
    if (sinceSeconds < 0) this.#length = 0;
    this.#times[this.#end] = atSeconds;
    this.#end = (this.#end + 1) % CAPACITY;
    this.#length = Math.min(CAPACITY, this.#length + 1);
    return true;
  }

  read(): ReadingWindow {
    const fromSeconds = this.#length === 0 ? 0 : this.#newestSeconds() - WINDOW_SECONDS;
    let length = this.#length;
    let start = (this.#end - length + CAPACITY) % CAPACITY;
    while (length > 0 && (this.#times[start] ?? 0) < fromSeconds) {
      start = (start + 1) % CAPACITY;
      length -= 1;
    }
    const slot = (index: number) => (start + index) % CAPACITY;
    return {
      times: Float64Array.from({ length }, (_, index) => this.#times[slot(index)] ?? 0),
      readings: SENSORS.map(({ id }) =>
        Float64Array.from({ length }, (_, index) => this.#readings[slot(index) * SENSOR_COUNT + id] ?? 0),
      ),
    };
  }

  #newestSeconds(): number {
    return this.#times[(this.#end - 1 + CAPACITY) % CAPACITY] ?? 0;
  }
}

/** The window from an index on. */
export function sliceWindow({ times, readings }: ReadingWindow, start: number): ReadingWindow {
  return { times: times.subarray(start), readings: readings.map((of) => of.subarray(start)) };
}

/** The window from an instant on. */
export function sliceWindowSince(window: ReadingWindow, fromSeconds: number): ReadingWindow {
  const start = window.times.findIndex((atSeconds) => atSeconds >= fromSeconds);
  return sliceWindow(window, start < 0 ? window.times.length : start);
}
