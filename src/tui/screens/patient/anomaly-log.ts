import type { AnomalyEvent } from '../../../core/events/anomaly-events.ts';
import { nameSensors, nameSource } from '../../../core/events/event-words.ts';
import { formatReading } from '../../../core/insole/insole.ts';
import { markSource, pickStrongestMark } from '../../../core/sample.ts';
import { formatClockTime, formatLocalDate, formatSpan } from '../../../core/time/clock-time.ts';
import { computeAge, isGoingOn } from '../../../reader/patient-status.ts';
import { cutText } from '../../frame/fit-line.ts';
import type { Rect, Span, TableBlock } from '../../frame/frame.ts';
import { makeBorder } from '../../frame/panel-border.ts';
import { listKnownEvents, listOlderAnomalies } from '../../model/events.ts';
import type { ViewContext } from '../view-context.ts';

/** A column of the log, and how it writes an event. */
interface LogColumn {
  readonly header: string;
  readonly width: number;
  readonly write: (event: AnomalyEvent, context: ViewContext) => Span;
}

const WHEN: LogColumn = {
  header: 'when',
  width: 12,
  write: (event, context) => ({
    text: writeWhen(event.startSeconds, context),
    foreground: isLater(event, context) ? 'dim' : 'normal',
  }),
};
const AGO: LogColumn = { header: '  ago', width: 7, write: writeAgo };
const LASTED: LogColumn = {
  header: 'lasted',
  width: 8,
  write: (event) => ({ text: describeDuration(event).padStart(6), foreground: 'normal' }),
};
const SENSORS_COLUMN: LogColumn = {
  header: 'sensors',
  width: 10,
  write: (event, { insole }) => ({ text: nameSensors(insole, event.sensors), foreground: 'bright' }),
};
const BY: LogColumn = {
  header: 'by',
  width: 18,
  write: (event) => ({ text: event.sources.map(nameSource).join(', '), foreground: 'dim' }),
};
const PEAK: LogColumn = {
  header: 'peak',
  width: 6,
  write: (event, { insole }) => ({
    text: formatReading(insole, event.peak).padStart(4),
    foreground: 'bright',
  }),
};
/** The cursor, the mark, and a space. */
const MARK_COLUMNS = 3;
const WIDE_COLUMNS = [WHEN, AGO, LASTED, { ...SENSORS_COLUMN, width: 18 }, BY, PEAK];
const MIN_WIDE_COLUMNS = WIDE_COLUMNS.reduce((width, column) => width + column.width, MARK_COLUMNS);
const MIN_NARROW_COLUMNS = 44;
/** From this age on the time of day alone could be taken for today's or yesterday's. */
const MIN_DATED_AGE_SECONDS = 20 * 3600;

/** The log of anomalies: events of the retained history and older ones, newest first, scrolled to the cursor. */
export function drawAnomalyLog(context: ViewContext, rect: Rect): TableBlock {
  const events = listKnownEvents(context.model);
  const innerRows = rect.height - 2;
  const hasHeaders = innerRows > 3;
  const shown = innerRows - (hasHeaders ? 1 : 0);
  const cursor = Math.max(0, Math.min(events.length - 1, context.model.anomalyCursor));
  const first = chooseFirstRow(cursor, events.length, shown);
  const columns = chooseColumns(rect.width - 2);
  return {
    id: 'anomalies',
    kind: 'table',
    rect,
    border: makeBorder(
      { text: 'Anomalies', foreground: 'title' },
      describeEvents(context, events.length),
      rect.width,
    ),
    headers: hasHeaders ? ['', ...columns.map((column) => column.header)] : [],
    columnWidths: [MARK_COLUMNS, ...columns.map((column) => column.width)],
    rows: events.slice(first, first + shown).map((event, row) => [
      writeMark(context, event, first + row === cursor),
      ...columns.map(({ write, width }) => {
        const span = write(event, context);
        return { ...span, text: cutText(span.text, width - 1, context.glyphs.ellipsis) };
      }),
    ]),
    selected: events.length > 0 ? cursor - first : null,
    empty: describeEmpty(context),
  };
}

