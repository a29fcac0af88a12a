import type { GroupedSensors } from '../../core/insole/group-sensors.ts';
import { type Insole, scaleReading } from '../../core/insole/insole.ts';
import { type FlagMark, markReadings, type Sample } from '../../core/sample.ts';

/** What one lane of traces shows: readings on a scale of 0 to 1, and where they were flagged. */
export interface Lane {
  readonly levels: (number | null)[];
  readonly flags: readonly { readonly x: number; readonly mark: FlagMark }[];
}

/** Lanes that share their places along the time. */
export interface TraceData {
  /** Seconds, ascending: from the beginning of the span where traces are swept, of the clock where they scroll. */
  readonly xs: number[];
  readonly lanes: readonly Lane[];
  /** Where no sample came for longer than is usual. */
  readonly gaps: readonly (readonly [from: number, to: number])[];
}

/** What is drawn. Instants are Unix seconds. */
export interface TraceSpan {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  /** How far apart two samples of one run may be. */
  readonly gapSeconds: number;
  /** Whether the newest stands where it is and takes the place of the oldest, as on a monitor, rather than all moving. */
  readonly isSwept: boolean;
}

/** Kept free behind the newest reading of a swept trace, as a share of the span. */
const SWEEP_GAP = 0.04;
const LIFT_SECONDS = 0.001;

/** Puts the readings of groups of sensors into lanes: of several sensors their mean. A gap stays a gap, a row of nulls. */
export function makeTraceData(
  samples: readonly Sample[],
  insole: Insole,
  groups: readonly GroupedSensors[],
  { fromSeconds, untilSeconds, gapSeconds, isSwept }: TraceSpan,
): TraceData {
  const length = untilSeconds - fromSeconds;
  const begin = isSwept ? fromSeconds + SWEEP_GAP * length : fromSeconds - gapSeconds;
  const shown = samples.filter(({ atSeconds }) => atSeconds >= begin && atSeconds <= untilSeconds);
  const place = (atSeconds: number) => (isSwept ? atSeconds % length : atSeconds);
  const rows: { x: number; sample: Sample | null }[] = [];
  const gaps: [number, number][] = [];
  let before: number | null = null;
  for (const sample of shown) {
    const x = place(sample.atSeconds);
    const last = rows.at(-1)?.x ?? x;
    if (before !== null && sample.atSeconds - before > gapSeconds && x > last) {
      gaps.push([last, x]);
      rows.push({ x: (last + x) / 2, sample: null });
    } else if (x < last) rows.push({ x: length, sample: null });
    before = sample.atSeconds;
    rows.push({ x, sample });
  }
  // What was swept past the end stands at the beginning; between the newest and the oldest the line is lifted.
  const turn = rows.findIndex(({ x }, index) => x < (rows[index - 1]?.x ?? x));
  if (turn > 0) {
    const newest = rows.at(-1)?.x ?? 0;
    const oldest = rows.splice(0, turn);
    rows.push({ x: newest + LIFT_SECONDS, sample: null }, ...oldest);
  }
  return {
    xs: rows.map(({ x }) => x),
    lanes: groups.map((group) => makeLane(rows, insole, group)),
    gaps,
  };
}

function makeLane(
  rows: readonly { readonly x: number; readonly sample: Sample | null }[],
  insole: Insole,
  { ids }: GroupedSensors,
): Lane {
  const levels: (number | null)[] = [];
  const flags: { x: number; mark: FlagMark }[] = [];
  for (const { x, sample } of rows) {
    const readings = sample?.sensors.filter(({ id }) => ids.includes(id)) ?? [];
    const sum = readings.reduce((total, { value }) => total + scaleReading(insole, value), 0);
    levels.push(readings.length === 0 ? null : sum / readings.length);
    const mark = markReadings(readings);
    if (mark !== '') flags.push({ x, mark });
  }
  return { levels, flags };
}
