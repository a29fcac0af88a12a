import { binCounts, type Distribution, type SensorDistribution } from '../../../core/distribution.ts';
import { MAX_READING, SENSORS, type SensorPlace } from '../../../core/sensors.ts';
import { formatClockTime, formatLocalDate } from '../../../core/time/clock-time.ts';
import { cutLine, firstFitting } from '../../frame/fit-line.ts';
import type { Line, Rect, Span, TextBlock } from '../../frame/frame.ts';
import { makeBorder } from '../../frame/panel-border.ts';
import { rampColour, rampStep } from '../../frame/ramp-step.ts';
import type { ViewContext } from '../view-context.ts';

const EIGHTHS = ' ▁▂▃▄▅▆▇█';
const ASCII_EIGHTHS = ' ..::--##';
/** Thin bars in the ramp's darkest steps cannot be seen on a dark ground. */
const DARKEST_STEP = 3;

/** How each sensor's readings are distributed: a histogram, quartiles, and how often it was saturated. */
export function drawDistribution(context: ViewContext, rect: Rect): TextBlock[] {
  const leftColumns = Math.floor(rect.width / 2);
  const heading: Rect = { ...rect, height: 1 };
  const top = rect.y + 1;
  const rows = rect.height - 1;
  const panels = SENSORS.map((sensor) => {
    const isLeft = sensor.side === 'left';
    const order = SENSORS.filter(({ side }) => side === sensor.side).indexOf(sensor);
    const from = Math.floor((order * rows) / 3);
    const to = Math.floor(((order + 1) * rows) / 3);
    return drawSensor(context, sensor, {
      x: isLeft ? rect.x : rect.x + leftColumns,
      y: top + from,
      width: isLeft ? leftColumns : rect.width - leftColumns,
      height: to - from,
    });
  });
  return [drawHeading(context, heading), ...panels];
}

/** What it is of, and by what the bars lie: from the wordiest to the shortest. */
function drawHeading(context: ViewContext, rect: Rect): TextBlock {
  const { model, unicode, glyphs } = context;
  const { list, counted, isWhole } = model.distribution;
  const root = unicode ? '√' : 'square root';
  const write = (of: string, facts: readonly string[], note: string): Line => [
    { text: ' Distribution ', foreground: 'title' },
    { text: `of ${of}`, foreground: 'bright' },
    ...facts.map((fact): Span => ({ text: fact, foreground: 'dim' })),
    { text: `   ${note}`, foreground: 'dim' },
  ];
  const [of, shortOf] =
    list === 'samples'
      ? ['the retained history', 'the history']
      : ['the anomalies, for ever', 'the anomalies'];
  const made = counted && list === 'anomalies' ? describeSimulated(counted) : '';
  const samples = counted ? `   ${counted.samples} samples${isWhole ? '' : ' so far'}${made}` : '   counting';
  const span = counted ? `, ${describeSpan(context, counted)}` : '';
  const line = firstFitting(
    [
      write(of, [samples, span], `bars as high as the ${root} of their share`),
      write(of, [samples, span], `height ${root} of share`),
      write(of, [samples], `height ${root} of share`),
      write(shortOf, [samples], `${root} of share`),
      write(shortOf, [samples], ''),
    ],
    rect.width,
  );
  return { id: 'distribution', kind: 'text', rect, lines: [cutLine(line, rect.width, glyphs.ellipsis)] };
}

function describeSimulated({ samples, simulated }: Distribution): string {
  if (simulated === 0) return '';
  return simulated === samples ? ', all simulated' : `, ${simulated} simulated`;
}

/** Its end has a date only where that is another day. */
function describeSpan({ glyphs, zoneOffsetMinutes }: ViewContext, counted: Distribution): string {
  const { firstAtSeconds, lastAtSeconds } = counted;
  if (firstAtSeconds === null || lastAtSeconds === null) return glyphs.dash;
  const [first, last] = [firstAtSeconds, lastAtSeconds].map((seconds) => ({
    date: `${formatLocalDate(seconds, zoneOffsetMinutes).slice(5)} `,
    time: formatClockTime(seconds, zoneOffsetMinutes),
  })) as [{ date: string; time: string }, { date: string; time: string }];
  return `${first.date}${first.time} to ${first.date === last.date ? '' : last.date}${last.time}`;
}

