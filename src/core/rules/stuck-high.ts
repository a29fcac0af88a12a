import { FootLoads } from './foot-loads.ts';
import { NO_SENSORS, type Rule } from './rule.ts';
import { MIN_HIGH_READING, SaturatedStrides } from './saturated-strides.ts';

/** Lifts of the other sensors until one is flagged. Healthy recordings, saturated for up to 47 s, show three at most. */
const MIN_LIFTS = 5;

/**
 * Creates the rule that flags a sensor which stays at 1020 or more while the other sensors of its foot are loaded and lifted five
 * times: five strides after it got stuck.
 *
 * A lift that is shorter than a polling interval can fall between two polls, again and again while the stride is near a multiple
 * of the interval. A stride therefore counts only when the sampling would have shown the sensor below saturation, see
 * `SaturatedStrides`.
 *
 * Limits: two stuck sensors on one foot are not found, since they leave no two others; nor is a sensor that gets stuck while the
 * patient stands, until the patient walks; nor one whose strides are sampled too sparsely.
 *
 * @param loads shared with the other rules of the same patient
 */
export function createStuckHighRule(loads: FootLoads = new FootLoads()): Rule {
  const tracked = loads.sensors.map((sensor) => ({ sensor, saturated: new SaturatedStrides() }));
  let flagged = NO_SENSORS;
  return {
    name: 'stuck-high',
    detect(sample) {
      const change = loads.push(sample);
      if (change === 'same') return flagged;
      flagged = NO_SENSORS;
      for (const { sensor, saturated } of tracked) {
        if (change === 'broken') saturated.restart(sensor.reading, saturated.strides >= MIN_LIFTS);
        else saturated.push(sensor, loads.gapSeconds);
        if (saturated.strides >= MIN_LIFTS && sensor.reading >= MIN_HIGH_READING)
          flagged = [...flagged, sensor.id];
      }
      return flagged;
    },
  };
}
