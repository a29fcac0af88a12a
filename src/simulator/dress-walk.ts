import type { Insole, InsoleSensor } from '../core/insole/insole.ts';
import { scaleReading } from '../core/insole/insole.ts';
import type { Walk } from './walk.ts';

/** How fast the influence of a sensor falls with distance. */
const DISTANCE_POWER = 2;
/** A sensor of the same region counts as if it were so much nearer. */
const REGION_NEARNESS = 3;
/** Per cent of the foot within which a sensor is as good as at the place itself. */
const SAME_PLACE = 2;

/**
 * Makes a walk of one insole into what another would have read: each of its sensors has a mean of the other's readings under the same
 * foot, in shares of full scale, by how near they are and whether they are under the same part of it.
 */
export function dressWalk(walk: Walk, worn: Insole, insole: Insole): Walk {
  const { frameCount, readings, flagged } = walk;
  const weights = insole.sensors.map((sensor) => weighSensors(worn.sensors, sensor));
  const dressed = new Float64Array(frameCount * insole.sensors.length);
  for (let frame = 0; frame < frameCount; frame++) {
    const first = frame * worn.sensors.length;
    for (const [index, ofSensor] of weights.entries()) {
      let share = 0;
      for (const [other, weight] of ofSensor.entries())
        if (weight > 0) share += weight * scaleReading(worn, readings[first + other] ?? 0);
      dressed[frame * insole.sensors.length + index] = makeReading(insole, share);
    }
  }
  return { frameCount, readings: dressed, flagged };
}

function weighSensors(worn: readonly InsoleSensor[], place: InsoleSensor): readonly number[] {
  const influences = worn.map(({ side, region, x, y }) => {
    if (side !== place.side) return 0;
    // A foot is some two and a half times as long as wide.
    const distance = Math.max(SAME_PLACE, Math.hypot((x - place.x) / 2.5, y - place.y));
    return ((region === place.region ? REGION_NEARNESS : 1) / distance) ** DISTANCE_POWER;
  });
  const total = influences.reduce((sum, influence) => sum + influence, 0);
  return influences.map((influence) => influence / total);
}

function makeReading({ lowest, highest, decimals }: Insole, share: number): number {
  const reading = lowest + Math.min(1, Math.max(0, share)) * (highest - lowest);
  return Number(reading.toFixed(decimals));
}