function drawSensor(context: ViewContext, sensor: SensorPlace, rect: Rect): TextBlock {
  const { model } = context;
  const found = model.distribution.counted?.sensors.find(({ id }) => id === sensor.id) ?? null;
  const columns = rect.width - 2;
  const rows = Math.max(1, rect.height - 4);
  return {
    id: `distribution-${sensor.label}`,
    kind: 'text',
    rect,
    border: makeBorder(
      { text: `${sensor.label} ${sensor.place}`, foreground: 'title' },
      found?.saturatedShare == null ? [] : [`${percent(found.saturatedShare)} at ${MAX_READING}`],
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

/** Columns from 0 to 1023, as high as the square root of the share: rare readings can be seen beside common ones. */
function drawHistogram(
  { unicode }: ViewContext,
  { counts }: SensorDistribution,
  columns: number,
  rows: number,
): Line[] {
  const bins = binCounts(counts, columns);
  const most = Math.max(1, ...bins);
  const eighths = unicode ? EIGHTHS : ASCII_EIGHTHS;
  const heights = bins.map((count) =>
    count === 0 ? 0 : Math.max(1, Math.round(Math.sqrt(count / most) * rows * 8)),
  );
  return Array.from({ length: rows }, (_, row) =>
    heights.map((height, column): Span => {
      const level = Math.max(0, Math.min(8, height - (rows - 1 - row) * 8));
      const step = Math.max(DARKEST_STEP, rampStep(((column + 0.5) * MAX_READING) / columns));
      return { text: eighths[level] ?? ' ', foreground: rampColour(step) };
    }),
  );
}

/** From the least to the most, the middle half drawn heavily, the median as a mark. */
function drawBox({ unicode }: ViewContext, found: SensorDistribution, columns: number): Line {
  const at = (reading: number | null) =>
    Math.min(columns - 1, Math.floor(((reading ?? 0) * columns) / (MAX_READING + 1)));
  const [least, lower, median, upper, most] = [
    at(found.min),
    at(found.lowerQuartile),
    at(found.median),
    at(found.upperQuartile),
    at(found.max),
  ];
  return Array.from({ length: columns }, (_, column): Span => {
    if (column === median) return { text: unicode ? '┃' : '|', foreground: 'bright' };
    if (column >= lower && column <= upper) return { text: unicode ? '━' : '=', foreground: 'normal' };
    if (column >= least && column <= most) return { text: unicode ? '─' : '-', foreground: 'dim' };
    return { text: ' ' };
  });
}

/** As much as there is room for: a figure is whole, or it is not there. */
function writeQuartiles(
  { unicode }: ViewContext,
  { lowerQuartile, median, upperQuartile, min, max }: SensorDistribution,
  columns: number,
): Line {
  const fact = (name: string, value: number | null, width = 4): Line => [
    { text: ` ${name} `, foreground: 'dim' },
    { text: String(Math.round(value ?? 0)).padStart(width), foreground: 'bright' },
  ];
  const quartiles = [...fact('Q1', lowerQuartile), ...fact('median', median), ...fact('Q3', upperQuartile)];
  const range: Span = { text: `  ${min ?? 0}${unicode ? '–' : '-'}${max ?? 0}`, foreground: 'bright' };
  return firstFitting(
    [
      [...quartiles, ...fact(' least', min), ...fact('most', max)],
      [...quartiles, range],
      quartiles,
      [...fact('Q1', lowerQuartile, 0), ...fact('median', median, 0), ...fact('Q3', upperQuartile, 0)],
      fact('median', median, 0),
      [],
    ],
    columns,
  );
}

function percent(share: number): string {
  return share > 0 && share < 0.001 ? '<0.1 %' : `${(share * 100).toFixed(1)} %`;
}
