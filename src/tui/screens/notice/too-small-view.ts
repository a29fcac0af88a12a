import { centreLine } from '../../frame/fit-line.ts';
import type { Frame, Line, ScreenSize } from '../../frame/frame.ts';
import { MIN_SIZE } from '../../model/layout.ts';

/** Draws, on a screen that is too small, which size is needed. */
export function drawTooSmall({ columns, rows }: ScreenSize, ellipsis: string): Frame {
  if (columns < 1 || rows < 1) return { width: columns, height: rows, blocks: [] };
  const text = `footwatch needs ${MIN_SIZE.columns}x${MIN_SIZE.rows}, this is ${columns}x${rows}`;
  const above: Line[] = Array.from({ length: Math.floor((rows - 1) / 2) }, () => []);
  const line = centreLine([{ text, foreground: 'bright' }], columns, ellipsis);
  const rect = { x: 0, y: 0, width: columns, height: rows };
  return {
    width: columns,
    height: rows,
    blocks: [{ id: 'too-small', kind: 'text', rect, lines: [...above, line] }],
  };
}
