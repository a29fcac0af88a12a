/** One reading of one sensor. */
export interface SensorReading {
  readonly id: number;
  /** In the unit of the insole; 0 to 1023, uncalibrated, with the six sensors of the original. */
  readonly value: number;
  readonly anomaly: boolean;
  /** Who flagged the reading, if not the API: `simulated` or `rule:<name>`. */
  readonly source?: string;
  /** The name of the rule that finds the sensor faulty as well, where the flag is the API's. */
  readonly rule?: string;
}

/** The source printed for a flag of the API, which is stored without one. */
export const API_SOURCE = 'api';

/** The source of a flag that footwatch made up for a demonstration. */
export const SIMULATED_SOURCE = 'simulated';

/** The readings of all sensors of a patient at one instant, sorted by sensor id. */
export interface Sample {
  /** When it was received, Unix seconds on the cacher's clock, three decimal places. */
  readonly atSeconds: number;
  readonly sensors: readonly SensorReading[];
}

/** Who flagged a reading, or null when it is not flagged. */
export function findFlagSource(reading: SensorReading): string | null {
  return reading.anomaly ? (reading.source ?? API_SOURCE) : null;
}

const RULE_PREFIX = 'rule:';

/** The source of a flag by a rule. */
export function makeRuleSource(rule: string): string {
  return `${RULE_PREFIX}${rule}`;
}

/** The name of the rule that finds the sensor of a reading faulty; null when none does. */
export function findRule({ anomaly, source, rule }: SensorReading): string | null {
  if (!anomaly) return null;
  return source?.startsWith(RULE_PREFIX) ? source.slice(RULE_PREFIX.length) : (rule ?? null);
}

/** How a flag is shown: `~` when it is simulated, `!` when it is real. Empty without a flag. */
export type FlagMark = '!' | '~' | '';

/** The mark of one reading. */
export function markReading(reading: SensorReading): FlagMark {
  const source = findFlagSource(reading);
  return source === null ? '' : markSource(source);
}

/** The mark of a flag with this source. */
export function markSource(source: string): FlagMark {
  return source === SIMULATED_SOURCE ? '~' : '!';
}

/** One mark for several readings: `~` only when all their flags are simulated. */
export function markReadings(readings: readonly SensorReading[]): FlagMark {
  return pickStrongestMark(readings.map(markReading));
}

/** The mark that must not be overlooked: a real flag before a simulated one, and any flag before none. */
export function pickStrongestMark(marks: readonly FlagMark[]): FlagMark {
  return marks.find((mark) => mark === '!') ?? marks.find((mark) => mark === '~') ?? '';
}

/** Whether any reading is flagged. */
export function hasAnomaly(sensors: readonly SensorReading[]): boolean {
  return sensors.some((reading) => reading.anomaly);
}
