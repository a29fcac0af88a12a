import { markReading, pickStrongestMark, type Sample } from '../../core/sample.ts';
import { countMissed, splitMarks, type TraceColumns } from './trace-columns.ts';

/** A stretch of time, Unix seconds. */
export interface TimeSpan {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
}

/**
 * Makes the traces of sensors on an axis of time, in `count` dot columns: a reading lasts until the next one, or for one
 * interval where the next is missing. Of readings that share a column the highest is drawn, and the strongest mark.
 */
export function makeTimedColumns(
  samples: readonly Sample[],
  sensorIds: readonly number[],
  { fromSeconds, untilSeconds }: TimeSpan,
  intervalSeconds: number,
  count: number,
): TraceColumns[] {
  const perSecond = count / (untilSeconds - fromSeconds);
  const findColumn = (atSeconds: number) => Math.round((atSeconds - fromSeconds) * perSecond);
  return sensorIds.map((id) => {
    const columns = new Array<number | null>(count).fill(null);
    const marks = columns.map(() => '' as ReturnType<typeof markReading>);
    for (const [index, { atSeconds, sensors }] of samples.entries()) {
      const reading = sensors.find((sensor) => sensor.id === id);
      if (!reading) continue;
      const next = samples[index + 1]?.atSeconds;
      const isFollowed = next !== undefined && countMissed(atSeconds, next, intervalSeconds) === 0;
      const first = findColumn(atSeconds);
      const end = Math.max(first + 1, findColumn(isFollowed ? next : atSeconds + intervalSeconds));
      for (let at = Math.max(0, first); at < Math.min(count, end); at++) {
        columns[at] = Math.max(columns[at] ?? Number.NEGATIVE_INFINITY, reading.value);
        marks[at] = pickStrongestMark([marks[at] ?? '', markReading(reading)]);
      }
    }
    return { columns, ...splitMarks(marks) };
  });
}
