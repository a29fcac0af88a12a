/** A sensor that moves by less than this, in readings, tells nothing of a stride: noise, sway or a constant. */
export const MIN_INFORMATIVE_WIDTH = 64;
/** Quantiles rather than extremes: a single wrong reading moves neither. */
const LOW_QUANTILE = 0.04;
const HIGH_QUANTILE = 0.96;

/** Between which readings a sensor has moved. */
export interface SensorRange {
  readonly low: number;
  readonly high: number;
  /** Wide enough to tell loaded from lifted. */
  readonly isInformative: boolean;
}

/**
 * The recent range of a sensor: the 4 % and 96 % quantiles of its readings, as order statistics, so that a scaled or
 * shifted sensor has its range scaled or shifted alike. Of no readings: 0 to 0.
 */
export function findRange(readings: Float64Array): SensorRange {
  const sorted = readings.slice().sort();
  const low = sorted[Math.floor(LOW_QUANTILE * sorted.length)] ?? 0;
  const high = sorted[Math.ceil(HIGH_QUANTILE * sorted.length) - 1] ?? 0;
  return { low, high, isInformative: high - low >= MIN_INFORMATIVE_WIDTH };
}

/** Where in its range a reading is: 0 lifted, 1 loaded most. Of a range that does not tell: 0. */
export function computeLevel({ low, high, isInformative }: SensorRange, reading: number): number {
  return isInformative ? Math.min(1, Math.max(0, (reading - low) / (high - low))) : 0;
}
