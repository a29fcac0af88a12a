import type { Insole } from '../insole/insole.ts';

/** What a guess goes by. */
export interface GuessFacts {
  /** The parsed answer. */
  readonly root: unknown;
  /** An answer of some time before, by which times and numbers are known, and their units; null without. */
  readonly before: { readonly root: unknown; readonly seconds: number } | null;
  /** The insoles that may be worn, the likeliest first. */
  readonly insoles: readonly Insole[];
  /** What the device may call the patient who was asked for. */
  readonly patientNames: readonly string[];
}
