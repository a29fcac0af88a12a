import type { ReceivedSensor } from '../core/decode.ts';
import { SIMULATED_SOURCE } from '../core/sample.ts';

/**
 * Flags one random sensor as simulated in a share of the polls, for demonstrations. A sensor that is already flagged
 * keeps its flag and source.
 *
 * @param probability share of polls, 0 to 1
 * @param random returns numbers from 0 up to 1
 * @returns the same array when no sensor is flagged
 */
export function simulateAnomaly(
  sensors: readonly ReceivedSensor[],
  probability: number,
  random: () => number,
): readonly ReceivedSensor[] {
  if (probability === 0 || random() >= probability) return sensors;
  const chosen = Math.floor(random() * sensors.length);
  return sensors.map((sensor, index) =>
    index === chosen && !sensor.anomaly ? { ...sensor, anomaly: true, source: SIMULATED_SOURCE } : sensor,
  );
}
