import { SENSORS } from '../sensors.ts';
import { ReadingRange } from './reading-range.ts';
import { MAX_GAP_SECONDS, type RuleSample } from './rule.ts';

/** A sensor that moves by less, in readings, is no witness of a foot's loads. */
const MIN_WIDTH = 150;
/** The other two are loaded from the one level of their ranges on, and lifted below the other. */
const LOADED_LEVEL = 0.5;
const LIFTED_LEVEL = 0.2;

/** What one sensor is seen to do while the other two of its foot are loaded and lifted. */
export interface TrackedSensor {
  readonly id: number;
  reading: number;
  readonly range: ReadingRange;
  /** Whether the other two are loaded: from one of them above half its range until both are back down. */
  othersLoaded: boolean;
  /** True at the sample at which the other two have just been lifted, which ends one stride of theirs. */
  othersLifted: boolean;
}

/** What a sample told: nothing new, the first after a break, or the next frame after some seconds. */
export type FrameChange =
  | { readonly kind: 'same' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'next'; readonly seconds: number };

const SAME: FrameChange = { kind: 'same' };
const BROKEN: FrameChange = { kind: 'broken' };

/**
 * Follows each sensor beside the other two of its foot. A frame that is polled again says nothing new and is passed
 * over; after a gap, or a clock that stepped back, all that was going on is over.
 */
export class FootLoads {
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
  #lastFollowed = SAME;

  /** Several rules may share this one: each pushes the sample, and gets the same answer. */
  push(sample: RuleSample): FrameChange {
    if (sample !== this.#lastSample) this.#lastFollowed = this.#follow(sample);
    this.#lastSample = sample;
    return this.#lastFollowed;
  }

  #follow({ atSeconds, sensors }: RuleSample): FrameChange {
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
    for (const sensor of this.sensors) this.#witness(sensor, isBroken);
    return isBroken ? BROKEN : { kind: 'next', seconds };
  }

  #witness(sensor: TrackedSensor, isBroken: boolean): void {
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
