import type { Walk } from './followed-walk.ts';
import { halveWidth } from './interval.ts';
import { computeLoadFigures, findFloors, type LoadFigures, sumFootLoad } from './load.ts';
import { mendLoads, seesWholeSteps } from './mended-loads.ts';
import { pickSensors, type ReadingWindow } from './sample-window.ts';
import type { SensorFaults } from './sensor-faults.ts';
import { computeStance, findHighestLoads, type StanceFigures } from './stance.ts';

/**
 * A load share with faulty sensors is not told when it may be further off that of sound ones, 0 to 1. It is no more often off by more than
 * 5 points between 4.5 and 8 than below (docs/figures.md), and its interval tells how sure it is.
 */
const MAX_MENDED_HALF_WIDTH = 0.08;

/**
 * Computes the load of a window: while somebody walks, over the strides, with what faulty sensors usually bear; else over the chosen
 * samples of all sensors, if all of them are sound.
 *
 * @param window of all sensors, the faulty ones too
 * @param walk what was walked in it; null when nobody walks
 * @param chosen the samples that count
 * @returns null when it is not known, or when faulty sensors leave it less sure than 8 points
 */
export function computeLoad(
  window: ReadingWindow,
  { faults, leftOut }: SensorFaults,
  walk: Walk | null,
  chosen: readonly boolean[],
): LoadFigures | null {
  if (walk === null && leftOut.size > 0) return null;
  const mended = mendLoads(window, findFloors(window), faults, chosen);
  if (mended === null) return null;
  const load = computeLoadFigures(mended.loads, walk?.strides ?? null, chosen, mended.halfWidths);
  const isSure = load !== null && halveWidth(load.leftOfSensorsInterval) <= MAX_MENDED_HALF_WIDTH;
  return isSure || faults.length === 0 ? load : null;
}

/**
 * Computes the stance over what was walked in a window, by the sensors without a wrong reading in it.
 *
 * @returns null where these do not see whole steps of both feet, and see `computeStance`
 */
export function computeWalkStance(
  window: ReadingWindow,
  { faults }: SensorFaults,
  walk: Walk,
): StanceFigures | null {
  const faulty = new Set(faults.map(({ at }) => window.sensors[at]));
  const sound = pickSensors(window, (sensor) => !faulty.has(sensor));
  if (sound !== window && !seesWholeSteps(sound)) return null;
  const floors = findFloors(sound);
  const loads = { left: sumFootLoad(sound, floors, 'left'), right: sumFootLoad(sound, floors, 'right') };
  return computeStance(loads, findHighestLoads(sound, floors), walk.strides, walk.isWalked);
}
