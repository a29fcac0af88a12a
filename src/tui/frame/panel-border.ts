import { cellWidth } from './cell-width.ts';
import type { Span, TextBlock } from './frame.ts';

/** Two corners, a space on each side of title and note, and one cell of the edge between them. */
const EDGES = 7;

/** Makes a border with a title and, at its right, the first note that fits; notes are given wordiest first. */
export function makeBorder(
  title: Span,
  notes: readonly string[],
  width: number,
): NonNullable<TextBlock['border']> {
  const room = width - EDGES - cellWidth(title.text);
  const note = notes.find((text) => text !== '' && cellWidth(text) <= room);
  return { title: [title], note: note === undefined ? [] : [{ text: note, foreground: 'dim' }] };
}
