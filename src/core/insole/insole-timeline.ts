import { SIX } from './built-in-insoles.ts';
import type { Insole } from './insole.ts';

/** Which insole a patient's samples are of: that of now, and those before it. */
export interface InsoleTimeline {
  readonly current: Insole;
  /** Those before, oldest first, each with the instant, Unix seconds, from which on samples are of the next one. */
  readonly before: readonly { readonly untilSeconds: number; readonly insole: Insole }[];
}

/** The timeline of patients of whom nothing else is known. */
export const ONLY_SIX: InsoleTimeline = { current: SIX, before: [] };

/** The insole of a sample that was received at an instant, Unix seconds. */
export function findInsoleAt({ current, before }: InsoleTimeline, atSeconds: number): Insole {
  return before.find(({ untilSeconds }) => atSeconds < untilSeconds)?.insole ?? current;
}

/** All insoles of a timeline, oldest first; one that came back is there once. */
export function listInsoles({ current, before }: InsoleTimeline): readonly Insole[] {
  return [...new Set([...before.map(({ insole }) => insole), current])];
}
