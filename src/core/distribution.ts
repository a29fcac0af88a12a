import { markReading, type Sample } from './sample.ts';
import { MAX_READING, SENSORS } from './sensors.ts';

/** How the readings of one sensor are distributed. Without readings the figures are null. */
export interface SensorDistribution {
  readonly id: number;
  /** How many readings there were. */
  readonly readings: number;
  /** How often each reading occurred, indexed by the reading, 0 to 1023. */
  readonly counts: Uint32Array;
  readonly min: number | null;
  readonly lowerQuartile: number | null;
  readonly median: number | null;
  readonly upperQuartile: number | null;
  readonly max: number | null;
  /** Share of readings at 1023, 0 to 1. */
  readonly saturatedShare: number | null;
}

/** How the readings of all six sensors are distributed over some samples. */
export interface Distribution {
  readonly samples: number;
  /** How many of the samples carry a simulated flag. */
  readonly simulated: number;
  /** When the first and the last sample were received, Unix seconds; null without samples. */
  readonly firstAtSeconds: number | null;
  readonly lastAtSeconds: number | null;
  /** One entry for each sensor, indexed by sensor id. */
  readonly sensors: readonly SensorDistribution[];
}

/** A histogram of readings, added sample by sample: exact quantiles in 24 kB of memory for any number of samples. */
export class DistributionHistogram {
  readonly #counts = SENSORS.map(() => new Uint32Array(MAX_READING + 1));
  #samples = 0;
  #simulated = 0;
  #firstAtSeconds: number | null = null;
  #lastAtSeconds: number | null = null;

  /** Adds the next sample. */
  add({ atSeconds, sensors }: Sample): void {
    this.#samples++;
    if (sensors.some((reading) => markReading(reading) === '~')) this.#simulated++;
    this.#firstAtSeconds ??= atSeconds;
    this.#lastAtSeconds = atSeconds;
    for (const { id, value } of sensors) {
      const counts = this.#counts[id];
      if (counts) counts[value] = (counts[value] ?? 0) + 1;
    }
  }

  /** Computes the distribution of the samples so far. */
  read(): Distribution {
    return {
      samples: this.#samples,
      simulated: this.#simulated,
      firstAtSeconds: this.#firstAtSeconds,
      lastAtSeconds: this.#lastAtSeconds,
      sensors: SENSORS.map(({ id }) => describeSensor(id, (this.#counts[id] ?? new Uint32Array()).slice())),
    };
  }
}

/** Sums counts of readings (indexed by the reading, 0 to 1023) into a number of bins of equal width. */
export function binCounts(counts: Uint32Array, bins: number): number[] {
  const binned = new Array<number>(bins).fill(0);
  for (const [value, count] of counts.entries()) {
    const bin = Math.floor((value * bins) / (MAX_READING + 1));
    binned[bin] = (binned[bin] ?? 0) + count;
  }
  return binned;
}

function describeSensor(id: number, counts: Uint32Array): SensorDistribution {
  const readings = counts.reduce((sum, count) => sum + count, 0);
  const at = (share: number) => interpolateQuantile(counts, share * (readings - 1));
  return {
    id,
    readings,
    counts,
    min: at(0),
    lowerQuartile: at(0.25),
    median: at(0.5),
    upperQuartile: at(0.75),
    max: at(1),
    saturatedShare: readings === 0 ? null : (counts[MAX_READING] ?? 0) / readings,
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
