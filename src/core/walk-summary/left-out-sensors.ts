import { findFault, findTwins } from '../gait/faulty-sensors.ts';
import type { Insole } from '../insole/insole.ts';
import type { Sample } from '../sample.ts';

/** Finds the ids of the sensors that a rule found faulty at any time. */
export function findFaultySensors(samples: readonly Sample[]): ReadonlySet<number> {
  const faulty = new Set<number>();
  for (const { sensors } of samples) {
    for (const reading of sensors) if (findFault(reading) !== null) faulty.add(reading.id);
  }
  return faulty;
}

/** Leaves sensors out of an insole, each with its twin under the other foot, so that both feet are measured in the same places. */
export function leaveOutPairs(insole: Insole, ids: ReadonlySet<number>): Insole {
  const faulty = insole.sensors.filter(({ id }) => ids.has(id));
  const twins = findTwins(faulty, insole);
  return { ...insole, sensors: insole.sensors.filter((sensor) => !ids.has(sensor.id) && !twins.has(sensor)) };
}