/** The first of `shown` rows out of `count`, such that the cursor is near their middle. */
function chooseFirstRow(cursor: number, count: number, shown: number): number {
  return Math.max(0, Math.min(count - shown, cursor - Math.floor(shown / 2)));
}

function chooseColumns(innerColumns: number): LogColumn[] {
  if (innerColumns >= MIN_WIDE_COLUMNS) return WIDE_COLUMNS;
  const narrow = (
    innerColumns >= MIN_NARROW_COLUMNS ? [WHEN, AGO, LASTED, SENSORS_COLUMN] : [AGO, SENSORS_COLUMN]
  ).map((column) => ({
    ...column,
    width: column.width - 1,
  }));
  const used = narrow.reduce((width, column) => width + column.width, MARK_COLUMNS);
  return [...narrow, { ...BY, width: innerColumns - used }];
}

/** The time of day; for events too old for that to be clear, the date and the minute. */
function writeWhen(atSeconds: number, { status, zoneOffsetMinutes }: ViewContext): string {
  const time = formatClockTime(atSeconds, zoneOffsetMinutes);
  const age = computeAge(atSeconds, status);
  if (age === null || age < MIN_DATED_AGE_SECONDS) return time;
  return `${formatLocalDate(atSeconds, zoneOffsetMinutes).slice(5)} ${time.slice(0, 5)}`;
}

/** Whether the event began after the instant of the history that is shown. */
function isLater(event: AnomalyEvent, { model, status }: ViewContext): boolean {
  return (
    status.state === 'historical' && model.history !== null && event.startSeconds > model.history.atSeconds
  );
}

function writeMark(context: ViewContext, event: AnomalyEvent, isSelected: boolean): Span {
  const cursor = isSelected ? context.glyphs.cursor : ' ';
  const mark = pickStrongestMark(event.sources.map(markSource));
  const foreground = isGoingOn(event, context.status) ? 'alarm' : isLater(event, context) ? 'dim' : 'warn';
  return { text: `${cursor}${mark}`, foreground };
}

function writeAgo(event: AnomalyEvent, context: ViewContext): Span {
  if (isGoingOn(event, context.status))
    return { text: context.status.state === 'replay' ? 'still' : '  now', foreground: 'alarm' };
  const age = computeAge(event.endSeconds, context.status);
  const foreground = isLater(event, context) ? 'dim' : 'normal';
  return { text: (age === null ? context.glyphs.dash : formatSpan(age)).padStart(5), foreground };
}

function describeDuration({ samples, startSeconds, endSeconds }: AnomalyEvent): string {
  return samples === 1 ? 'once' : formatSpan(endSeconds - startSeconds);
}

function describeEvents(context: ViewContext, count: number): string[] {
  const { snapshot, glyphs, status } = context;
  if (!snapshot) return [];
  const known = `${count} ${count === 1 ? 'event' : 'events'}`;
  const events = status.state === 'historical' ? `as of now: ${known}` : known;
  const stored = `${snapshot.anomaliesStored} stored`;
  const separator = ` ${glyphs.separator} `;
  if (snapshot.oldestAtSeconds === null || snapshot.anomalies === null) return [stored];
  const start = listOlderAnomalies(context.model).length > 0 ? null : describeStart(context);
  if (start === null) return [[events, stored].join(separator), events];
  return [[events, start, stored].join(separator), [events, start].join(separator), events];
}

function describeEmpty(context: ViewContext): string {
  const { snapshot } = context;
  if (snapshot?.anomalies === null) return 'reading';
  if (snapshot && snapshot.retained > 0 && snapshot.oldestAtSeconds === null)
    return 'the oldest samples cannot be read';
  return snapshot?.oldestAtSeconds == null ? 'no samples yet' : `none ${describeStart(context)}`;
}

/** Since when there are samples in which events can be found. */
function describeStart({ snapshot, zoneOffsetMinutes }: ViewContext): string {
  return `since ${formatClockTime(snapshot?.oldestAtSeconds ?? 0, zoneOffsetMinutes).slice(0, 5)}`;
}
