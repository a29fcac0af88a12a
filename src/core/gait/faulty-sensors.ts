import type { Insole, InsoleSensor } from '../insole/insole.ts';
import { findRule, type Sample, type SensorReading } from '../sample.ts';

const FROZEN_CLOCK = 'frozen-clock';

/** Whether a rule finds the clock of the newest sample frozen. */
export function isFrozen(samples: readonly Sample[]): boolean {
  return samples.at(-1)?.sensors.some((reading) => findRule(reading) === FROZEN_CLOCK) ?? false;
}

/**
 * Lists which of the samples say nothing of their instant: those that a rule holds for frozen, and those before them that read the very
 * same, when that was not known yet.
 *
 * @param samples oldest first
 */
export function listFrozen(samples: readonly Sample[]): readonly boolean[] {
  const frozen = samples.map((sample) => isFrozen([sample]));
  for (let index = samples.length - 1; index > 0; index--) {
    const isSame = samples[index]?.sensors.every(
      ({ value }, at) => value === samples[index - 1]?.sensors[at]?.value,
    );
    if (frozen[index] && isSame) frozen[index - 1] = true;
  }
  return frozen;
}

/** The rule by which the sensor of a reading is faulty by itself, not because the clock is frozen; null when none is. */
export function findFault(reading: SensorReading): string | null {
  const rule = findRule(reading);
  return rule === FROZEN_CLOCK ? null : rule;
}

/** Finds the ids of the sensors that a rule found faulty at any time. */
export function findFaultySensors(samples: readonly Sample[]): ReadonlySet<number> {
  const faulty = new Set<number>();
  for (const { sensors } of samples) {
    for (const reading of sensors) if (findFault(reading) !== null) faulty.add(reading.id);
  }
  return faulty;
}

/** An insole without the sensors that a rule finds faulty in the newest sample. Flags of the API speak of the walk and leave none out. */
export function leaveOutFaulty(samples: readonly Sample[], insole: Insole): Insole {
  const faultyIds = new Set(
    samples
      .at(-1)
      ?.sensors.filter((reading) => findFault(reading) !== null)
      .map(({ id }) => id),
  );
  if (faultyIds.size === 0) return insole;
  return { ...insole, sensors: insole.sensors.filter(({ id }) => !faultyIds.has(id)) };
}

/** Finds a sensor of the same region of the other foot for each of some sensors: the one nearest to its place. */
export function findTwins(faulty: readonly InsoleSensor[], { sensors }: Insole): ReadonlySet<InsoleSensor> {
  const twins = new Set<InsoleSensor>();
  for (const sensor of faulty) {
    // Two faulty sensors in the same place of either foot are each other's.
    if (twins.has(sensor)) continue;
    const [nearest] = sensors
      .filter(({ side, region }) => side !== sensor.side && region === sensor.region)
      .filter((other) => !twins.has(other))
      // Where a sensor is on its foot is told from the outer edge, so that twins have the same place.
      .map((other) => ({ other, distance: Math.hypot(sensor.x - other.x, sensor.y - other.y) }))
      .sort((a, b) => a.distance - b.distance);
    if (nearest !== undefined) twins.add(nearest.other);
  }
  return twins;
}
