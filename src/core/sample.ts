/** One reading of one sensor. */
export interface SensorReading {
  readonly id: number;
  /** 0 to 1023, uncalibrated. */
  readonly value: number;
  readonly anomaly: boolean;
  /** Who flagged it, when footwatch did: `simulated` or `rule:<name>`. A flag of the API has none. */
  readonly source?: string;
}

/** What a flag without a `source` of its own is said to come from, wherever footwatch prints it. */
export const API_SOURCE = 'api';
export const SIMULATED_SOURCE = 'simulated';

/** All sensors of one patient at one instant, sorted by sensor id. */
export interface Sample {
  /** When it was received, Unix seconds on the cacher's clock, three decimal places. */
  readonly atSeconds: number;
  readonly sensors: readonly SensorReading[];
}

/** Where the flag of a reading comes from, or null when it carries none. */
export function findFlagSource(reading: SensorReading): string | null {
  return reading.anomaly ? (reading.source ?? API_SOURCE) : null;
}

/** What footwatch made for a demonstration is a `~`, any other flag a `!`. */
export type FlagMark = '!' | '~' | '';

/** How a flag is marked wherever a reading is shown. */
export function markReading(reading: SensorReading): FlagMark {
  const source = findFlagSource(reading);
  return source === null ? '' : markSource(source);
}

/** How a flag of that source is marked. */
export function markSource(source: string): FlagMark {
  return source === SIMULATED_SOURCE ? '~' : '!';
}

/** How readings are marked that share a place: `~` only when all their flags are simulated. */
export function markReadings(readings: readonly SensorReading[]): FlagMark {
  return pickStrongestMark(readings.map(markReading));
}

/** The one that must not be overlooked. */
export function pickStrongestMark(marks: readonly FlagMark[]): FlagMark {
  return marks.find((mark) => mark === '!') ?? marks.find((mark) => mark === '~') ?? '';
}

export function hasAnomaly(sensors: readonly SensorReading[]): boolean {
  return sensors.some((reading) => reading.anomaly);
}
