import type { AnomalyEvent } from '../../../core/events/anomaly-events.ts';
import type { Sample } from '../../../core/sample.ts';
import { SENSORS } from '../../../core/sensors.ts';
import { formatLocalDate, formatPreciseClockTime, formatSpan } from '../../../core/time/clock-time.ts';
import { computeAge, isGoingOn } from '../../../reader/patient-status.ts';
import { centreLine, cutLine } from '../../frame/fit-line.ts';
import type { Line, Rect, Span, TextBlock } from '../../frame/frame.ts';
import { makeBorder } from '../../frame/panel-border.ts';
import { findRampStep, makeRampColour } from '../../frame/ramp-step.ts';
import { countMissed } from '../../frame/trace-columns.ts';
import { listKnownEvents, listOlderAnomalies } from '../../model/events.ts';
import { nameKey } from '../../model/key-name.ts';
import { EVENT_WINDOW_SECONDS, findIntervalSeconds } from '../../model/opened-event.ts';
import { findSampleIndex } from '../../model/time-travel.ts';
import { formatReading, READING_COLUMNS } from '../reading-text.ts';
import { nameSensors } from '../sensor-names.ts';
import { nameSource } from '../source-names.ts';
import type { ViewContext } from '../view-context.ts';

/** A reading and a space. */
const CELL_COLUMNS = READING_COLUMNS + 1;
const LABEL_COLUMNS = 22;
const MIDDLE_LABEL_COLUMNS = 12;
const SHORT_LABEL_COLUMNS = 4;

/** The event screen: what was flagged and by whom, and every reading of the seconds around the event's start. */
export function drawEvent(context: ViewContext, rect: Rect): TextBlock {
  const { model, glyphs } = context;
  const events = listKnownEvents(model);
  const event = events.find(({ startSeconds }) => startSeconds === model.event?.startSeconds);
  const columns = rect.width - 2;
  const position = event ? events.length - events.indexOf(event) : 0;
  const lines = event
    ? [
        [],
        ...describeEvent(context, event),
        [],
        ...drawReadings(context, event, columns, rect.height - 2 - 8),
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
  const { glyphs, zoneOffsetMinutes, status, unicode } = context;
  const { startSeconds, endSeconds, samples, sensors, sources, peak } = event;
  const ago = computeAge(endSeconds, status);
  const ended = isGoingOn(event, status)
    ? 'still going on'
    : `ended ${ago === null ? glyphs.dash : formatSpan(ago)} ago`;
  const lasted =
    samples === 1 ? 'one sample' : `${formatSpan(endSeconds - startSeconds)}, ${samples} samples`;
  const places = sensors
    .map((id) => SENSORS.find((sensor) => sensor.id === id))
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
      { text: sensors.length <= 2 ? places.join(', ') : nameSensors(sensors), foreground: 'bright' },
    ]),
    writeFact('by', [
      { text: sources.map(nameSource).join(', '), foreground: 'bright' },
      { text: `   ${sources.map(explainSource).join('; ')}`, foreground: 'dim' },
    ]),
    writeFact('peak', [
      { text: String(peak), foreground: 'bright' },
      { text: ` of 0${unicode ? '–' : '-'}1023, of a flagged sensor`, foreground: 'dim' },
    ]),
  ];
}

function explainSource(source: string): string {
  if (source === 'api') return 'the API flagged it';
  if (source === 'simulated') return 'no anomaly of the patient: footwatch made it for a demonstration';
  if (source.startsWith('rule:')) return 'footwatch flagged it, by its own rule';
  return 'flagged by another program';
}

/** A column of the table of readings. */
interface Column {
  /** Seconds after the event's start; negative before it. */
  readonly offsetSeconds: number;
  /** Null where a poll was missed. */
  readonly sample: Sample | null;
}

