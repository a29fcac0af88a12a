import { SIX } from './insole/built-in-insoles.ts';
import { nameSensor } from './insole/insole.ts';

/** Highest reading of the original's insole. */
export const MAX_READING = SIX.highest;

/** The six sensors of the original's insole, indexed by id. */
export const SENSORS = SIX.sensors;

/** Labels a sensor of the original's insole by its id, `L0` to `R2`; another id is labelled `S6` and so on. */
export function labelSensor(id: number): string {
  return nameSensor(SIX, id);
}
