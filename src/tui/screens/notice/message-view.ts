import { centreLine } from '../../frame/fit-line.ts';
import type { Line, Rect, TextBlock } from '../../frame/frame.ts';
import { makeShowable } from '../../frame/glyphs.ts';
import type { ViewContext } from '../view-context.ts';

/**
 * Explains why there is nothing to show in the panels, as lines to show in their place; null when there is something.
 */
export function explainAbsence(context: ViewContext): readonly Line[] | null {
  const { model, patient, status, unicode } = context;
  const { patients, link } = model;
  if (patients === null && link.state === 'down') {
    return [
      [{ text: 'The store does not answer', foreground: 'bad' }],
      [{ text: makeShowable(link.reason, unicode), foreground: 'normal' }],
      [],
      [
        {
          text: 'footwatch goes on trying; it shows the patients as soon as the store is back',
          foreground: 'dim',
        },
      ],
    ];
  }
  if (patients === null) return [[{ text: 'Connecting to the store', foreground: 'bright' }]];
  if (patients.length === 0 || patient === null) {
    return [
      [{ text: 'Nothing stored yet', foreground: 'bright' }],
      [],
      [{ text: 'Is the cacher running?', foreground: 'normal' }],
      [{ text: 'footwatch cacher --base-url http://HOST:PORT/', foreground: 'title' }],
    ];
  }
  if (status.state !== 'unknown') return null;
  return [
    [{ text: `Patient ${patient} was never seen`, foreground: 'bright' }],
    [{ text: 'the store has no data on this patient', foreground: 'dim' }],
    [],
    [{ text: 'Is the cacher polling this number?', foreground: 'normal' }],
    [{ text: `footwatch cacher --base-url http://HOST:PORT/ --patients ${patient}`, foreground: 'title' }],
  ];
}

/** Draws a message in the middle of a rectangle. */
export function drawMessage(message: readonly Line[], rect: Rect, ellipsis: string): TextBlock {
  const columns = rect.width - 2;
  const above = Math.max(0, Math.floor((rect.height - 2 - message.length) / 2));
  const lines: Line[] = Array.from({ length: above }, () => []);
  return {
    id: 'message',
    kind: 'text',
    rect,
    border: { title: [], note: [] },
    lines: [...lines, ...message.map((line) => centreLine(line, columns, ellipsis))].slice(
      0,
      rect.height - 2,
    ),
  };
}
