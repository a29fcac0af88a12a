import type { ReceivedSensor } from '../core/decode.ts';
import { SIMULATED_SOURCE } from '../core/sample.ts';

/**
 * The dice of a demonstration: in a share of the polls, flags one random sensor and says so.
 *
 * @param probability 0 to 1
 * @param random gives numbers from 0 up to 1
 * @returns the sensors, one of them flagged or not; a flag of the API stays the API's
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
