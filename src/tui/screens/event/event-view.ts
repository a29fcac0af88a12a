import type { AnomalyEvent } from '../../../core/events/anomaly-events.ts';
import { nameSensors, nameSource } from '../../../core/events/event-words.ts';
import { findSensor, formatReading } from '../../../core/insole/insole.ts';
import { formatLocalDate, formatPreciseClockTime, formatSpan } from '../../../core/time/clock-time.ts';
import { computeAge, isGoingOn } from '../../../reader/patient-status.ts';
import { cutLine } from '../../frame/fit-line.ts';
import type { Line, Rect, Span, TextBlock } from '../../frame/frame.ts';
import { makeBorder } from '../../frame/panel-border.ts';
import { chooseEventLabelColumns, findEventWindow, findOpenedEvent } from '../../model/event-window.ts';
import { listKnownEvents } from '../../model/events.ts';
import { formatRange } from '../reading-text.ts';
import type { ViewContext } from '../view-context.ts';
import { chooseEventSensors, countTableRows, drawEventTable } from './event-table.ts';
import { countTraceLines, drawEventTraces } from './event-traces.ts';

/** Blank lines and facts above the readings. */
const FACT_ROWS = 7;
const MAX_TRACE_ROWS = 6;

/** The event screen: what was flagged and by whom, and every reading of the seconds around the event's start. */
export function drawEvent(context: ViewContext, rect: Rect): TextBlock {
  const { model, glyphs } = context;
  const events = listKnownEvents(model);
  const event = findOpenedEvent(model);
  const columns = rect.width - 2;
  const position = event ? events.length - events.indexOf(event) : 0;
  const lines = event
    ? [
        [],
        ...describeEvent(context, event),
        [],
        ...drawReadings(context, columns, rect.height - 2 - FACT_ROWS),
      ]
    : [[], [{ text: ' This event is no longer stored', foreground: 'dim' as const }]];
  return {
    id: 'event',
    kind: 'text',
    rect,
    border: makeBorder(
      { text: 'Event', foreground: 'title' },
      [
        `${position} of ${events.length} known ${glyphs.separator} ${context.snapshot?.anomaliesStored ?? glyphs.dash} samples stored`,
        `${position} of ${events.length}`,
      ],
      rect.width,
    ),
    lines: lines.map((line) => cutLine(line, columns, glyphs.ellipsis)).slice(0, rect.height - 2),
  };
}

function describeEvent(context: ViewContext, event: AnomalyEvent): Line[] {
  const { glyphs, zoneOffsetMinutes, status, unicode, insole } = context;
  const { startSeconds, endSeconds, samples, sensors, sources, peak } = event;
  const ago = computeAge(endSeconds, status);
  const ended = isGoingOn(event, status)
    ? 'still going on'
    : `ended ${ago === null ? glyphs.dash : formatSpan(ago)} ago`;
  const lasted =
    samples === 1 ? 'one sample' : `${formatSpan(endSeconds - startSeconds)}, ${samples} samples`;
  const places = sensors
    .map((id) => findSensor(insole, id))
    .flatMap((sensor) => (sensor ? [`${sensor.label} ${sensor.region}`] : []));
  const writeFact = (name: string, value: readonly Span[]): Line => [
    { text: ` ${name.padEnd(9)} `, foreground: 'dim' },
    ...value,
  ];
  return [
    writeFact('when', [
      { text: formatPreciseClockTime(startSeconds, zoneOffsetMinutes), foreground: 'bright' },
      { text: ` of ${formatLocalDate(startSeconds, zoneOffsetMinutes)}`, foreground: 'normal' },
      {
        text: `   ${ended}`,
        foreground: 'dim',
      },
    ]),
    writeFact('lasted', [{ text: lasted, foreground: 'normal' }]),
    writeFact('flagged', [
      { text: sensors.length <= 2 ? places.join(', ') : nameSensors(insole, sensors), foreground: 'bright' },
    ]),
    writeFact('by', [
      { text: sources.map(nameSource).join(', '), foreground: 'bright' },
      { text: `   ${sources.map(explainSource).join('; ')}`, foreground: 'dim' },
    ]),
    writeFact('peak', [
      { text: formatReading(insole, peak), foreground: 'bright' },
      { text: ` of ${formatRange(insole, unicode)}, of a flagged sensor`, foreground: 'dim' },
    ]),
  ];
}

function explainSource(source: string): string {
  if (source === 'api') return 'the API flagged it';
  if (source === 'simulated') return 'no anomaly of the patient: footwatch made it for a demonstration';
  if (source.startsWith('rule:')) return 'footwatch flagged it, by its own rule';
  return 'flagged by another program';
}

/** The readings of the seconds around the event's start: as numbers, and above them as traces where there is room. */
function drawReadings(context: ViewContext, columns: number, rows: number): Line[] {
  const window = findEventWindow(context.model);
  if (window === null) return [[{ text: ' reading', foreground: 'dim' }]];
  const labelColumns = chooseEventLabelColumns(columns, context.insole);
  const sensors = chooseEventSensors(context.insole, window.event.sensors, rows);
  const count = sensors.length;
  const traceRows = Math.min(
    MAX_TRACE_ROWS,
    Math.floor((rows - countTableRows(count) - 1) / Math.max(1, count)),
  );
  if (traceRows < 1) return drawEventTable(context, window, { sensors, columns, labelColumns, rows });
  return [
    ...drawEventTraces(context, window, { sensors, columns, labelColumns, traceRows }),
    ...drawEventTable(context, window, {
      sensors,
      columns,
      labelColumns,
      rows: rows - countTraceLines(traceRows, count),
    }),
  ];
}
