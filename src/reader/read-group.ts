import type { GroupedSensors } from '../core/insole/group-sensors.ts';
import type { Insole } from '../core/insole/insole.ts';
import { markReadings, type SensorReading, SIMULATED_SOURCE } from '../core/sample.ts';
import { findReading, type PatientStatus } from './patient-status.ts';

/** The newest reading of a group: the sum of its sensors, and the strongest of their flags; null where one has none. */
export function readGroup(
  status: PatientStatus,
  insole: Insole,
  { ids }: GroupedSensors,
): SensorReading | null {
  const readings = ids.flatMap((id) => findReading(status, id) ?? []);
  const [first] = readings;
  if (first === undefined || readings.length < ids.length) return null;
  if (readings.length === 1) return first;
  const total = readings.reduce((sum, { value }) => sum + value, 0);
  const mark = markReadings(readings);
  const source = mark === '~' ? { source: SIMULATED_SOURCE } : {};
  return { id: first.id, value: Number(total.toFixed(insole.decimals)), anomaly: mark !== '', ...source };
}
