import { cellWidth, splitGraphemes } from './cell-width.ts';
import type { Colour, Line, Span } from './frame.ts';

/** How many cells a line takes on the screen. */
export function lineWidth(line: Line): number {
  return line.reduce((width, span) => width + cellWidth(span.text), 0);
}

/** Cuts a text to at most `width` cells; what was cut ends with the ellipsis. */
export function cutText(text: string, width: number, ellipsis: string): string {
  if (cellWidth(text) <= width) return text;
  if (width <= 0) return '';
  return takeCells(text, width - cellWidth(ellipsis)) + ellipsis;
}

/** Cuts a text, or pads it with spaces, to exactly `width` cells. */
export function padText(text: string, width: number, ellipsis: string): string {
  const cut = cutText(text, width, ellipsis);
  return cut + ' '.repeat(Math.max(0, width - cellWidth(cut)));
}

/** Cuts a line to at most `width` cells; what was cut ends with the ellipsis. */
export function cutLine(line: Line, width: number, ellipsis: string): Line {
  if (lineWidth(line) <= width) return line;
  const cut: Span[] = [];
  let room = width - cellWidth(ellipsis);
  for (const span of line) {
    const text = takeCells(span.text, room);
    if (text !== '') cut.push({ ...span, text });
    if (text !== span.text) break;
    room -= cellWidth(text);
  }
  return width <= 0 ? [] : [...cut, { ...(cut.at(-1) ?? {}), text: ellipsis }];
}

/** The first of the wordings that fits into `width` cells; the last one when none does. */
export function chooseFitting(wordings: readonly Line[], width: number): Line {
  return wordings.find((line) => lineWidth(line) <= width) ?? wordings.at(-1) ?? [];
}

/** Centres a line in `width` cells. */
export function centreLine(line: Line, width: number, ellipsis: string): Line {
  const cut = cutLine(line, width, ellipsis);
  const before = Math.floor((width - lineWidth(cut)) / 2);
  return before > 0 ? [{ text: ' '.repeat(before) }, ...cut] : cut;
}

/** Joins two lines into one of exactly `width` cells: `right` at the right edge, `left` cut to what remains. */
export function joinSides(left: Line, right: Line, width: number, ellipsis: string): Line {
  const atRight = cutLine(right, width, ellipsis);
  const room = width - lineWidth(atRight);
  const atLeft = cutLine(left, Math.max(0, room - 1), ellipsis);
  return [...atLeft, { text: ' '.repeat(Math.max(0, room - lineWidth(atLeft))) }, ...atRight];
}

/** Gives a background to the spans that have none. */
export function addBackground(line: Line, background: Colour): Line {
  return line.map((span) => (span.background ? span : { ...span, background }));
}

function takeCells(text: string, width: number): string {
  let taken = '';
  let room = width;
  for (const segment of splitGraphemes(text)) {
    room -= cellWidth(segment);
    if (room < 0) break;
    taken += segment;
  }
  return taken;
}
