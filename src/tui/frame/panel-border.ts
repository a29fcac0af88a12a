import { cellWidth } from './cell-width.ts';
import type { Span, TextBlock } from './frame.ts';

/** Corners, and a space on each side of the title and of the note, and a piece of the edge between them. */
const EDGES = 7;

/** A border with a title, and at its right the first of the notes, wordiest first, that fits beside it. */
export function makeBorder(
  title: Span,
  notes: readonly string[],
  width: number,
): NonNullable<TextBlock['border']> {
  const room = width - EDGES - cellWidth(title.text);
  const note = notes.find((text) => text !== '' && cellWidth(text) <= room);
  return { title: [title], note: note === undefined ? [] : [{ text: note, foreground: 'dim' }] };
}
