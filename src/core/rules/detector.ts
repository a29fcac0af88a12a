import type { SensorReading } from '../sample.ts';
import { FootLoads } from './foot-loads.ts';
import { createFrozenClockRule } from './frozen-clock.ts';
import type { Rule, RuleName, RuleSample } from './rule.ts';
import { createStuckHighRule } from './stuck-high.ts';
import { createStuckLowRule } from './stuck-low.ts';
import { createSwappedRule } from './swapped.ts';

const CREATE: Readonly<Record<RuleName, (loads: FootLoads) => Rule>> = {
  'frozen-clock': createFrozenClockRule,
  'stuck-high': createStuckHighRule,
  'stuck-low': createStuckLowRule,
  swapped: createSwappedRule,
};

/** Which sensors are guilty of what: of the first rule that said so. */
export type Detection = ReadonlyMap<number, RuleName>;

/** Judges one patient's samples by some of the rules. */
export interface Detector {
  /** Samples come in order; O(1) a sample. */
  detect(sample: RuleSample): Detection;
}

const NOTHING: Detection = new Map();

export function createDetector(names: readonly RuleName[]): Detector {
  const loads = new FootLoads();
  const rules = names.map((name) => CREATE[name](loads));
  return {
    detect(sample) {
      let verdict: Map<number, RuleName> | null = null;
      for (const rule of rules) {
        for (const id of rule.detect(sample)) {
          verdict ??= new Map();
          if (!verdict.has(id)) verdict.set(id, rule.name);
        }
      }
      return verdict ?? NOTHING;
    },
  };
}

/** The sensors with the guilty ones flagged, their source `rule:<name>`; a flag of the API stays the API's. */
export function flagSensors<S extends Pick<SensorReading, 'id' | 'anomaly'>>(
  sensors: readonly S[],
  verdict: Detection,
): readonly S[] {
  if (verdict.size === 0) return sensors;
  return sensors.map((sensor) => {
    const rule = verdict.get(sensor.id);
    return rule === undefined || sensor.anomaly
      ? sensor
      : { ...sensor, anomaly: true, source: `rule:${rule}` };
  });
}
