import { binCounts, type Distribution, type SensorDistribution } from '../../../core/distribution.ts';
import { FULL_SCALE } from '../../../core/insole/full-scale.ts';
import {
  countReadingColumns,
  formatReading,
  type InsoleSensor,
  listSides,
  type Side,
  selectSensors,
} from '../../../core/insole/insole.ts';
import { formatClockTime, formatLocalDate } from '../../../core/time/clock-time.ts';
import { cellWidth } from '../../frame/cell-width.ts';
import { chooseFitting, cutLine } from '../../frame/fit-line.ts';
import type { Line, Rect, Span, TextBlock } from '../../frame/frame.ts';
import { makeBorder } from '../../frame/panel-border.ts';
import { makeThinMarkColour } from '../../frame/ramp-step.ts';
import { formatLimit } from '../reading-text.ts';
import type { ViewContext } from '../view-context.ts';

const BORDERS = 2;
/** A histogram of one row, the box, the quartiles, and borders. */
const MIN_PANEL_ROWS = 5;
const MIN_PANEL_COLUMNS = 16;
const EIGHTHS = ' ▁▂▃▄▅▆▇█';
const ASCII_EIGHTHS = ' ..::--##';

/** The distribution screen: for each sensor a histogram, quartiles, and how often its reading was the highest. */
export function drawDistribution(context: ViewContext, rect: Rect): TextBlock[] {
  const leftColumns = Math.floor(rect.width / 2);
  const heading: Rect = { ...rect, height: 1 };
  const top = rect.y + 1;
  const rows = rect.height - 1;
  const sides = listSides(context.insole);
  const panels = sides.flatMap((side) => {
    const isLeft = side === 'left';
    const isAlone = sides.length === 1;
    return drawFoot(context, side, {
      x: isLeft || isAlone ? rect.x : rect.x + leftColumns,
      y: top,
      width: isAlone ? rect.width : isLeft ? leftColumns : rect.width - leftColumns,
      height: rows,
    });
  });
  return [drawHeading(context, heading), ...panels];
}

/** A panel for each sensor of a foot, in as many columns as it takes; or a line for each where there is no room for panels. */
function drawFoot(context: ViewContext, side: Side, rect: Rect): TextBlock[] {
  const sensors = selectSensors(context.insole, side);
  const panelRows = Math.max(1, Math.min(sensors.length, Math.floor(rect.height / MIN_PANEL_ROWS)));
  const panelColumns = Math.ceil(sensors.length / panelRows);
  if (panelColumns > 1 && Math.floor(rect.width / panelColumns) < MIN_PANEL_COLUMNS)
    return [drawSensorLines(context, side, rect)];
  // As even as the columns allow.
  const rows = Math.ceil(sensors.length / panelColumns);
  return sensors.map((sensor, index) => {
    const [column, row] = [Math.floor(index / rows), index % rows];
    const [from, to] = [row, row + 1].map((each) => Math.floor((each * rect.height) / rows));
    const [start, end] = [column, column + 1].map((each) => Math.floor((each * rect.width) / panelColumns));
    return drawSensor(context, sensor, {
      x: rect.x + (start ?? 0),
      y: rect.y + (from ?? 0),
      width: (end ?? 0) - (start ?? 0),
      height: (to ?? 0) - (from ?? 0),
    });
  });
}

/** The label and the region of a sensor, or its first word where that is too long. */
function nameWithin({ label, region }: InsoleSensor, columns: number): string {
  const name = `${label} ${region}`;
  return cellWidth(name) <= columns ? name : `${label} ${region.split(' ')[0]}`;
}

