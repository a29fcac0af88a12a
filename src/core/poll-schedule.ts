import type { PatientId } from './patient.ts';

/**
 * When polls begin. Each patient has turns at a fixed rate, at `offset + k * interval` after the start: lateness is
 * never carried on, and a turn that was missed is left out.
 */

/** Offsets are multiples of this, so that patients share timers however many they are. */
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
