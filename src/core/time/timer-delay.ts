/** A timer of Node waits for 24.8 days at most: one that is longer goes off at once, with a warning on stderr. */
export const MAX_TIMER_MS = 24 * 24 * 3_600_000;

/**
 * The delay of a timer that goes off at an instant, both on the same clock.
 *
 * Every delay that is computed comes from here: an instant that has passed since, between two readings of a clock, would be
 * a negative delay, of which Node warns on stderr and so on the dashboard. A timer of an instant that is too far away goes
 * off early: who waits that long has to look at the clock again.
 */
export function getTimerDelayMs(dueMs: number, nowMs: number): number {
  return Math.min(Math.max(0, dueMs - nowMs), MAX_TIMER_MS);
}