/** A table of readings with a column for each poll and a row for each sensor, on the ramp's colours. */
function drawReadings(context: ViewContext, event: AnomalyEvent, columns: number, rows: number): Line[] {
  const { model, glyphs, snapshot, unicode } = context;
  const { around, shift } = model.event ?? { around: null, shift: 0 };
  if (around === null) return [[{ text: ' reading', foreground: 'dim' }]];
  const labelColumns =
    columns >= 128 ? LABEL_COLUMNS : columns >= 100 ? MIDDLE_LABEL_COLUMNS : SHORT_LABEL_COLUMNS;
  const intervalSeconds = findIntervalSeconds(model);
  const fitting = Math.floor((columns - labelColumns - 2) / CELL_COLUMNS);
  const wanted = Math.floor(EVENT_WINDOW_SECONDS / intervalSeconds) + 1;
  const { isRetained, list } = placeColumns(context, event, around, intervalSeconds);
  const start = list.findIndex(({ offsetSeconds }) => offsetSeconds >= 0);
  const count = Math.min(fitting, wanted);
  const first = Math.max(0, Math.min(list.length - count, start - Math.floor(count / 2) + shift));
  const shown = list.slice(first, first + count);
  const header: Line = [
    { text: ' '.repeat(labelColumns + 1) },
    ...shown.map(({ offsetSeconds }) => ({
      text: `${offsetSeconds > 0 ? '+' : ''}${offsetSeconds.toFixed(1)}`
        .padStart(CELL_COLUMNS - 1)
        .padEnd(CELL_COLUMNS),
      foreground: offsetSeconds === 0 ? ('bright' as const) : ('dim' as const),
    })),
  ];
  const rowGap = rows >= 12 ? [[]] : [];
  const sensorRows = SENSORS.flatMap((sensor): Line[] => [
    [
      { text: ` ${sensor.label}`, foreground: 'bright' },
      {
        text: ` ${sensor.region}`.slice(0, Math.max(0, labelColumns - 4)).padEnd(labelColumns - 2),
        foreground: 'dim',
      },
      ...shown.flatMap(({ sample }) => writeReadingCell(sample, sensor.id, glyphs.gap)),
    ],
    ...rowGap,
  ]);
  const signs = `! flagged   ~ simulated   ${glyphs.gap} no sample`;
  const [earlier, later] = ['left', 'right'].map((key) => nameKey(key, unicode));
  const legend =
    count < wanted ? `${earlier} ${later} for more seconds   ${signs}` : `seconds from its start   ${signs}`;
  const remark = isRetained
    ? legend
    : `older than the ${snapshot?.retained ?? 0} samples retained: only flagged samples are kept for ever`;
  return [
    header,
    ...sensorRows,
    [],
    centreLine([{ text: remark, foreground: isRetained ? 'dim' : 'warn' }], columns, glyphs.ellipsis),
  ];
}

/** The samples around the event with their gaps; only the flagged ones when the others are no longer retained. */
function placeColumns(
  { model, snapshot }: ViewContext,
  { startSeconds, endSeconds }: AnomalyEvent,
  around: readonly Sample[],
  intervalSeconds: number,
): { readonly isRetained: boolean; readonly list: readonly Column[] } {
  const isRetained = around.some(({ atSeconds }) => atSeconds === startSeconds);
  const flagged = [...listOlderAnomalies(model), ...(snapshot?.anomalies ?? [])];
  const samples = isRetained
    ? around
    : flagged.slice(
        Math.max(0, findSampleIndex(flagged, startSeconds - EVENT_WINDOW_SECONDS) + 1),
        findSampleIndex(flagged, endSeconds + EVENT_WINDOW_SECONDS) + 1,
      );
  const list: Column[] = [];
  for (const [index, sample] of samples.entries()) {
    const before = samples[index - 1];
    const missed = before
      ? Math.min(20, countMissed(before.atSeconds, sample.atSeconds, intervalSeconds))
      : 0;
    for (let gap = 1; gap <= missed && before; gap++) {
      list.push({ offsetSeconds: before.atSeconds + gap * intervalSeconds - startSeconds, sample: null });
    }
    list.push({ offsetSeconds: sample.atSeconds - startSeconds, sample });
  }
  return { isRetained, list };
}

function writeReadingCell(sample: Sample | null, sensorId: number, gap: string): Span[] {
  const reading = sample?.sensors.find(({ id }) => id === sensorId);
  if (!reading) return [{ text: `${formatReading(null, gap)} `, foreground: 'dim' }];
  const text = formatReading(reading, gap);
  if (reading.anomaly) return [{ text, foreground: 'alarm' }, { text: ' ' }];
  const background = makeRampColour(findRampStep(reading.value));
  return [{ text: ' ' }, { text: `${text.slice(1)} `, foreground: 'onRamp', background }];
}