/** A line for each sensor of a foot, as many as there are rows: a histogram as high as the line, and the median. */
function drawSensorLines(context: ViewContext, side: Side, rect: Rect): TextBlock {
  const { insole, model } = context;
  const sensors = selectSensors(insole, side);
  const shown = sensors.slice(0, rect.height - BORDERS);
  const labelColumns = Math.max(0, ...shown.map(({ label }) => cellWidth(label)));
  const valueColumns = countReadingColumns(insole);
  const columns = Math.max(1, rect.width - BORDERS - labelColumns - valueColumns - 3);
  const note =
    shown.length < sensors.length
      ? [`${shown.length} of ${sensors.length}, medians`, 'medians']
      : ['medians'];
  return {
    id: `distribution-${side}`,
    kind: 'text',
    rect,
    border: makeBorder(
      { text: side === 'left' ? 'Left foot' : 'Right foot', foreground: 'title' },
      note,
      rect.width,
    ),
    lines: shown.map(({ id, label }): Line => {
      const found = model.distribution.counted?.sensors.find((each) => each.id === id) ?? null;
      const [histogram = []] = found ? drawHistogram(context, found, columns, 1) : [];
      const median = found?.median == null ? context.glyphs.dash : formatReading(insole, found.median);
      return [
        { text: ` ${label.padEnd(labelColumns)} `, foreground: 'bright' },
        ...(found ? histogram : [{ text: ' '.repeat(columns) }]),
        { text: ` ${median.padStart(valueColumns)}`, foreground: 'bright' },
      ];
    }),
  };
}

/** What was counted, and the scale of the bars. */
function drawHeading(context: ViewContext, rect: Rect): TextBlock {
  const { model, unicode, glyphs } = context;
  const { list, counted, isWhole } = model.distribution;
  const root = unicode ? '√' : 'square root';
  const write = (source: string, facts: readonly string[], note: string): Line => [
    { text: ' Distribution ', foreground: 'title' },
    { text: `of ${source}`, foreground: 'bright' },
    ...facts.map((fact): Span => ({ text: fact, foreground: 'dim' })),
    { text: `   ${note}`, foreground: 'dim' },
  ];
  const [source, shortSource] =
    list === 'samples' ? ['the retained history', 'the history'] : ['all stored anomalies', 'the anomalies'];
  const simulated = counted && list === 'anomalies' ? describeSimulated(counted) : '';
  const samples = counted
    ? `   ${counted.samples} samples${isWhole ? '' : ' so far'}${simulated}`
    : '   counting';
  const span = counted ? `, ${describeSpan(context, counted)}` : '';
  const line = chooseFitting(
    [
      write(source, [samples, span], `bars as high as the ${root} of their share`),
      write(source, [samples, span], `height ${root} of share`),
      write(source, [samples], `height ${root} of share`),
      write(shortSource, [samples], `${root} of share`),
      write(shortSource, [samples], ''),
    ],
    rect.width,
  );
  return { id: 'distribution', kind: 'text', rect, lines: [cutLine(line, rect.width, glyphs.ellipsis)] };
}

function describeSimulated({ samples, simulated }: Distribution): string {
  if (simulated === 0) return '';
  return simulated === samples ? ', all simulated' : `, ${simulated} simulated`;
}

/** From when to when the samples are; the end has a date only when it is on another day. */
function describeSpan({ glyphs, zoneOffsetMinutes }: ViewContext, counted: Distribution): string {
  const { firstAtSeconds, lastAtSeconds } = counted;
  if (firstAtSeconds === null || lastAtSeconds === null) return glyphs.dash;
  const [first, last] = [firstAtSeconds, lastAtSeconds].map((seconds) => ({
    date: `${formatLocalDate(seconds, zoneOffsetMinutes).slice(5)} `,
    time: formatClockTime(seconds, zoneOffsetMinutes),
  })) as [{ date: string; time: string }, { date: string; time: string }];
  return `${first.date}${first.time} to ${first.date === last.date ? '' : last.date}${last.time}`;
}

