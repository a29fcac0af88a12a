import type { Sample } from '../sample.ts';

/** The anomaly rules, by their names in the settings and in the source of a flag, `rule:<name>`. */
export const RULE_NAMES = ['frozen-clock', 'stuck-high', 'stuck-low', 'swapped'] as const;

/** The name of an anomaly rule. */
export type RuleName = (typeof RULE_NAMES)[number];

/** A decoded sample with the recording's clock. */
export interface RuleSample extends Sample {
  /** `trace.id` as text; null when the answer had none. */
  readonly traceId: string | null;
}

/** An anomaly rule with the state that it keeps of one patient. */
export interface Rule {
  readonly name: RuleName;
  /**
   * Takes the next sample, O(1) in time and in memory.
   *
   * @returns the ids of the anomalous sensors; `NO_SENSORS` when nothing is wrong
   */
  detect(sample: RuleSample): readonly number[];
}

/** The result of a rule that flags nothing. */
export const NO_SENSORS: readonly number[] = [];

/** A longer gap between samples, seconds, ends what a rule was counting, since anything can have happened in it. */
export const MAX_GAP_SECONDS = 5;
