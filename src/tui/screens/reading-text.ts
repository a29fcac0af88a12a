import { markReading, type SensorReading } from '../../core/sample.ts';

/** The width of what formatReading() gives. */
export const READING_COLUMNS = 6;
const DIGITS = 4;

/**
 * A reading in six cells: `!  894` when it is flagged, `~  894` when that was simulated, `   894` otherwise, or the dash when
 * there is none. Mark and digits keep their places, and the space between them is never taken: a `!` that touches a
 * number reads as a 1 where no colour sets it off. Whoever draws it leaves a space after it.
 */
export function formatReading(reading: SensorReading | null | undefined, dash: string): string {
  const mark = reading ? markReading(reading) : '';
  return `${mark.padEnd(READING_COLUMNS - DIGITS)}${String(reading?.value ?? dash).padStart(DIGITS)}`;
}
