import type { PatientId } from '../../core/patient.ts';
import { MAX_TRACED } from '../../core/ward-order.ts';

/** Which rows of a ward are on the screen, as numbers from the top; the second one is the first below. */
export type VisibleRows = readonly [from: number, until: number];

/**
 * Chooses whose rows get traces and figures: those on the screen, and as many above and below as may be, so that a short way is
 * scrolled without asking anew.
 *
 * @param order the rows from the top
 * @param before whom was chosen last; null when nobody was yet
 * @returns the same again as long as all that is on the screen is among them
 */
export function chooseTraced(
  order: readonly PatientId[],
  [from, until]: VisibleRows,
  before: readonly PatientId[] | null,
): readonly PatientId[] {
  const chosen = new Set(before);
  if (before !== null && order.slice(from, until).every((patient) => chosen.has(patient))) return before;
  const spare = Math.max(0, MAX_TRACED - (until - from));
  const start = Math.max(0, Math.min(from - Math.floor(spare / 2), order.length - MAX_TRACED));
  return order.slice(start, start + MAX_TRACED);
}
