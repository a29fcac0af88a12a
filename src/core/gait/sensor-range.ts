/** A sensor whose range is narrower than this, in readings, shows noise or sway at most, and no stride. */
export const MIN_INFORMATIVE_WIDTH = 64;
/** Quantiles rather than extremes, so that a single wrong reading moves neither end. */
const LOW_QUANTILE = 0.04;
const HIGH_QUANTILE = 0.96;

/** The range of readings, 0 to 1023, in which a sensor has moved. */
export interface SensorRange {
  readonly low: number;
  readonly high: number;
  /** Whether the range is wide enough to tell a loaded sensor from a lifted one. */
  readonly isInformative: boolean;
}

/**
 * Finds the range of a sensor, the 4 % and 96 % quantiles of its readings. They are order statistics, so that the range of a
 * scaled or shifted sensor is scaled or shifted alike. Without readings the range is 0 to 0.
 */
export function findRange(readings: Float64Array): SensorRange {
  const sorted = readings.slice().sort();
  const low = sorted[Math.floor(LOW_QUANTILE * sorted.length)] ?? 0;
  const high = sorted[Math.ceil(HIGH_QUANTILE * sorted.length) - 1] ?? 0;
  return { low, high, isInformative: high - low >= MIN_INFORMATIVE_WIDTH };
}

/** Places a reading in its sensor's range: 0 is lifted, 1 is loaded most. A range that is not informative gives 0. */
export function computeLevel({ low, high, isInformative }: SensorRange, reading: number): number {
  return isInformative ? Math.min(1, Math.max(0, (reading - low) / (high - low))) : 0;
}
