import { FootLoads } from './foot-loads.ts';
import { NO_SENSORS, type Rule } from './rule.ts';
import { StillStrides } from './still-strides.ts';
import { MIN_HIGH_READING } from './stuck-high.ts';

/** Strides without a movement until a sensor is guilty. */
const STRIDES = 8;

/**
 * Flags a sensor that stays where it is, below 1020, for eight strides of the other two of its foot: cut, stuck at its
 * floor, or stuck on the way.
 *
 * A heel that is loaded for less time than passes between two polls can be missed for as long as the stride is a
 * multiple of the polling interval, so a stride counts only if the sampling can tell: how long the sensor is usually off
 * its floor (its share of the samples so far, times this stride's duration) has to be 1.2 times the longest gap between
 * two frames of this stride; likewise the time on it, where a sensor stuck on the way would be seen to leave.
 *
 * Limits: silent on a sensor that was not seen to move in ten strides before, when nobody walks, on strides whose
 * sampling is too sparse, and when a second sensor of the foot is dead. Somebody who walks on his toes for eight strides
 * is flagged at the heel.
 */
export function createStuckLowRule(loads: FootLoads = new FootLoads()): Rule {
  const still = loads.sensors.map(() => new StillStrides());
  let guilty = NO_SENSORS;
  return {
    name: 'stuck-low',
    detect(sample) {
      const followed = loads.push(sample);
      if (followed.kind === 'same') return guilty;
      guilty = NO_SENSORS;
      for (const sensor of loads.sensors) {
        const of = still[sensor.id];
        if (of === undefined) continue;
        if (followed.kind === 'broken') of.breakOff(sensor.reading);
        else of.push(sensor, followed.seconds);
        if (of.strides >= STRIDES && sensor.reading < MIN_HIGH_READING) guilty = [...guilty, sensor.id];
      }
      return guilty;
    },
  };
}
