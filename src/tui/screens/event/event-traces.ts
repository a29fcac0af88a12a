import type { InsoleSensor } from '../../../core/insole/insole.ts';
import { drawTrace } from '../../frame/draw-trace.ts';
import type { Line, Span } from '../../frame/frame.ts';
import { makeTimedColumns, type TimeSpan } from '../../frame/timed-columns.ts';
import { FIRST_NEWEST_COLUMN } from '../../frame/trace-columns.ts';
import { type EventWindow, findIntervalSeconds } from '../../model/event-window.ts';
import type { ViewContext } from '../view-context.ts';
import { writeSensorLabel } from './event-table.ts';

/** How long the traces are; half of it before the event's start. */
const SPAN_SECONDS = 10;

/** The height of so many traces of `traceRows` rows each, and the line of seconds under them. */
export function countTraceLines(traceRows: number, sensors: number): number {
  return traceRows * sensors + 1;
}

/**
 * The ten seconds around the event's start as traces, on a line of seconds whose heavy part is what the table of readings
 * shows. When the table is moved out of the ten seconds, they move along.
 *
 * @param columns cells inside the border, of which the first `labelColumns` + 1 are the sensors' labels
 */
export function drawEventTraces(
  context: ViewContext,
  window: EventWindow,
  {
    sensors,
    columns,
    labelColumns,
    traceRows,
  }: { readonly sensors: readonly InsoleSensor[] } & Readonly<
    Record<'columns' | 'labelColumns' | 'traceRows', number>
  >,
): Line[] {
  const intervalSeconds = findIntervalSeconds(context.model);
  const cells = Math.max(1, columns - labelColumns - 2);
  const shown = spanOfTable(window, intervalSeconds);
  const span = placeSpan(shown);
  const { startSeconds } = window.event;
  const traces = makeTimedColumns(
    window.samples,
    sensors.map(({ id }) => id),
    { fromSeconds: startSeconds + span.fromSeconds, untilSeconds: startSeconds + span.untilSeconds },
    intervalSeconds,
    2 * cells,
  );
  const style = {
    unicode: context.unicode,
    newestColumn: FIRST_NEWEST_COLUMN,
    motion: 'scroll',
    isOld: false,
  } as const;
  const blank: Span = { text: ' '.repeat(labelColumns + 1) };
  return [
    ...sensors.flatMap((sensor, index) => {
      const trace = traces[index] ?? { columns: [], flagged: [], simulated: [] };
      const scaled = trace.columns.map((reading) => (reading === null ? null : context.scale(reading)));
      return drawTrace({ ...trace, columns: scaled, rows: traceRows }, cells, style).map(
        (line, row): Line => {
          return row === 0 ? [...writeSensorLabel(sensor, labelColumns), ...line] : [blank, ...line];
        },
      );
    }),
    [blank, ...drawAxis(context, span, shown, cells)],
  ];
}

/** The seconds that the table shows, from the event's start. */
function spanOfTable({ columns, first, count }: EventWindow, intervalSeconds: number): TimeSpan {
  const fromSeconds = columns[first]?.offsetSeconds ?? 0;
  const last = columns[first + count - 1]?.offsetSeconds ?? fromSeconds;
  return { fromSeconds, untilSeconds: last + intervalSeconds };
}

/** The seconds of the traces, from the event's start: around it, or moved as little as shows all of the table's. */
function placeSpan({ fromSeconds, untilSeconds }: TimeSpan): TimeSpan {
  const length = Math.max(SPAN_SECONDS, untilSeconds - fromSeconds);
  const from = Math.min(fromSeconds, Math.max(-length / 2, untilSeconds - length));
  return { fromSeconds: from, untilSeconds: from + length };
}

function drawAxis(
  { unicode }: ViewContext,
  { fromSeconds, untilSeconds }: TimeSpan,
  shown: TimeSpan,
  cells: number,
): Line {
  const findCell = (seconds: number) =>
    Math.round(((seconds - fromSeconds) * cells) / (untilSeconds - fromSeconds));
  const [heavy, light] = unicode ? ['━', '─'] : ['=', '-'];
  const axis = new Array<Span>(cells).fill({ text: light, foreground: 'dim' });
  axis.fill({ text: heavy, foreground: 'bright' }, findCell(shown.fromSeconds), findCell(shown.untilSeconds));
  const write = (from: number, text: string) => {
    const start = Math.max(0, Math.min(cells - text.length, from));
    for (const [at, character] of [...text].entries()) {
      axis[start + at] = { text: character, foreground: 'normal' };
    }
  };
  const start = findCell(0);
  if (start >= 0 && start < cells) write(start, '0');
  write(0, `${formatOffset(fromSeconds)} s `);
  write(cells, ` ${formatOffset(untilSeconds)} s`);
  return joinSpans(axis.slice(0, cells));
}

/** Seconds from the event's start, with their sign and at most one decimal place. */
function formatOffset(seconds: number): string {
  const rounded = Math.round(seconds * 10) / 10;
  return rounded > 0 ? `+${rounded}` : String(rounded);
}

function joinSpans(spans: readonly Span[]): Line {
  const line: Span[] = [];
  for (const span of spans) {
    const last = line.at(-1);
    if (last?.foreground === span.foreground)
      line[line.length - 1] = { ...span, text: last?.text + span.text };
    else line.push(span);
  }
  return line;
}
