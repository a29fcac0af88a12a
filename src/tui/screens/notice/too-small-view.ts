import { centreLine } from '../../frame/fit-line.ts';
import type { Frame, Line, ScreenSize } from '../../frame/frame.ts';
import { MIN_SIZE } from '../../model/layout.ts';

/** Says what size is needed, on a screen that is smaller. */
export function drawTooSmall({ columns, rows }: ScreenSize, ellipsis: string): Frame {
  if (columns < 1 || rows < 1) return { width: columns, height: rows, blocks: [] };
  const words = `footwatch needs ${MIN_SIZE.columns}x${MIN_SIZE.rows}, this is ${columns}x${rows}`;
  const above: Line[] = Array.from({ length: Math.floor((rows - 1) / 2) }, () => []);
  const line = centreLine([{ text: words, foreground: 'bright' }], columns, ellipsis);
  const rect = { x: 0, y: 0, width: columns, height: rows };
  return {
    width: columns,
    height: rows,
    blocks: [{ id: 'too-small', kind: 'text', rect, lines: [...above, line] }],
  };
}
