import { pollWalk, readWalks } from '../../../bench/recorded-walk.ts';
import { computeFigures } from '../../../src/core/gait/gait-figures.ts';
import { seededRandom } from '../../../src/core/random.ts';
import type { Sample } from '../../../src/core/sample.ts';

/** The sensors of the six. */
export const EACH = [0, 1, 2, 3, 4, 5];
/** From when on a sensor reads wrongly, and from when on it is flagged. */
export const BROKEN_SECONDS = 40;
export const FLAGGED_SECONDS = 50;
const walks = readWalks();

/** A hundred seconds of a recorded walk, polled evenly. */
export function poll(walk = 0, intervalSeconds = 0.2): Sample[] {
  return pollWalk(
    walks[walk] ?? { rows: [] },
    { intervalSeconds, missing: 0, jitter: 0 },
    seededRandom(1),
  ).filter(({ atSeconds }) => atSeconds <= 100);
}

/** What faulty sensors read, and which rule finds it. */
export interface Fault {
  readonly ids: readonly number[];
  readonly value: number;
  readonly rule: string;
}

/** Sensors that are stuck from 40 s on, flagged from 50 s on, and well again from `untilSeconds` on. */
export function breakSensors(
  samples: readonly Sample[],
  { ids, value, rule }: Fault,
  untilSeconds = Number.POSITIVE_INFINITY,
): Sample[] {
  return samples.map((sample) => ({
    ...sample,
    sensors: sample.sensors.map((sensor) => {
      const isBroken =
        ids.includes(sensor.id) && sample.atSeconds >= BROKEN_SECONDS && sample.atSeconds < untilSeconds;
      if (!isBroken) return sensor;
      if (sample.atSeconds < FLAGGED_SECONDS) return { ...sensor, value };
      return { ...sensor, value, anomaly: true, source: `rule:${rule}` };
    }),
  }));
}

/** The samples of the time until then. */
export const upTo = (samples: readonly Sample[], seconds: number) =>
  samples.filter(({ atSeconds }) => atSeconds <= seconds);

/** The figures at that time with a fault. */
export const judge = (samples: readonly Sample[], fault: Fault, seconds: number) =>
  computeFigures(upTo(breakSensors(samples, fault), seconds));
