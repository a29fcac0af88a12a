import type { Insole, InsoleSensor } from '../insole/insole.ts';
import type { Sample } from '../sample.ts';

/** The rules that hold a single sensor for faulty, as the source of their flags. */
const FAULT_SOURCES: ReadonlySet<string> = new Set(['rule:stuck-high', 'rule:stuck-low', 'rule:swapped']);
const FROZEN_SOURCE = 'rule:frozen-clock';

/** Whether a rule holds the clock of the newest sample for frozen. */
export function isFrozen(samples: readonly Sample[]): boolean {
  return samples.at(-1)?.sensors.some(({ anomaly, source }) => anomaly && source === FROZEN_SOURCE) ?? false;
}

/** An insole without its faulty sensors. */
export interface SoundInsole {
  /** Without the sensors that a rule holds for faulty in the newest sample. */
  readonly sound: Insole;
  /** Without their twins as well, the same region of the other foot, so that both feet are measured in the same places. */
  readonly paired: Insole;
}

/** Leaves the sensors out that a rule holds for faulty in the newest sample. Flags of the API speak of the walk and leave none out. */
export function leaveOutFaulty(samples: readonly Sample[], insole: Insole): SoundInsole {
  const faultyIds = new Set(
    samples
      .at(-1)
      ?.sensors.filter(({ anomaly, source }) => anomaly && FAULT_SOURCES.has(source ?? ''))
      .map(({ id }) => id),
  );
  const faulty = insole.sensors.filter(({ id }) => faultyIds.has(id));
  if (faulty.length === 0) return { sound: insole, paired: insole };
  const leftOut = new Set([...faulty, ...findTwins(faulty, insole)]);
  return {
    sound: { ...insole, sensors: insole.sensors.filter((sensor) => !faulty.includes(sensor)) },
    paired: { ...insole, sensors: insole.sensors.filter((sensor) => !leftOut.has(sensor)) },
  };
}

/** Finds a sensor of the same region of the other foot for each of some sensors: the one nearest to its place. */
function findTwins(faulty: readonly InsoleSensor[], { sensors }: Insole): ReadonlySet<InsoleSensor> {
  const twins = new Set<InsoleSensor>();
  for (const sensor of faulty) {
    // Two faulty sensors in the same place of either foot are each other's.
    if (twins.has(sensor)) continue;
    const [nearest] = sensors
      .filter(({ side, region }) => side !== sensor.side && region === sensor.region)
      .filter((other) => !twins.has(other))
      .map((other) => ({ other, distance: measureDistance(sensor, other) }))
      .sort((a, b) => a.distance - b.distance);
    if (nearest === undefined) continue;
    twins.add(nearest.other);
  }
  return twins;
}

/** Where a sensor is on its foot is told from the outer edge, so that twins have the same place. */
function measureDistance(sensor: InsoleSensor, other: InsoleSensor): number {
  return Math.hypot(sensor.x - other.x, sensor.y - other.y);
}
