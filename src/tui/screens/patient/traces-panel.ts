import { listSides, type Side } from '../../../core/insole/insole.ts';
import { markReadings, type Sample, type SensorReading, SIMULATED_SOURCE } from '../../../core/sample.ts';
import { formatClockTime } from '../../../core/time/clock-time.ts';
import { findReading, isOfAnotherTime, type PatientStatus } from '../../../reader/patient-status.ts';
import { readGroup } from '../../../reader/read-group.ts';
import { cellWidth } from '../../frame/cell-width.ts';
import { lineWidth } from '../../frame/fit-line.ts';
import type { Line, Rect, Span, TracesBlock } from '../../frame/frame.ts';
import { makeBorder } from '../../frame/panel-border.ts';
import {
  binTraceColumns,
  FIRST_NEWEST_COLUMN,
  makeTraceColumns,
  numberBin,
} from '../../frame/trace-columns.ts';
import type { Layout } from '../../model/layout.ts';
import { formatRange, formatReading } from '../reading-text.ts';
import type { ViewContext } from '../view-context.ts';
import { countGroupCells, groupSensors, type SensorGroup, widenInsole } from './sensor-groups.ts';

const BORDERS = 2;
/** A gutter from this width on has room for the name of a region. */
const WIDE_GUTTER = 20;
/** The places of three sensors a foot are known by their labels. */
const MAX_UNNAMED = 3;

/**
 * The traces of one foot, each with its sensor's label, place and newest reading at the left: a trace for each sensor, or of regions whose
 * sensors are summed where there are more than rows. Of an insole for one foot its panel has the place of both.
 */
export function drawTracesPanel(context: ViewContext, layout: Layout, side: Side): TracesBlock {
  const { status, snapshot, insole } = context;
  const rect = chooseRect(context, layout, side);
  const innerRows = rect.height - BORDERS;
  const groups = groupSensors(insole, side, innerRows);
  const traceRows = Math.max(1, Math.floor(innerRows / Math.max(1, groups.length)));
  const gutterWidth = Math.max(layout.gutterWidth, countGutterCells(context, groups));
  const count = 2 * Math.max(0, rect.width - BORDERS - gutterWidth);
  // Of a patient just opened only one sample is known: what came before must not look like a gap.
  const samples = snapshot?.anomalies ? snapshot.samples : null;
  const { pollsPerColumn } = context.model;
  const makeColumns = pollsPerColumn === 1 ? makeTraceColumns : binTraceColumns;
  // As many as are drawn: a second has hundreds of readings.
  const drawn = pollsPerColumn === 1 ? samples?.slice(-count - 1) : samples;
  const columns = makeColumns(
    sumGroups(context, drawn ?? [], groups),
    groups.map((_, index) => index),
    status.intervalMs * pollsPerColumn,
    count,
  );
  return {
    id: `${side}-traces`,
    kind: 'traces',
    rect,
    border: makeBorder(
      { text: side === 'left' ? 'Left foot' : 'Right foot', foreground: status.isLive ? 'title' : 'dim' },
      describeWindow(context, count),
      layout.leftTraces.width,
    ),
    gutterWidth,
    traces: groups.map((group, index) => ({
      gutter: writeGutter(context, group, traceRows, layout.gutterWidth >= WIDE_GUTTER, gutterWidth),
      columns: (samples && columns[index]?.columns) ?? [],
      flagged: (samples && columns[index]?.flagged) ?? [],
      simulated: (samples && columns[index]?.simulated) ?? [],
      rows: traceRows,
    })),
    newestColumn:
      pollsPerColumn === 1
        ? (snapshot?.newestColumn ?? FIRST_NEWEST_COLUMN)
        : numberBin(samples?.at(-1)?.atSeconds ?? 0, status.intervalMs * pollsPerColumn),
    motion: context.model.traces,
    isOld: !status.isLive,
  };
}

/** The whole height of both panels where the other foot wears nothing. */
function chooseRect({ insole }: ViewContext, { leftTraces, rightTraces }: Layout, side: Side): Rect {
  const own = side === 'left' ? leftTraces : rightTraces;
  const sides = listSides(insole);
  // An enlarged panel has the place of both already.
  if (sides.length !== 1 || leftTraces.y === rightTraces.y) return own;
  return { ...leftTraces, height: rightTraces.y + rightTraces.height - leftTraces.y };
}

