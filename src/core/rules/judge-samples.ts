import { SIX } from '../insole/built-in-insoles.ts';
import type { Insole } from '../insole/insole.ts';
import { findRule, type Sample, type SensorReading } from '../sample.ts';
import { createDetector, flagSensors } from './detector.ts';
import { RULE_NAMES } from './rule.ts';

/** Takes the next sample of a patient, in the order received, and returns its sensors with the flags of the rules. */
export type Judge = <S extends SensorReading>(atSeconds: number, sensors: readonly S[]) => readonly S[];

/**
 * Creates a judge of one patient's stored samples, which flags faulty sensors where whoever stored them did not: the original program, or a
 * cacher without rules. A sample with a flag of a rule was judged already and stays as it is, as does one with nothing wrong: the very
 * same array is returned.
 *
 * Limits: a stored sample has no clock of its recording, so that a frozen one is not found.
 */
export function createJudge(insole: Insole = SIX): Judge {
  const detector = createDetector(RULE_NAMES, insole);
  return (atSeconds, sensors) => {
    const detection = detector.detect({ atSeconds, sensors, traceId: null });
    return sensors.some((reading) => findRule(reading) !== null) ? sensors : flagSensors(sensors, detection);
  };
}

/** Judges the samples of one patient, oldest first. */
export function judgeSamples(samples: readonly Sample[], insole?: Insole): readonly Sample[] {
  const judge = createJudge(insole);
  return samples.map((sample) => {
    const sensors = judge(sample.atSeconds, sample.sensors);
    return sensors === sample.sensors ? sample : { ...sample, sensors };
  });
}
