import { DOWN_AFTER_FAILURES, type PatientId } from '../core/patient.ts';

// A patient's turns are at `offset + k * interval` after the start. Lateness does not add up, and a missed turn is left out.

/**
 * Returns how long a patient is paused after a failed poll, in milliseconds: not at all for the first two failures in a
 * row, then up to one interval, two, four and so on, up to the cap. Full jitter: every pause up to that limit is equally
 * likely, so that patients that failed together do not return together.
 *
 * @param jitter a random number from 0 up to 1
 */
export function backoffMs(failuresInRow: number, intervalMs: number, capMs: number, jitter: number): number {
  const doublings = failuresInRow - DOWN_AFTER_FAILURES;
  if (doublings < 0) return 0;
  return jitter * Math.min(capMs, intervalMs * 2 ** Math.min(doublings, 32));
}

/** Offsets are multiples of this, so that any number of patients shares a few timers, and their writes. */
export const OFFSET_GRID_MS = 20;

/** 1 / golden ratio: its multiples spread any number of patients evenly, and consecutive ones far apart. */
const GOLDEN_FRACTION = 0.618_033_988_749_895;

/** Returns when in the interval a patient's turns are, in ms; it depends on the patient and the interval alone. */
export function startOffsetMs(patient: PatientId, intervalMs: number): number {
  const fraction = (patient * GOLDEN_FRACTION) % 1;
  return Math.floor((fraction * intervalMs) / OFFSET_GRID_MS) * OFFSET_GRID_MS;
}

/** Returns the number of the first turn after `turn` that is not over yet. */
export function nextTurn(turn: number, sinceStartMs: number, offsetMs: number, intervalMs: number): number {
  return Math.max(turn + 1, Math.ceil((sinceStartMs - offsetMs) / intervalMs));
}