/** The label, a space, and the reading. */
function countGutterCells(context: ViewContext, groups: readonly SensorGroup[]): number {
  const label = Math.max(0, ...groups.map(({ label }) => cellWidth(label)));
  return label + 1 + countGroupCells(context.insole, groups);
}

/**
 * Samples in which sensor i has what group i reads, from 0 to full scale: the mean of its sensors, and the strongest of their flags.  */
function sumGroups(
  { scale }: ViewContext,
  samples: readonly Sample[],
  groups: readonly SensorGroup[],
): readonly Sample[] {
  const groupOf = new Map(groups.flatMap(({ ids }, index) => ids.map((id) => [id, index] as const)));
  return samples.map(({ atSeconds, sensors }) => {
    const members: SensorReading[][] = groups.map(() => []);
    for (const reading of sensors) members[groupOf.get(reading.id) ?? -1]?.push(reading);
    return {
      atSeconds,
      sensors: members.flatMap((readings, id) => {
        if (readings.length === 0) return [];
        const total = readings.reduce((sum, { value }) => sum + scale(value), 0);
        const mark = markReadings(readings);
        const source = mark === '~' ? { source: SIMULATED_SOURCE } : {};
        return [{ id, value: total / readings.length, anomaly: mark !== '', ...source }];
      }),
    };
  });
}

function describeWindow(context: ViewContext, count: number): string[] {
  const { model, status, glyphs, zoneOffsetMinutes, unicode, insole } = context;
  const scale = `${formatRange(insole, unicode)} ${glyphs.separator} `;
  const window = `${Math.round((count * status.intervalMs * model.pollsPerColumn) / 1000)} s`;
  if ((status.isLive && !isOfAnotherTime(status)) || !status.newest)
    return [`${scale}last ${window}`, `last ${window}`];
  const old = `${window} until ${formatClockTime(status.newest.atSeconds, zoneOffsetMinutes)}`;
  return [scale + old, old];
}

function writeGutter(
  context: ViewContext,
  group: SensorGroup,
  traceRows: number,
  isWide: boolean,
  gutterWidth: number,
): Line[] {
  const { status, insole, glyphs } = context;
  const label: Span = { text: group.label, foreground: status.isLive ? 'bright' : 'dim' };
  const value = writeGroupReading(context, group, readGroup(status, insole, group), glyphs.dash);
  if (traceRows === 1 || !isWide) {
    const isNamed = isWide && group.groups > MAX_UNNAMED;
    const place: Span = { text: ` ${group.place.split(' ')[0]}`, foreground: 'dim' };
    const padding = ' '.repeat(Math.max(1, group.labelColumns + 1 - cellWidth(group.label)));
    const first: Line = [label, { text: padding }, value];
    if (isNamed && lineWidth([...first, place]) < gutterWidth) return [[...first, place]];
    return traceRows === 1 ? [first] : [first, [place]];
  }
  return [
    [label, { text: ` ${group.place}`, foreground: 'dim' }],
    [{ text: ' ' }, value],
  ];
}

/** The newest reading of a sensor, as formatReading() has it. */
export function writeReading({ status, insole, glyphs }: ViewContext, sensorId: number): Span {
  const reading = findReading(status, sensorId);
  return writeSpan(status, reading, formatReading(reading, glyphs.dash, insole));
}

/** The newest reading of a group, the sum of its sensors, in cells that hold that of every group of its panel. */
export function writeGroupReading(
  { status, insole }: ViewContext,
  group: SensorGroup,
  reading: SensorReading | null,
  dash: string,
): Span {
  return writeSpan(status, reading, formatReading(reading, dash, widenInsole(insole, group.largest)));
}

function writeSpan(status: PatientStatus, reading: SensorReading | null, text: string): Span {
  const role = reading?.anomaly ? 'alarm' : 'bright';
  return { text, foreground: reading && status.isLive ? role : 'dim' };
}
