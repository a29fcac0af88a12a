import type { PatientId } from '../core/patient.ts';
import { DOWN_AFTER_FAILURES } from '../core/patient.ts';

/**
 * When polls begin. Each patient has turns at a fixed rate, at `offset + k * interval` after the start: lateness is
 * never carried on, and a turn that was missed is left out.
 */

/**
 * How long a patient whose polls keep failing is left alone, in milliseconds: nothing for the first two failures, then
 * up to one interval, twice that, four times that, at most the cap. Full jitter: any wait up to that is as likely, so that
 * patients that failed together do not come back together.
 *
 * @param dice 0 to 1, 1 excluded
 */
export function backoffMs(failuresInRow: number, intervalMs: number, capMs: number, dice: number): number {
  const doublings = failuresInRow - DOWN_AFTER_FAILURES;
  if (doublings < 0) return 0;
  return dice * Math.min(capMs, intervalMs * 2 ** Math.min(doublings, 32));
}

/** Offsets are multiples of this, so that patients share timers, and writes, however many they are. */
export const OFFSET_GRID_MS = 20;

/** 1 / golden ratio: consecutive patients fall far apart, and any number of them is spread evenly. */
const GOLDEN_FRACTION = 0.618_033_988_749_895;

/** A patient's offset within the interval, in ms; it depends on nothing but the patient and the interval. */
export function startOffsetMs(patient: PatientId, intervalMs: number): number {
  const fraction = (patient * GOLDEN_FRACTION) % 1;
  return Math.floor((fraction * intervalMs) / OFFSET_GRID_MS) * OFFSET_GRID_MS;
}

/** The number of the first turn after `turn` whose time is still to come. */
export function nextTurn(turn: number, sinceStartMs: number, offsetMs: number, intervalMs: number): number {
  return Math.max(turn + 1, Math.ceil((sinceStartMs - offsetMs) / intervalMs));
}
