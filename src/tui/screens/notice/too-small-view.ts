import { centreLine } from '../../frame/fit-line.ts';
import type { Frame, Line, ScreenSize } from '../../frame/frame.ts';
import { MIN_SIZE } from '../../model/layout.ts';

/** Draws, on a screen that is too small, which size is needed, in words that fit. */
export function drawTooSmall({ columns, rows }: ScreenSize, ellipsis: string): Frame {
  if (columns < 1 || rows < 1) return { width: columns, height: rows, blocks: [] };
  const texts = listTexts({ columns, rows }).find(
    (lines) => lines.length <= rows && lines.every((line) => line.length <= columns),
  ) ?? [formatSize(MIN_SIZE)];
  const above: Line[] = Array.from({ length: Math.floor((rows - texts.length) / 2) }, () => []);
  const lines = texts.map((text) => centreLine([{ text, foreground: 'bright' }], columns, ellipsis));
  const rect = { x: 0, y: 0, width: columns, height: rows };
  return {
    width: columns,
    height: rows,
    blocks: [{ id: 'too-small', kind: 'text', rect, lines: [...above, ...lines] }],
  };
}

/** What can be said, in lines, the most telling first. */
function listTexts(size: ScreenSize): readonly (readonly string[])[] {
  const needed = formatSize(MIN_SIZE);
  const present = formatSize(size);
  return [
    [`footwatch needs ${needed}, this is ${present}`],
    [`footwatch needs ${needed},`, `this is ${present}`],
    ['footwatch needs', `${needed}, this is`, present],
    ['footwatch', `needs ${needed}`],
    [`needs ${needed}`],
    ['needs', needed],
  ];
}

function formatSize({ columns, rows }: ScreenSize): string {
  return `${columns}x${rows}`;
}
