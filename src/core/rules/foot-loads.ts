import { SIX } from '../insole/built-in-insoles.ts';
import { createScaler } from '../insole/full-scale.ts';
import type { Insole } from '../insole/insole.ts';
import { ReadingRange } from './reading-range.ts';
import { MAX_GAP_SECONDS, type RuleSample } from './rule.ts';

/** A sensor whose range is narrower than this, in readings, does not show the strides of its foot. */
const MIN_WIDTH = 150;
/** So many of the others have to show them, or all where there are fewer. */
const MIN_SHOWING = 2;
/** The others are loaded from the upper level of their ranges on, and until all fall below the lower one. */
const LOADED_LEVEL = 0.5;
const LIFTED_LEVEL = 0.2;

/** One sensor, and whether the other sensors of its foot are loaded: they count its strides while it cannot. */
export interface TrackedSensor {
  readonly id: number;
  /** The newest reading, 0 to 1023 whatever the insole's range. */
  reading: number;
  readonly range: ReadingRange;
  /** Whether the others are loaded: from one of them above half its range until all are low again. */
  othersLoaded: boolean;
  /** True at the one frame at which the others were lifted, which ends a stride. */
  othersLifted: boolean;
}

/** How a sample follows the one before: the same frame again, the first after a gap, or the next frame. */
export type FrameChange = 'same' | 'broken' | 'next';

/**
 * Tracks each sensor beside the others of its foot, as far as these show its strides. A frame that is polled twice counts once. A gap
 * of more than 5 s, or a clock that steps back, ends the stride under way.
 */
export class FootLoads {
  /** One entry for each sensor of the insole, in its order. */
  readonly sensors: readonly TrackedSensor[];
  /** After a sample that is the next frame: how many seconds it came after the frame before. */
  gapSeconds = 0;
  readonly #scale: (reading: number) => number;
  /** Indexed by the sensors' ids, which are small. */
  readonly #byId: readonly (TrackedSensor | undefined)[];
  /** The other sensors of the same foot, in the order of `sensors`. */
  readonly #others: readonly (readonly TrackedSensor[])[];
  #lastSeconds = Number.NEGATIVE_INFINITY;
  #lastSample: RuleSample | null = null;
  #lastChange: FrameChange = 'same';

  constructor(insole: Insole = SIX) {
    this.sensors = insole.sensors.map(({ id }) => ({
      id,
      reading: 0,
      range: new ReadingRange(),
      othersLoaded: false,
      othersLifted: false,
    }));
    this.#scale = createScaler(insole);
    const byId: TrackedSensor[] = [];
    for (const sensor of this.sensors) byId[sensor.id] = sensor;
    this.#byId = byId;
    this.#others = insole.sensors.map(({ id, side }) =>
      this.sensors.filter((other, at) => other.id !== id && insole.sensors[at]?.side === side),
    );
  }

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
      const sensor = this.#byId[id];
      const reading = this.#scale(value);
      if (sensor === undefined || sensor.reading === reading) continue;
      sensor.reading = reading;
      isNew = true;
    }
    if (!isNew) return 'same';
    this.gapSeconds = seconds;
    this.#lastSeconds = atSeconds;
    for (const sensor of this.sensors) sensor.range.push(sensor.reading, isBroken ? 0 : seconds);
    for (let at = 0; at < this.sensors.length; at++) this.#updateOthers(at, isBroken);
    return isBroken ? 'broken' : 'next';
  }

  #updateOthers(at: number, isBroken: boolean): void {
    const sensor = this.sensors[at];
    const others = this.#others[at];
    if (sensor === undefined || others === undefined) return;
    let level = 0;
    let showing = 0;
    for (const { range, reading } of others) {
      if (range.width < MIN_WIDTH) continue;
      showing += 1;
      level = Math.max(level, range.computeLevel(reading));
    }
    const isShown = showing >= Math.min(MIN_SHOWING, others.length);
    const wasLoaded = sensor.othersLoaded && !isBroken;
    sensor.othersLoaded = isShown && level >= (wasLoaded ? LIFTED_LEVEL : LOADED_LEVEL);
    sensor.othersLifted = isShown && wasLoaded && !sensor.othersLoaded;
  }
}
