import { FootLoads } from './foot-loads.ts';
import { NO_SENSORS, type Rule } from './rule.ts';

/** From this reading on a sensor counts as saturated, which full weight does as well: it is no anomaly by itself. */
export const MIN_HIGH_READING = 1020;
/** Lifts of the other two sensors until one is flagged. Healthy recordings, saturated for up to 47 s, show three at most. */
const MIN_LIFTS = 5;

/**
 * Creates the rule that flags a sensor which stays at 1020 or more while the other two sensors of its foot are loaded and lifted
 * five times: five strides after it got stuck.
 *
 * Limits: two stuck sensors on one foot are not found, since they leave no two others; nor is a sensor that gets stuck while the
 * patient stands, until the patient walks.
 *
 * @param loads shared with the other rules of the same patient
 */
export function createStuckHighRule(loads: FootLoads = new FootLoads()): Rule {
  const lifts = loads.sensors.map(() => 0);
  let flagged = NO_SENSORS;
  return {
    name: 'stuck-high',
    detect(sample) {
      const change = loads.push(sample);
      if (change.kind === 'same') return flagged;
      for (const { id, reading, othersLifted } of loads.sensors) {
        if (reading < MIN_HIGH_READING || change.kind === 'broken') lifts[id] = 0;
        else if (othersLifted) lifts[id] = Math.min(MIN_LIFTS, (lifts[id] ?? 0) + 1);
      }
      flagged = lifts.includes(MIN_LIFTS)
        ? lifts.flatMap((count, id) => (count === MIN_LIFTS ? [id] : []))
        : NO_SENSORS;
      return flagged;
    },
  };
}
