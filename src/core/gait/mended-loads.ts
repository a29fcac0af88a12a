import { SIDES } from '../insole/insole.ts';
import type { FootLoads } from './load.ts';
import type { ReadingWindow } from './sample-window.ts';
import type { SensorFault } from './sensor-faults.ts';

/** What a sensor bears differs from what it usually does by up to this share, in 90 % of half minutes. */
const USUAL_HALF_WIDTH = 0.15;

/** The load of each foot with what a faulty sensor usually bears in the place of its wrong readings. */
export interface MendedLoads {
  readonly loads: FootLoads;
  /** How far the mean of each foot's load may be off by that: half of an interval of 90 %. */
  readonly halfWidths: { readonly left: number; readonly right: number };
}

/**
 * Sums the readings of each foot's sensors above their floors. Where readings are wrong, the sensor bears what it usually bears while
 * walking, at every instant: only means over strides have a meaning.
 *
 * @param floors of the sensors without a fault
 * @param chosen whether the mean takes each instant
 * @returns null when it is not known of a sensor what it usually bears
 */
export function mendLoads(
  { times, sensors, readings }: ReadingWindow,
  floors: readonly number[],
  faults: readonly SensorFault[],
  chosen: readonly boolean[],
): MendedLoads | null {
  const faultAt = new Map(faults.map((fault) => [fault.at, fault]));
  const loads = { left: new Float64Array(times.length), right: new Float64Array(times.length) };
  const halfWidths = { left: 0, right: 0 };
  const count = chosen.filter((isChosen) => isChosen).length;
  for (const [at, { side }] of sensors.entries()) {
    const fault = faultAt.get(at);
    if (fault?.usual === null) return null;
    const floor = fault?.usual.floor ?? floors[at] ?? 0;
    const load = loads[side];
    let wrong = 0;
    readings[at]?.forEach((reading, index) => {
      const isWrong = fault?.isWrong[index] === 1;
      if (isWrong && chosen[index]) wrong += 1;
      const bears = isWrong ? (fault?.usual?.load ?? 0) : Math.max(0, reading - floor);
      load[index] = (load[index] ?? 0) + bears;
    });
    const unsure = USUAL_HALF_WIDTH * (fault?.usual?.load ?? 0) * (wrong / Math.max(1, count));
    halfWidths[side] = Math.hypot(halfWidths[side], unsure);
  }
  return { loads, halfWidths };
}

/** Whether a window has sensors of both feet. */
export function hasBothFeet({ sensors }: Pick<ReadingWindow, 'sensors'>): boolean {
  return SIDES.every((foot) => sensors.some(({ side }) => side === foot));
}

/** Whether a window has sensors under the heel and further to the front of each foot, so that it sees a step from end to end. */
export function seesWholeSteps({ sensors }: Pick<ReadingWindow, 'sensors'>): boolean {
  return SIDES.every((foot) => {
    const ofFoot = sensors.filter(({ side }) => side === foot);
    return [true, false].every((isHeel) => ofFoot.some(({ region }) => (region === 'heel') === isHeel));
  });
}
