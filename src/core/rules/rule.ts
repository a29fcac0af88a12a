import type { Sample } from '../sample.ts';

/** The anomaly rules, by the names that the settings and a flag's source know them by. */
export const RULE_NAMES = ['frozen-clock', 'stuck-high', 'stuck-low', 'swapped'] as const;
export type RuleName = (typeof RULE_NAMES)[number];

/** A decoded sample, and the recording's clock that came with it. */
export interface RuleSample extends Sample {
  /** `trace.id` as text; null when the answer had none. */
  readonly traceId: string | null;
}

/** Judges one patient's samples in the order they come; O(1) a sample, in time and in memory. */
export interface Rule {
  readonly name: RuleName;
  /** The ids of the guilty sensors, ascending; none when nothing is wrong. */
  detect(sample: RuleSample): readonly number[];
}

export const NO_SENSORS: readonly number[] = [];

/** A gap longer than this ends what was seen before it: nobody knows what happened in it. */
export const MAX_GAP_SECONDS = 5;
