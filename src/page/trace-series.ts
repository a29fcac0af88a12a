import type { Sample } from '../core/sample.ts';

/**
 * The readings of sensors as columns: instants, then one column a sensor, with a null where a sample lacks it, and a row of nulls
 * in each longer gap, so that no line bridges it.
 *
 * @param sinceSeconds the first instant that is needed
 * @param gapSeconds how far apart two samples of one run may be
 */
export function toSeries(
  samples: readonly Sample[],
  ids: readonly number[],
  sinceSeconds: number,
  gapSeconds: number,
): [number[], ...(number | null)[][]] {
  const instants: number[] = [];
  const columns: (number | null)[][] = ids.map(() => []);
  let before: number | null = null;
  for (const { atSeconds, sensors } of samples) {
    if (atSeconds < sinceSeconds - gapSeconds) continue;
    if (before !== null && atSeconds - before > gapSeconds) {
      instants.push((before + atSeconds) / 2);
      for (const column of columns) column.push(null);
    }
    before = atSeconds;
    instants.push(atSeconds);
    for (const [index, column] of columns.entries())
      column.push(sensors.find(({ id }) => id === ids[index])?.value ?? null);
  }
  return [instants, ...columns];
}