function drawSensor(context: ViewContext, sensor: InsoleSensor, rect: Rect): TextBlock {
  const { model } = context;
  const found = model.distribution.counted?.sensors.find(({ id }) => id === sensor.id) ?? null;
  const columns = rect.width - 2;
  const rows = Math.max(1, rect.height - 4);
  return {
    id: `distribution-${sensor.label}`,
    kind: 'text',
    rect,
    border: makeBorder(
      { text: nameWithin(sensor, columns - BORDERS), foreground: 'title' },
      found?.saturatedShare == null
        ? []
        : [
            `${formatPercent(found.saturatedShare)} at ${formatLimit(context.insole, context.insole.highest)}`,
          ],
      rect.width,
    ),
    lines:
      found === null || found.readings === 0
        ? [[{ text: ` ${found === null ? 'counting' : 'no readings'}`, foreground: 'dim' }]]
        : [
            ...drawHistogram(context, found, columns, rows),
            drawBox(context, found, columns),
            writeQuartiles(context, found, columns),
          ].slice(0, rect.height - 2),
  };
}

/**
 * A histogram from the lowest reading to the highest. Bars are as high as the square root of their share, so that rare readings can be seen.
 */
function drawHistogram(
  { unicode }: ViewContext,
  { counts }: SensorDistribution,
  columns: number,
  rows: number,
): Line[] {
  const bins = binCounts(counts, columns);
  const highest = Math.max(1, ...bins);
  const eighths = unicode ? EIGHTHS : ASCII_EIGHTHS;
  const heights = bins.map((count) =>
    count === 0 ? 0 : Math.max(1, Math.round(Math.sqrt(count / highest) * rows * 8)),
  );
  return Array.from({ length: rows }, (_, row) =>
    heights.map((height, column): Span => {
      const level = Math.max(0, Math.min(8, height - (rows - 1 - row) * 8));
      const reading = ((column + 0.5) * FULL_SCALE) / columns;
      return { text: eighths[level] ?? ' ', foreground: makeThinMarkColour(reading) };
    }),
  );
}

/**
 * A box plot: a line from the lowest to the highest reading, heavy between the quartiles, with a mark at the median.
 */
function drawBox({ unicode, scale, insole }: ViewContext, found: SensorDistribution, columns: number): Line {
  const at = (reading: number | null) =>
    Math.min(columns - 1, Math.floor((scale(reading ?? insole.lowest) * columns) / (FULL_SCALE + 1)));
  const [min, lower, median, upper, max] = [
    at(found.min),
    at(found.lowerQuartile),
    at(found.median),
    at(found.upperQuartile),
    at(found.max),
  ];
  return Array.from({ length: columns }, (_, column): Span => {
    if (column === median) return { text: unicode ? '┃' : '|', foreground: 'bright' };
    if (column >= lower && column <= upper) return { text: unicode ? '━' : '=', foreground: 'normal' };
    if (column >= min && column <= max) return { text: unicode ? '─' : '-', foreground: 'dim' };
    return { text: ' ' };
  });
}

/** The quartiles and the range, as many as there is room for; none is cut. */
function writeQuartiles(
  { unicode, insole }: ViewContext,
  { lowerQuartile, median, upperQuartile, min, max }: SensorDistribution,
  columns: number,
): Line {
  const write = (value: number | null) => formatReading(insole, value ?? insole.lowest);
  const writeFact = (name: string, value: number | null, width = 4): Line => [
    { text: ` ${name} `, foreground: 'dim' },
    { text: write(value).padStart(width), foreground: 'bright' },
  ];
  const quartiles = [
    ...writeFact('Q1', lowerQuartile),
    ...writeFact('median', median),
    ...writeFact('Q3', upperQuartile),
  ];
  const range: Span = { text: `  ${write(min)}${unicode ? '–' : '-'}${write(max)}`, foreground: 'bright' };
  return chooseFitting(
    [
      [...quartiles, ...writeFact(' min', min), ...writeFact('max', max)],
      [...quartiles, range],
      quartiles,
      [
        ...writeFact('Q1', lowerQuartile, 0),
        ...writeFact('median', median, 0),
        ...writeFact('Q3', upperQuartile, 0),
      ],
      writeFact('median', median, 0),
      [],
    ],
    columns,
  );
}

function formatPercent(share: number): string {
  return share > 0 && share < 0.001 ? '<0.1 %' : `${(share * 100).toFixed(1)} %`;
}
