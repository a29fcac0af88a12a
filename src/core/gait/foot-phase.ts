import type { Side } from '../insole/insole.ts';
import type { ReadingWindow } from './sample-window.ts';
import { computeLevel, findRange, type SensorRange } from './sensor-range.ts';

/**
 * Which part of a foot is in contact with the ground: the heel alone, heel and forefoot (`flat`), the forefoot alone, or nothing
 * (`swing`). All but `swing` are stance.
 */
export type FootPhase = 'heel' | 'flat' | 'forefoot' | 'swing';

/** A part of the foot counts as loaded from the upper level on, and until it falls below the lower one. */
const LOADED_LEVEL = 0.3;
const LIFTED_LEVEL = 0.15;

/**
 * Finds the phase of a foot at each sample, by hysteresis on the levels (0 to 1) of its sensors in their own recent ranges.
 *
 * At a few samples a second these are states at instants; the contact time of a step cannot be read from them.
 *
 * @returns one phase for each sample, or null when all sensors of the heel, or all that are further to the front, have moved too little
 */
export function findFootPhases(
  { times, sensors, readings }: ReadingWindow,
  side: Side,
): readonly FootPhase[] | null {
  const informativeParts = sensors
    .map((sensor, index) => ({ ...sensor, values: readings[index] ?? new Float64Array() }))
    .filter((sensor) => sensor.side === side)
    .map(({ region, values }) => ({ region, values, range: findRange(values) }))
    .filter(({ range }) => range.isInformative);
  const heels = informativeParts.filter(({ region }) => region === 'heel');
  const forefeet = informativeParts.filter(({ region }) => region !== 'heel');
  if (heels.length === 0 || forefeet.length === 0) return null;
  let heel = false;
  let forefoot = false;
  const phases: FootPhase[] = [];
  for (let index = 0; index < times.length; index++) {
    heel = findHighestLevel(heels, index) >= (heel ? LIFTED_LEVEL : LOADED_LEVEL);
    forefoot = findHighestLevel(forefeet, index) >= (forefoot ? LIFTED_LEVEL : LOADED_LEVEL);
    if (heel) phases.push(forefoot ? 'flat' : 'heel');
    else phases.push(forefoot ? 'forefoot' : 'swing');
  }
  return phases;
}

/** Hot path: the figures of a ward look at each sample of each of its patients every second. */
function findHighestLevel(
  parts: readonly { readonly values: Float64Array; readonly range: SensorRange }[],
  index: number,
): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const { range, values } of parts) highest = Math.max(highest, computeLevel(range, values[index] ?? 0));
  return highest;
}
