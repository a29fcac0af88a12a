import { SIX } from './insole/built-in-insoles.ts';
import type { Insole } from './insole/insole.ts';
import { markReading, type Sample } from './sample.ts';

/** How the readings of one sensor are distributed. Without readings the figures are null. */
export interface SensorDistribution {
  readonly id: number;
  /** How many readings there were. */
  readonly readings: number;
  /** How often each reading occurred, from the lowest of the insole to its highest in equal steps. */
  readonly counts: Uint32Array;
  readonly min: number | null;
  readonly lowerQuartile: number | null;
  readonly median: number | null;
  readonly upperQuartile: number | null;
  readonly max: number | null;
  /** Share of readings at the highest of the insole, 0 to 1. */
  readonly saturatedShare: number | null;
}

/** How the readings of all sensors are distributed over some samples. */
export interface Distribution {
  readonly samples: number;
  /** How many of the samples carry a simulated flag. */
  readonly simulated: number;
  /** When the first and the last sample were received, Unix seconds; null without samples. */
  readonly firstAtSeconds: number | null;
  readonly lastAtSeconds: number | null;
  /** One entry for each sensor, in the order of the insole. */
  readonly sensors: readonly SensorDistribution[];
}

/** More steps of a reading are not told apart. */
const MAX_STEPS = 4096;

/**
 * A histogram of readings, added sample by sample: quantiles in 4 kB of memory a sensor for any number of samples, exact for an insole whose
 * readings have up to 4,096 values, else to that part of its range.
 */
export class DistributionHistogram {
  readonly #counts: ReadonlyMap<number, Uint32Array>;
  readonly #lowest: number;
  /** How far apart two readings are that are told apart. */
  readonly #step: number;
  #samples = 0;
  #simulated = 0;
  #firstAtSeconds: number | null = null;
  #lastAtSeconds: number | null = null;

  /** @param insole what the samples are of */
  constructor({ lowest, highest, decimals, sensors }: Insole = SIX) {
    const steps = Math.min(MAX_STEPS - 1, Math.round((highest - lowest) * 10 ** decimals));
    this.#lowest = lowest;
    this.#step = (highest - lowest) / steps;
    this.#counts = new Map(sensors.map(({ id }) => [id, new Uint32Array(steps + 1)]));
  }

  /** Adds the next sample. */
  add({ atSeconds, sensors }: Sample): void {
    this.#samples++;
    if (sensors.some((reading) => markReading(reading) === '~')) this.#simulated++;
    this.#firstAtSeconds ??= atSeconds;
    this.#lastAtSeconds = atSeconds;
    for (const { id, value } of sensors) {
      const counts = this.#counts.get(id);
      const index = Math.round((value - this.#lowest) / this.#step);
      if (counts && index >= 0 && index < counts.length) counts[index] = (counts[index] ?? 0) + 1;
    }
  }

  /** Computes the distribution of the samples so far. */
  read(): Distribution {
    return {
      samples: this.#samples,
      simulated: this.#simulated,
      firstAtSeconds: this.#firstAtSeconds,
      lastAtSeconds: this.#lastAtSeconds,
      sensors: [...this.#counts].map(([id, counts]) =>
        describeSensor(id, counts.slice(), (index) => this.#lowest + index * this.#step),
      ),
    };
  }
}

/** Sums counts of readings, from the lowest to the highest, into a number of bins of equal width. */
export function binCounts(counts: Uint32Array, bins: number): number[] {
  const binned = new Array<number>(bins).fill(0);
  for (const [value, count] of counts.entries()) {
    const bin = Math.floor((value * bins) / counts.length);
    binned[bin] = (binned[bin] ?? 0) + count;
  }
  return binned;
}

function describeSensor(
  id: number,
  counts: Uint32Array,
  toReading: (index: number) => number,
): SensorDistribution {
  const readings = counts.reduce((sum, count) => sum + count, 0);
  const at = (share: number) => {
    const index = interpolateQuantile(counts, share * (readings - 1));
    return index === null ? null : toReading(index);
  };
  return {
    id,
    readings,
    counts,
    min: at(0),
    lowerQuartile: at(0.25),
    median: at(0.5),
    upperQuartile: at(0.75),
    max: at(1),
    saturatedShare: readings === 0 ? null : (counts.at(-1) ?? 0) / readings,
  };
}

/** Finds the reading at a rank among the sorted readings, and interpolates between two of them when the rank is not whole. */
function interpolateQuantile(counts: Uint32Array, rank: number): number | null {
  const lower = findReadingAtRank(counts, Math.floor(rank));
  const upper = findReadingAtRank(counts, Math.ceil(rank));
  return lower === null || upper === null ? null : lower + (upper - lower) * (rank - Math.floor(rank));
}

function findReadingAtRank(counts: Uint32Array, rank: number): number | null {
  if (rank < 0) return null;
  let passed = 0;
  for (const [value, count] of counts.entries()) {
    passed += count;
    if (passed > rank) return value;
  }
  return null;
}
