import { SENSORS } from '../sensors.ts';
import { ReadingRange } from './reading-range.ts';
import { MAX_GAP_SECONDS, type RuleSample } from './rule.ts';

/** A sensor whose range is narrower than this, in readings, does not show the strides of its foot. */
const MIN_WIDTH = 150;
/** The other two sensors are loaded from the upper level of their ranges on, and until both fall below the lower one. */
const LOADED_LEVEL = 0.5;
const LIFTED_LEVEL = 0.2;

/** One sensor, and whether the other two sensors of its foot are loaded: they count its strides while it cannot. */
export interface TrackedSensor {
  readonly id: number;
  /** The newest reading, 0 to 1023. */
  reading: number;
  readonly range: ReadingRange;
  /** Whether the other two are loaded: from one of them above half its range until both are low again. */
  othersLoaded: boolean;
  /** True at the one frame at which the other two were lifted, which ends a stride. */
  othersLifted: boolean;
}

/** How a sample follows the one before: the same frame again, the first after a gap, or the next frame. */
export type FrameChange =
  | { readonly kind: 'same' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'next'; readonly seconds: number };

const SAME: FrameChange = { kind: 'same' };
const BROKEN: FrameChange = { kind: 'broken' };

/**
 * Tracks each sensor beside the other two of its foot. A frame that is polled twice counts once. A gap of more than 5 s, or a
 * clock that steps back, ends the stride under way.
 */
export class FootLoads {
  /** One entry for each sensor, indexed by sensor id. */
  readonly sensors: readonly TrackedSensor[] = SENSORS.map(({ id }) => ({
    id,
    reading: 0,
    range: new ReadingRange(),
    othersLoaded: false,
    othersLifted: false,
  }));
  readonly #others = SENSORS.map(({ id, side }) =>
    this.sensors.filter((other) => other.id !== id && SENSORS[other.id]?.side === side),
  );
  #lastSeconds = Number.NEGATIVE_INFINITY;
  #lastSample: RuleSample | null = null;
  #lastChange = SAME;

  /** Takes the next sample, O(1). Rules that share one instance may each push the same sample object: it counts once. */
  push(sample: RuleSample): FrameChange {
    if (sample !== this.#lastSample) this.#lastChange = this.#update(sample);
    this.#lastSample = sample;
    return this.#lastChange;
  }

  /** Lets go of the newest sample: kept until the next one, each would be copied by the garbage collector, and then promoted. */
  forgetSample(): void {
    this.#lastSample = null;
  }

  #update({ atSeconds, sensors }: RuleSample): FrameChange {
    const seconds = atSeconds - this.#lastSeconds;
    const isBroken = !(seconds >= 0 && seconds <= MAX_GAP_SECONDS);
    let isNew = isBroken;
    for (const { id, value } of sensors) {
      const sensor = this.sensors[id];
      if (sensor === undefined || sensor.reading === value) continue;
      sensor.reading = value;
      isNew = true;
    }
    if (!isNew) return SAME;
    this.#lastSeconds = atSeconds;
    for (const sensor of this.sensors) sensor.range.push(sensor.reading, isBroken ? 0 : seconds);
    for (const sensor of this.sensors) this.#updateOthers(sensor, isBroken);
    return isBroken ? BROKEN : { kind: 'next', seconds };
  }

  #updateOthers(sensor: TrackedSensor, isBroken: boolean): void {
    let level = 0;
    let width = Number.POSITIVE_INFINITY;
    for (const { range, reading } of this.#others[sensor.id] ?? []) {
      level = Math.max(level, range.computeLevel(reading));
      width = Math.min(width, range.width);
    }
    const wasLoaded = sensor.othersLoaded && !isBroken;
    sensor.othersLoaded = width >= MIN_WIDTH && level >= (wasLoaded ? LIFTED_LEVEL : LOADED_LEVEL);
    sensor.othersLifted = width >= MIN_WIDTH && wasLoaded && !sensor.othersLoaded;
  }
}
