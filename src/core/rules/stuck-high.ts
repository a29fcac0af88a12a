import { FootLoads } from './foot-loads.ts';
import { NO_SENSORS, type Rule } from './rule.ts';

/** A full weight saturates a sensor: this alone is an ordinary reading. */
export const MIN_HIGH_READING = 1020;
/** Healthy captures, saturated for up to 47 s, showed three at most. */
const LIFTS = 5;

/**
 * Flags a sensor that stayed at 1020 or more while the other two of its foot were loaded and lifted five times: five
 * strides after it stuck.
 *
 * Limits: not found are a second stuck sensor of the same foot, which leaves no two witnesses, and a sensor that
 * sticks while nobody walks, until somebody does.
 */
export function createStuckHighRule(loads: FootLoads = new FootLoads()): Rule {
  const lifts = loads.sensors.map(() => 0);
  let guilty = NO_SENSORS;
  return {
    name: 'stuck-high',
    detect(sample) {
      const followed = loads.push(sample);
      if (followed.kind === 'same') return guilty;
      for (const { id, reading, othersLifted } of loads.sensors) {
        if (reading < MIN_HIGH_READING || followed.kind === 'broken') lifts[id] = 0;
        else if (othersLifted) lifts[id] = Math.min(LIFTS, (lifts[id] ?? 0) + 1);
      }
      guilty = lifts.includes(LIFTS)
        ? lifts.flatMap((count, id) => (count === LIFTS ? [id] : []))
        : NO_SENSORS;
      return guilty;
    },
  };
}
