import type { SensorReading } from '../sample.ts';
import { FootLoads } from './foot-loads.ts';
import { createFrozenClockRule } from './frozen-clock.ts';
import type { JudgedSample, Rule, RuleName } from './rule.ts';
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
export type Verdict = ReadonlyMap<number, RuleName>;

/** Judges one patient's samples by some of the rules. */
export interface Judge {
  /** Samples come in order; O(1) a sample. */
  judge(sample: JudgedSample): Verdict;
}

const NOTHING: Verdict = new Map();

export function createJudge(names: readonly RuleName[]): Judge {
  const loads = new FootLoads();
  const rules = names.map((name) => CREATE[name](loads));
  return {
    judge(sample) {
      let verdict: Map<number, RuleName> | null = null;
      for (const rule of rules) {
        for (const id of rule.judge(sample)) {
          verdict ??= new Map();
          if (!verdict.has(id)) verdict.set(id, rule.name);
        }
      }
      return verdict ?? NOTHING;
    },
  };
}

/** The sensors with the guilty ones flagged, their source `rule:<name>`; a flag of the API stays the API's. */
export function flagGuilty<S extends Pick<SensorReading, 'id' | 'anomaly'>>(
  sensors: readonly S[],
  verdict: Verdict,
): readonly S[] {
  if (verdict.size === 0) return sensors;
  return sensors.map((sensor) => {
    const rule = verdict.get(sensor.id);
    return rule === undefined || sensor.anomaly
      ? sensor
      : { ...sensor, anomaly: true, source: `rule:${rule}` };
  });
}
