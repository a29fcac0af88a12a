import {
  type FlagMark,
  flagMark,
  markTogether,
  type Sample,
  type SensorReading,
  strongestMark,
} from '../../core/sample.ts';

export interface TraceColumns {
  /** Oldest first: the sensor's reading, or null where there was no sample. */
  readonly columns: readonly (number | null)[];
  readonly flagged: readonly boolean[];
  readonly simulated: readonly boolean[];
}

/**
 * How long ago the poll before must be, in intervals beyond the first, to call a poll missed: answers take their
 * time, so two samples of neighbouring polls may be further apart than the interval.
 */
const LATENESS = 0.7;

/**
 * A column a poll for each sensor, newest last, `count` of them. Each place in time is found from the sample
 * before only, so that what stands on the screen is not moved about by what comes.
 */
export function makeTraceColumns(
  samples: readonly Sample[],
  sensorIds: readonly number[],
  intervalMs: number,
  count: number,
): TraceColumns[] {
  const slots = placeSamples(samples, intervalMs / 1000, count);
  return sensorIds.map((id) => columnsOf(slots, [id]));
}

/** As above with one trace of several sensors together: the mean of their readings, and the flags of any. */
export function makeMeanColumns(
  samples: readonly Sample[],
  sensorIds: readonly number[],
  intervalMs: number,
  count: number,
): TraceColumns {
  return columnsOf(placeSamples(samples, intervalMs / 1000, count), sensorIds);
}

function columnsOf(slots: readonly (Sample | null)[], sensorIds: readonly number[]): TraceColumns {
  const readings = slots.map((sample) => sample?.sensors.filter(({ id }) => sensorIds.includes(id)) ?? []);
  return { columns: readings.map(meanOf), ...splitMarks(readings.map(markTogether)) };
}

function meanOf(readings: readonly SensorReading[]): number | null {
  if (readings.length === 0) return null;
  return readings.reduce((sum, { value }) => sum + value, 0) / readings.length;
}

function splitMarks(marks: readonly FlagMark[]): Pick<TraceColumns, 'flagged' | 'simulated'> {
  return { flagged: marks.map((mark) => mark !== ''), simulated: marks.map((mark) => mark === '~') };
}

/**
 * As above with a column a stretch of time, which holds several polls: its highest reading, and whether any was
 * flagged. Stretches begin at whole multiples of their length, so that they stay what they are while time goes on.
 */
export function binTraceColumns(
  samples: readonly Sample[],
  sensorIds: readonly number[],
  binMs: number,
  count: number,
): TraceColumns[] {
  const last = binSamples(samples.at(-1)?.atSeconds ?? 0, binMs);
  return sensorIds.map((id) => {
    const columns = new Array<number | null>(count).fill(null);
    const marks = new Array<FlagMark>(count).fill('');
    for (const { atSeconds, sensors } of samples) {
      const at = count - 1 - (last - binSamples(atSeconds, binMs));
      const reading = sensors.find((sensor) => sensor.id === id);
      if (at < 0 || at >= count || !reading) continue;
      columns[at] = Math.max(columns[at] ?? 0, reading.value);
      marks[at] = strongestMark([marks[at] ?? '', flagMark(reading)]);
    }
    return { columns, ...splitMarks(marks) };
  });
}

/** The number of the stretch of time that an instant lies in. */
export function binSamples(atSeconds: number, binMs: number): number {
  return Math.floor((atSeconds * 1000) / binMs);
}

/** How many polls were missed between two samples. A clock that stepped back hides how many: one is shown. */
export function countMissed(beforeSeconds: number, afterSeconds: number, intervalSeconds: number): number {
  const apart = afterSeconds - beforeSeconds;
  if (apart < 0) return 1;
  // The original program wrote whole seconds: there, a second apart may be no time at all.
  const isCoarse = Number.isInteger(beforeSeconds) && Number.isInteger(afterSeconds);
  const intervals = (apart - (isCoarse ? 1 : 0)) / intervalSeconds;
  return Math.max(0, Math.ceil(intervals - LATENESS) - 1);
}

/** The number of the first newest column: with it as the second of a cell, the cells are full. */
export const FIRST_NEWEST_COLUMN = 1;

/**
 * The running number of the newest sample's column: as many on from what was known before as there are columns since.
 * By it columns are paired into cells, and stay paired, whatever comes.
 */
export function numberNewestColumn(
  before: { readonly samples: readonly Sample[]; readonly newestColumn?: number } | undefined,
  samples: readonly Sample[],
  intervalMs: number,
): number {
  const number = before?.newestColumn ?? FIRST_NEWEST_COLUMN;
  const known = before?.samples.at(-1);
  if (!known) return number;
  // Whole seconds do not tell a sample from the next; the same object does.
  const isIn = samples.lastIndexOf(known);
  const from = isIn >= 0 ? isIn : samples.findLastIndex(({ atSeconds }) => atSeconds === known.atSeconds);
  if (from < 0) return number;
  const since = samples.slice(from);
  return since.slice(1).reduce((column, { atSeconds }, index) => {
    const missed = countMissed(since[index]?.atSeconds ?? atSeconds, atSeconds, intervalMs / 1000);
    return column + missed + 1;
  }, number);
}

function placeSamples(samples: readonly Sample[], intervalSeconds: number, count: number) {
  const newestFirst: (Sample | null)[] = [];
  for (let index = samples.length - 1; index >= 0 && newestFirst.length < count; index--) {
    const sample = samples[index];
    const after = samples[index + 1];
    if (!sample) continue;
    const missed = after ? countMissed(sample.atSeconds, after.atSeconds, intervalSeconds) : 0;
    for (let gap = 0; gap < missed && newestFirst.length < count; gap++) newestFirst.push(null);
    if (newestFirst.length < count) newestFirst.push(sample);
  }
  while (newestFirst.length < count) newestFirst.push(null);
  return newestFirst.reverse();
}
