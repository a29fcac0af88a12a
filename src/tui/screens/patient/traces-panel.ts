import type { InsoleSensor, Side } from '../../../core/insole/insole.ts';
import { MAX_READING, SENSORS } from '../../../core/sensors.ts';
import { formatClockTime } from '../../../core/time/clock-time.ts';
import { findReading, isOfAnotherTime, type PatientStatus } from '../../../reader/patient-status.ts';
import type { Line, Span, TracesBlock } from '../../frame/frame.ts';
import { makeBorder } from '../../frame/panel-border.ts';
import {
  binTraceColumns,
  FIRST_NEWEST_COLUMN,
  makeTraceColumns,
  numberBin,
} from '../../frame/trace-columns.ts';
import { countTraceColumns, type Layout } from '../../model/layout.ts';
import { formatReading } from '../reading-text.ts';
import type { ViewContext } from '../view-context.ts';

/** The three traces of one foot, each with its sensor's label, place and newest reading at the left. */
export function drawTracesPanel(context: ViewContext, layout: Layout, side: Side): TracesBlock {
  const { status, snapshot } = context;
  const sensors = SENSORS.filter((sensor) => sensor.side === side);
  const count = countTraceColumns(layout);
  // Of a patient just opened only one sample is known: what came before must not look like a gap.
  const samples = snapshot?.anomalies ? snapshot.samples : null;
  const { pollsPerColumn } = context.model;
  const makeColumns = pollsPerColumn === 1 ? makeTraceColumns : binTraceColumns;
  const columns = makeColumns(
    samples ?? [],
    sensors.map((sensor) => sensor.id),
    status.intervalMs * pollsPerColumn,
    count,
  );
  return {
    id: `${side}-traces`,
    kind: 'traces',
    rect: side === 'left' ? layout.leftTraces : layout.rightTraces,
    border: makeBorder(
      { text: side === 'left' ? 'Left foot' : 'Right foot', foreground: status.isLive ? 'title' : 'dim' },
      describeWindow(context, count),
      layout.leftTraces.width,
    ),
    gutterWidth: layout.gutterWidth,
    traces: sensors.map((sensor, index) => ({
      gutter: writeGutter(context, sensor, layout),
      columns: (samples && columns[index]?.columns) ?? [],
      flagged: (samples && columns[index]?.flagged) ?? [],
      simulated: (samples && columns[index]?.simulated) ?? [],
      rows: layout.traceRows,
    })),
    newestColumn:
      pollsPerColumn === 1
        ? (snapshot?.newestColumn ?? FIRST_NEWEST_COLUMN)
        : numberBin(samples?.at(-1)?.atSeconds ?? 0, status.intervalMs * pollsPerColumn),
    motion: context.model.traces,
    isOld: !status.isLive,
  };
}

function describeWindow(context: ViewContext, count: number): string[] {
  const { model, status, glyphs, zoneOffsetMinutes, unicode } = context;
  const scale = `0${unicode ? '–' : '-'}${MAX_READING} ${glyphs.separator} `;
  const window = `${Math.round((count * status.intervalMs * model.pollsPerColumn) / 1000)} s`;
  if ((status.isLive && !isOfAnotherTime(status)) || !status.newest)
    return [`${scale}last ${window}`, `last ${window}`];
  const old = `${window} until ${formatClockTime(status.newest.atSeconds, zoneOffsetMinutes)}`;
  return [scale + old, old];
}

function writeGutter(context: ViewContext, sensor: InsoleSensor, layout: Layout): Line[] {
  const label: Span = { text: sensor.label, foreground: context.status.isLive ? 'bright' : 'dim' };
  const value = writeReading(context.status, sensor.id, context.glyphs.dash);
  const isWide = layout.gutterWidth >= 20;
  if (layout.traceRows === 1 || !isWide) {
    const place: Span = { text: ` ${sensor.region.split(' ')[0]}`, foreground: 'dim' };
    const first: Line = [label, { text: ' ' }, value];
    return layout.traceRows === 1 ? [first] : [first, [place]];
  }
  return [
    [label, { text: ` ${sensor.region}`, foreground: 'dim' }],
    [{ text: ' ' }, value],
  ];
}

/** The newest reading of a sensor in six cells, as formatReading() has it. */
export function writeReading(status: PatientStatus, sensorId: number, dash: string): Span {
  const reading = findReading(status, sensorId);
  const role = reading?.anomaly ? 'alarm' : 'bright';
  return {
    text: formatReading(reading, dash),
    foreground: reading && status.isLive ? role : 'dim',
  };
}
