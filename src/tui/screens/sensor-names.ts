import { labelSensor, SENSORS } from '../../core/sensors.ts';

/** Names sensors by their labels, such as `L0 R2`, or `all six`. */
export function nameSensors(sensors: readonly number[]): string {
  return sensors.length === SENSORS.length ? 'all six' : sensors.map(labelSensor).join(' ');
}
