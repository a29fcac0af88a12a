import {
  type FlagMark,
  hasAnomaly,
  markReading,
  markReadings,
  pickStrongestMark,
  type Sample,
} from '../../core/sample.ts';

/** The dot columns of a trace; each list has one item for each column, oldest first. */
export interface TraceColumns {
  /** The reading, or null where there was no sample. */
  readonly columns: readonly (number | null)[];
  /** Whether the reading was flagged. */
  readonly flagged: readonly boolean[];
  /** Whether its flags were all simulated. */
  readonly simulated: readonly boolean[];
}

/**
 * By how many intervals a sample may be late before a poll counts as missed: replies take their time, so samples of
 * neighbouring polls may be further apart than one interval.
 */
const LATENESS = 0.7;

/**
 * Makes the traces of sensors with one column for each poll, `count` columns in all, newest last. A sample's place
 * depends only on the sample next to it, so that new samples never move those on the screen against each other.
 */
export function makeTraceColumns(
  samples: readonly Sample[],
  sensorIds: readonly number[],
  intervalMs: number,
  count: number,
): TraceColumns[] {
  const slots = placeSamples(samples, intervalMs / 1000, count);
  return sensorIds.map((id) => makeColumns(slots, [id]));
}

/**
 * Makes one trace of several sensors, with one column for each poll: the mean of their readings, and the flags of any.
 */
export function makeMeanColumns(
  samples: readonly Sample[],
  sensorIds: readonly number[],
  intervalMs: number,
  count: number,
): TraceColumns {
  return makeColumns(placeSamples(samples, intervalMs / 1000, count), sensorIds);
}

function makeColumns(slots: readonly (Sample | null)[], sensorIds: readonly number[]): TraceColumns {
  const columns = slots.map((sample) => (sample === null ? null : averageReadings(sample, sensorIds)));
  const marks = slots.map((sample) => (sample === null ? '' : markSensors(sample, sensorIds)));
  return { columns, ...splitMarks(marks) };
}

/** Hot path, as `markSensors`: a ward draws thousands of columns a second. */
function averageReadings({ sensors }: Sample, sensorIds: readonly number[]): number | null {
  let sum = 0;
  let count = 0;
  for (const { id, value } of sensors) {
    if (!sensorIds.includes(id)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? null : sum / count;
}

function markSensors({ sensors }: Sample, sensorIds: readonly number[]): FlagMark {
  if (!hasAnomaly(sensors)) return '';
  return markReadings(sensors.filter(({ id }) => sensorIds.includes(id)));
}

/** Splits the marks of columns into those that are flagged, and those of which all flags are simulated. */
export function splitMarks(marks: readonly FlagMark[]): Pick<TraceColumns, 'flagged' | 'simulated'> {
  return { flagged: marks.map((mark) => mark !== ''), simulated: marks.map((mark) => mark === '~') };
}

/**
 * Makes the traces of sensors with one column for each bin of time, which holds several polls: the highest reading, and
 * whether any was flagged. Bins begin at whole multiples of their length, so that they stay the same as time goes on.
 */
export function binTraceColumns(
  samples: readonly Sample[],
  sensorIds: readonly number[],
  binMs: number,
  count: number,
): TraceColumns[] {
  const last = numberBin(samples.at(-1)?.atSeconds ?? 0, binMs);
  return sensorIds.map((id) => {
    const columns = new Array<number | null>(count).fill(null);
    const marks = new Array<FlagMark>(count).fill('');
    for (const { atSeconds, sensors } of samples) {
      const at = count - 1 - (last - numberBin(atSeconds, binMs));
      const reading = sensors.find((sensor) => sensor.id === id);
      if (at < 0 || at >= count || !reading) continue;
      columns[at] = Math.max(columns[at] ?? 0, reading.value);
      marks[at] = pickStrongestMark([marks[at] ?? '', markReading(reading)]);
    }
    return { columns, ...splitMarks(marks) };
  });
}

/** The number of the bin that an instant lies in, counted from the epoch. */
export function numberBin(atSeconds: number, binMs: number): number {
  return Math.floor((atSeconds * 1000) / binMs);
}

/** Counts the polls missed between two samples; one when the clock stepped back, which hides how many they were. */
export function countMissed(beforeSeconds: number, afterSeconds: number, intervalSeconds: number): number {
  const apart = afterSeconds - beforeSeconds;
  if (apart < 0) return 1;
  // The original program stored whole seconds: there, samples a second apart may be almost simultaneous.
  const isCoarse = Number.isInteger(beforeSeconds) && Number.isInteger(afterSeconds);
  const intervals = (apart - (isCoarse ? 1 : 0)) / intervalSeconds;
  return Math.max(0, Math.ceil(intervals - LATENESS) - 1);
}

/**
 * The number given to the newest column at first: odd, so that it is the second in its cell and no cell is half empty.
 */
export const FIRST_NEWEST_COLUMN = 1;

/**
 * Numbers the newest sample's column: the number of the newest one before, plus the columns since, or less those that a
 * recording was taken back. Columns are paired into cells by these numbers, so that they stay paired whatever comes.
 */
export function numberNewestColumn(
  before: { readonly samples: readonly Sample[]; readonly newestColumn?: number } | undefined,
  samples: readonly Sample[],
  intervalMs: number,
): number {
  const number = before?.newestColumn ?? FIRST_NEWEST_COLUMN;
  const since = countColumnsSince(before?.samples.at(-1), samples, intervalMs);
  if (since !== null) return number + since;
  return number - (countColumnsSince(samples.at(-1), before?.samples ?? [], intervalMs) ?? 0);
}

/** How many columns follow a sample's; null when it is not among the samples. */
function countColumnsSince(
  known: Sample | undefined,
  samples: readonly Sample[],
  intervalMs: number,
): number | null {
  if (!known) return null;
  // Whole seconds may be equal for neighbouring samples, so the object itself is looked for first.
  const knownIndex = samples.lastIndexOf(known);
  const from =
    knownIndex >= 0 ? knownIndex : samples.findLastIndex(({ atSeconds }) => atSeconds === known.atSeconds);
  if (from < 0) return null;
  const since = samples.slice(from);
  return since.slice(1).reduce((columns, { atSeconds }, index) => {
    const missed = countMissed(since[index]?.atSeconds ?? atSeconds, atSeconds, intervalMs / 1000);
    return columns + missed + 1;
  }, 0);
}

/** Places samples in `count` slots, one for each poll, the newest last; null where a poll was missed. */
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
