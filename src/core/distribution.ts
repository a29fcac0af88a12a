import { markReading, type Sample } from './sample.ts';
import { MAX_READING, SENSORS } from './sensors.ts';

/** How the readings of one sensor are distributed. Figures of no reading are null. */
export interface SensorDistribution {
  readonly id: number;
  readonly readings: number;
  /** How often each reading from 0 to 1023 came. */
  readonly counts: Uint32Array;
  readonly min: number | null;
  readonly lowerQuartile: number | null;
  readonly median: number | null;
  readonly upperQuartile: number | null;
  readonly max: number | null;
  /** Share of readings at 1023, 0 to 1. */
  readonly saturatedShare: number | null;
}

export interface Distribution {
  readonly samples: number;
  /** Of these, how many carry a flag that footwatch made for a demonstration. */
  readonly simulated: number;
  /** Unix seconds of the first and the last sample; null without any. */
  readonly firstAtSeconds: number | null;
  readonly lastAtSeconds: number | null;
  readonly sensors: readonly SensorDistribution[];
}

/** Counts readings sample by sample: exact figures in 24 kB, however many there are. */
export class DistributionHistogram {
  readonly #counts = SENSORS.map(() => new Uint32Array(MAX_READING + 1));
  #samples = 0;
  #simulated = 0;
  #firstAtSeconds: number | null = null;
  #lastAtSeconds: number | null = null;

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

/** Counts gathered into `bins` of equal width over 0 to 1023. */
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

/** The reading at a rank among the sorted ones, between two of them where the rank is. */
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
