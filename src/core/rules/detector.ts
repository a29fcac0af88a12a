import { SIX } from '../insole/built-in-insoles.ts';
import type { Insole } from '../insole/insole.ts';
import { makeRuleSource, type SensorReading } from '../sample.ts';
import { FootLoads } from './foot-loads.ts';
import { createFrozenClockRule } from './frozen-clock.ts';
import type { Rule, RuleName, RuleSample } from './rule.ts';
import { createStuckHighRule } from './stuck-high.ts';
import { createStuckLowRule } from './stuck-low.ts';
import { createSwappedRule } from './swapped.ts';

const CREATE: Readonly<Record<RuleName, (loads: FootLoads, insole: Insole) => Rule>> = {
  'frozen-clock': createFrozenClockRule,
  'stuck-high': createStuckHighRule,
  'stuck-low': createStuckLowRule,
  swapped: (_, insole) => createSwappedRule(insole),
};

/** The anomalous sensors of one sample: sensor id to the rule that flags it, the first one where several do. */
export type Detection = ReadonlyMap<number, RuleName>;

/** Detects anomalies in the samples of one patient. */
export interface Detector {
  /** Takes the next sample, in the order received; O(1) a sample. */
  detect(sample: RuleSample): Detection;
}

const NO_DETECTION: Detection = new Map();

/**
 * Creates a detector for one patient.
 *
 * @param names the rules that are on, the most important first
 * @param insole what the patient wears; a reading of a sensor that is not in it is passed over
 */
export function createDetector(names: readonly RuleName[], insole: Insole = SIX): Detector {
  const loads = new FootLoads(insole);
  const rules = names.map((name) => CREATE[name](loads, insole));
  return {
    detect(sample) {
      let detection: Map<number, RuleName> | null = null;
      for (const rule of rules) {
        for (const id of rule.detect(sample)) {
          detection ??= new Map();
          if (!detection.has(id)) detection.set(id, rule.name);
        }
      }
      loads.forgetSample();
      return detection ?? NO_DETECTION;
    },
  };
}

/**
 * Flags the detected sensors with `source` `rule:<name>`. A sensor that the API has flagged keeps the API's flag, with the name of the
 * rule beside it; without a detection the very same array is returned.
 */
export function flagSensors<S extends Pick<SensorReading, 'id' | 'anomaly'>>(
  sensors: readonly S[],
  detection: Detection,
): readonly S[] {
  if (detection.size === 0) return sensors;
  return sensors.map((sensor) => {
    const rule = detection.get(sensor.id);
    if (rule === undefined) return sensor;
    return sensor.anomaly ? { ...sensor, rule } : { ...sensor, anomaly: true, source: makeRuleSource(rule) };
  });
}
