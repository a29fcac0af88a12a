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
export function flagSource(reading: SensorReading): string | null {
  return reading.anomaly ? (reading.source ?? API_SOURCE) : null;
}

/** How a flag is marked wherever a reading is shown: what footwatch made for a demonstration is no `!`. */
export function flagMark(reading: SensorReading): '!' | '~' | '' {
  const source = flagSource(reading);
  if (source === null) return '';
  return source === SIMULATED_SOURCE ? '~' : '!';
}

export function hasAnomaly(sensors: readonly SensorReading[]): boolean {
  return sensors.some((reading) => reading.anomaly);
}
