import { SENSORS, type Side } from '../sensors.ts';
import type { ReadingWindow } from './sample-window.ts';
import { computeLevel, findRange } from './sensor-range.ts';

/** Which part of a foot bears load: the heel alone, heel and forefoot, the forefoot alone, or nothing. */
export type FootPhase = 'heel' | 'flat' | 'forefoot' | 'swing';

/** A part is loaded from the one level on, and lifted below the other: between them it stays what it was. */
const LOADED_LEVEL = 0.3;
const LIFTED_LEVEL = 0.15;

/**
 * The phase of a foot at each sample, by hysteresis on its sensors' levels, 0 to 1, each in its own recent range. Null
 * where the heel, or both sensors of the forefoot, have not moved enough to tell. At some samples a second these are
 * states at instants; how long one lasted cannot be told from them.
 */
export function findFootPhases({ readings }: ReadingWindow, side: Side): readonly FootPhase[] | null {
  const parts = SENSORS.filter((sensor) => sensor.side === side).map(({ id, place }) => {
    const values = readings[id] ?? new Float64Array();
    return { place, values, range: findRange(values) };
  });
  const informativeParts = parts.filter(({ range }) => range.isInformative);
  const heels = informativeParts.filter(({ place }) => place === 'heel');
  const forefeet = informativeParts.filter(({ place }) => place !== 'heel');
  if (heels.length === 0 || forefeet.length === 0) return null;
  let heel = false;
  let forefoot = false;
  return Array.from(readings[0] ?? [], (_, index) => {
    const top = (of: typeof parts) =>
      Math.max(...of.map(({ range, values }) => computeLevel(range, values[index] ?? 0)));
    heel = top(heels) >= (heel ? LIFTED_LEVEL : LOADED_LEVEL);
    forefoot = top(forefeet) >= (forefoot ? LIFTED_LEVEL : LOADED_LEVEL);
    if (heel) return forefoot ? 'flat' : 'heel';
    return forefoot ? 'forefoot' : 'swing';
  });
}
