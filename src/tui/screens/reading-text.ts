import { countReadingColumns, type Insole, formatReading as writeDigits } from '../../core/insole/insole.ts';
import { markReading, type SensorReading } from '../../core/sample.ts';

/** The mark and a space. */
const MARK_COLUMNS = 2;
const MIN_DIGITS = 4;

/** The width of what formatReading() gives: six cells for an insole of four digits or fewer. */
export function countReadingCells(insole: Insole): number {
  return MARK_COLUMNS + Math.max(MIN_DIGITS, countReadingColumns(insole));
}

/**
 * A reading in its cells: `!  894` when it is flagged, `~  894` when that was simulated, `   894` otherwise, or the dash when
 * there is none. Mark and digits keep their places, and the space between them is never taken: a `!` that touches a
 * number reads as a 1 where no colour sets it off. Whoever draws it leaves a space after it.
 */
export function formatReading(
  reading: SensorReading | null | undefined,
  dash: string,
  insole: Insole,
): string {
  const mark = reading ? markReading(reading) : '';
  const digits = reading ? writeDigits(insole, reading.value) : dash;
  return mark.padEnd(MARK_COLUMNS) + digits.padStart(countReadingCells(insole) - MARK_COLUMNS);
}

/** The range of the readings, in their unit: `0–1023`, `0–600 N`. */
export function formatRange({ lowest, highest, unit, ...insole }: Insole, unicode: boolean): string {
  const [from, to] = [lowest, highest].map((limit) =>
    formatLimit({ ...insole, lowest, highest, unit }, limit),
  );
  return `${from}${unicode ? '\u2013' : '-'}${to}${unit === '' ? '' : ` ${unit}`}`;
}

/** A limit of the readings, without decimals that say nothing. */
export function formatLimit(insole: Insole, limit: number): string {
  return Number.isInteger(limit) ? String(limit) : writeDigits(insole, limit);
}
