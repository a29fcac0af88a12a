import { FootLoads } from './foot-loads.ts';
import { NO_SENSORS, type Rule } from './rule.ts';
import { MIN_HIGH_READING } from './saturated-strides.ts';
import { StillStrides } from './still-strides.ts';

/** Strides in a row without a movement until a sensor is flagged. */
const MIN_STRIDES = 8;

/**
 * Creates the rule that flags a sensor which does not move, below 1020, for eight strides of the other sensors of its foot: it is
 * cut, or stuck at its floor or in between.
 *
 * A heel that is loaded for less than a polling interval can be missed for as long as the stride is a multiple of that interval.
 * A stride therefore counts only when the sampling would have shown a movement: the sensor's usual load (its share of loaded
 * frames so far, times the duration of this stride) has to last 1.2 times the longest gap between two frames of this stride; so
 * does its usual time at the floor, for a sensor that is not at its floor.
 *
 * Limits: silent until the sensor has moved in ten strides, while the patient stands, on strides that are sampled too sparsely,
 * and when another sensor of the foot is dead. A patient who walks on the toes for eight strides is flagged at the heel.
 *
 * @param loads shared with the other rules of the same patient
 */
export function createStuckLowRule(loads: FootLoads = new FootLoads()): Rule {
  const tracked = loads.sensors.map((sensor) => ({ sensor, still: new StillStrides() }));
  let flagged = NO_SENSORS;
  return {
    name: 'stuck-low',
    detect(sample) {
      const change = loads.push(sample);
      if (change === 'same') return flagged;
      flagged = NO_SENSORS;
      for (const { sensor, still } of tracked) {
        if (change === 'broken') still.restart(sensor.reading, still.strides >= MIN_STRIDES);
        else still.push(sensor, loads.gapSeconds);
        if (still.strides >= MIN_STRIDES && sensor.reading < MIN_HIGH_READING)
          flagged = [...flagged, sensor.id];
      }
      return flagged;
    },
  };
}
