import type { InsoleSensor } from '../insole/insole.ts';
import type { Sample } from '../sample.ts';

/** A sensor that is in fewer samples than this share of them is left out, rather than the samples without it. */
const MIN_PRESENCE = 0.5;

/** Samples that have readings of all sensors, and these sensors. */
export interface CompleteSamples {
  readonly complete: readonly Sample[];
  readonly sensors: readonly InsoleSensor[];
}

/** Keeps the sensors that are in most samples, and the samples that have readings of all of them. */
export function keepComplete(samples: readonly Sample[], wanted: readonly InsoleSensor[]): CompleteSamples {
  const counts = new Map<number, number>();
  for (const { sensors } of samples) {
    for (const { id } of sensors) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const sensors = wanted.filter(({ id }) => (counts.get(id) ?? 0) >= MIN_PRESENCE * samples.length);
  if (sensors.every(({ id }) => counts.get(id) === samples.length)) return { complete: samples, sensors };
  const needed = new Set(sensors.map(({ id }) => id));
  const complete = samples.filter(
    (sample) => sample.sensors.filter(({ id }) => needed.has(id)).length === needed.size,
  );
  return { complete, sensors };
}
