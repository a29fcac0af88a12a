import type { Side } from '../../../core/insole/insole.ts';
import { describeAbsence } from '../../../core/stride-curve/absence-words.ts';
import { isInSpan } from '../../../core/stride-curve/contact-span.ts';
import type { FootCurve } from '../../../core/stride-curve/describe-feet.ts';
import { pickFoot, type StrideCurves } from '../../../core/stride-curve/stride-curves.ts';
import { formatClockTime } from '../../../core/time/clock-time.ts';
import { isOfAnotherTime } from '../../../reader/patient-status.ts';
import { drawCurve } from '../../frame/draw-curve.ts';
import { centreLine, cutLine, lineWidth } from '../../frame/fit-line.ts';
import type { Line, Rect, Span, TextBlock } from '../../frame/frame.ts';
import { makeBorder } from '../../frame/panel-border.ts';
import { computeLiveCurves } from '../live-curves.ts';
import type { ViewContext } from '../view-context.ts';
import { drawPressurePath, fitPath } from './pressure-path.ts';

const GAP_COLUMNS = 2;
const WIDEST_SIDE: Side = 'right';
/** From this height on each curve has a heading. */
const MIN_ROWS_FOR_HEADING = 5;

/** The mean stride: the curve of each foot with its band, when the foot is on the ground, and the path of the centre of pressure. */
export function drawStridePanel(context: ViewContext, rect: Rect): TextBlock {
  const columns = rect.width - 2;
  const rows = rect.height - 2;
  const found = computeLiveCurves(context);
  return {
    id: 'stride',
    kind: 'text',
    rect,
    border: makeBorder(
      { text: 'Mean stride', foreground: context.status.isLive ? 'title' : 'dim' },
      found?.reason === null ? writeNotes(context, found) : [],
      rect.width,
    ),
    lines:
      found?.reason === null
        ? drawStride(context, found, columns, rows)
        : [...new Array<Line>(Math.max(0, (rows - 1) >> 1)).fill([]), writeAbsence(context, columns)],
  };
}

function writeNotes({ status, glyphs, zoneOffsetMinutes }: ViewContext, curves: StrideCurves): string[] {
  const strides = `${curves.strides} strides`;
  const time =
    isOfAnotherTime(status) && status.newest
      ? `2 min until ${formatClockTime(status.newest.atSeconds, zoneOffsetMinutes)}`
      : 'last 2 min';
  const { separator } = glyphs;
  return [
    `${strides} ${separator} ${curves.strideSeconds.toFixed(2)} s ${separator} 90 % band ${separator} ${time}`,
    `${strides} ${separator} 90 % band ${separator} ${time}`,
    `${strides} ${separator} ${time}`,
    strides,
  ];
}

function writeAbsence(context: ViewContext, columns: number): Line {
  const { glyphs } = context;
  const found = computeLiveCurves(context);
  const words = found === null || found.reason === null ? null : describeAbsence(found);
  const texts = [words && `${glyphs.dash} ${words.full}`, words?.brief, glyphs.dash];
  const text = texts.find((each) => each && each.length <= columns) ?? glyphs.dash;
  return centreLine([{ text, foreground: 'dim' }], columns, glyphs.ellipsis);
}

function drawStride(context: ViewContext, curves: StrideCurves, columns: number, rows: number): Line[] {
  const path = fitPath(columns, rows);
  const pathColumns = path === null ? 0 : path.columns + GAP_COLUMNS;
  const sides = (['left', 'right'] as const).filter((side) => pickFoot(curves, side) !== null);
  const width = Math.floor((columns - pathColumns - GAP_COLUMNS * (sides.length - 1)) / sides.length);
  const highest = Math.max(...sides.flatMap((side) => findHighest(pickFoot(curves, side))));
  const plots = sides.map((side) => drawFoot(context, curves, side, highest, width, rows));
  const paths = path === null ? [] : drawPressurePath(context, curves, path, rows);
  return Array.from({ length: rows }, (_, row) => {
    const blocks = [
      ...plots.map((plot) => ({ line: plot[row] ?? [], width })),
      { line: paths[row] ?? [], width: 0 },
    ];
    return blocks.flatMap(({ line, width: wide }) => [...line, pad(wide + GAP_COLUMNS - lineWidth(line))]);
  }).map((line) => cutLine(trimLine(line), columns, ''));
}

function pad(columns: number): Span {
  return { text: ' '.repeat(Math.max(0, columns)) };
}

/** Leaves out blanks at the end, which nobody sees and a slow link has to carry. */
function trimLine(line: Line): Line {
  return line.slice(0, line.findLastIndex(({ text }) => text.trim() !== '') + 1);
}

function findHighest(foot: FootCurve | null): number[] {
  return foot?.mean.map((reading, point) => reading + (foot.halfWidths[point] ?? 0)) ?? [];
}

/** A heading where there is room, the curve, and below it a bar that says when the foot is on the ground. */
function drawFoot(
  context: ViewContext,
  curves: StrideCurves,
  side: Side,
  highest: number,
  width: number,
  rows: number,
): Line[] {
  const foot = pickFoot(curves, side);
  if (foot === null) return [];
  const heading = rows >= MIN_ROWS_FOR_HEADING ? [writeHeading(context, side, foot, width)] : [];
  const curve = drawCurve({ ...foot, highest }, width, rows - heading.length - 1, context.unicode);
  return [...heading, ...curve, writeContact(context, foot, width)];
}

function writeHeading({ glyphs }: ViewContext, side: Side, { contact }: FootCurve, width: number): Line {
  const { separator, ellipsis } = glyphs;
  const percent = contact && `${Math.round((contact.to - contact.from) * 100)} %`;
  const wordings =
    percent === null
      ? []
      : [` ${separator} on the ground ${percent}`, ` ${separator} down ${percent}`, ` ${percent}`];
  // Both feet in the same words.
  const text = wordings.find((words) => WIDEST_SIDE.length + words.length <= width) ?? '';
  return centreLine(
    [
      { text: side, foreground: 'bright' },
      { text, foreground: 'dim' },
    ],
    width,
    ellipsis,
  );
}

function writeContact({ glyphs, unicode }: ViewContext, { contact }: FootCurve, width: number): Line {
  const isDown = Array.from(
    { length: width },
    (_, column) => contact !== null && isInSpan(contact, (column + 0.5) / width),
  );
  const spans: Span[] = [];
  for (const down of isDown) {
    const text = down ? (unicode ? glyphs.upper : '=') : glyphs.blank;
    const last = spans.at(-1);
    if (last?.text.startsWith(text)) spans[spans.length - 1] = { ...last, text: last.text + text };
    else spans.push({ text, foreground: down ? 'bright' : 'dim' });
  }
  return spans;
}
