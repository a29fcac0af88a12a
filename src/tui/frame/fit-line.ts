import { cellWidth, splitGraphemes } from './cell-width.ts';
import type { Colour, Line, Span } from './frame.ts';

export function lineWidth(line: Line): number {
  return line.reduce((width, span) => width + cellWidth(span.text), 0);
}

/** The text in at most `width` cells; when something had to go, it ends with the ellipsis. */
export function cutText(text: string, width: number, ellipsis: string): string {
  if (cellWidth(text) <= width) return text;
  if (width <= 0) return '';
  return takeCells(text, width - cellWidth(ellipsis)) + ellipsis;
}

/** The text in exactly `width` cells, cut or with spaces behind it. */
export function padText(text: string, width: number, ellipsis: string): string {
  const cut = cutText(text, width, ellipsis);
  return cut + ' '.repeat(Math.max(0, width - cellWidth(cut)));
}

/** The line in at most `width` cells. */
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

/** The first of the wordings that fits; the last one when none does. */
export function firstFitting(wordings: readonly Line[], width: number): Line {
  return wordings.find((line) => lineWidth(line) <= width) ?? wordings.at(-1) ?? [];
}

/** The line in the middle of `width` cells. */
export function centreLine(line: Line, width: number, ellipsis: string): Line {
  const cut = cutLine(line, width, ellipsis);
  const before = Math.floor((width - lineWidth(cut)) / 2);
  return before > 0 ? [{ text: ' '.repeat(before) }, ...cut] : cut;
}

/** One line of exactly `width` cells: `right` whole at the right, `left` cut to what remains. */
export function joinSides(left: Line, right: Line, width: number, ellipsis: string): Line {
  const atRight = cutLine(right, width, ellipsis);
  const room = width - lineWidth(atRight);
  const atLeft = cutLine(left, Math.max(0, room - 1), ellipsis);
  return [...atLeft, { text: ' '.repeat(Math.max(0, room - lineWidth(atLeft))) }, ...atRight];
}

export function withBackground(line: Line, background: Colour): Line {
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
