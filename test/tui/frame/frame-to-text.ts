import { cellWidth } from '../../../src/tui/frame/cell-width.ts';
import { drawTrace } from '../../../src/tui/frame/draw-trace.ts';
import type { Block, Frame, Line } from '../../../src/tui/frame/frame.ts';

/** Writes a frame as a terminal without colours would show it, a line for each row. */
export function frameToText(frame: Frame, unicode = true): string {
  const grid = Array.from({ length: frame.height }, () => Array.from({ length: frame.width }, () => ' '));
  for (const block of frame.blocks) {
    if (block.border) drawBorder(grid, block, unicode);
    for (const [row, line] of contentLines(block, unicode).entries()) {
      const inset = block.border ? 1 : 0;
      write(grid, block.rect.x + inset, block.rect.y + inset + row, lineText(line));
    }
  }
  return `${grid.map((row) => row.join('').trimEnd()).join('\n')}\n`;
}

/** The lines inside a block's border. */
export function contentLines(block: Block, unicode = true): Line[] {
  const columns = block.rect.width - (block.border ? 2 : 0);
  switch (block.kind) {
    case 'text':
      return [...block.lines];
    case 'traces':
      return block.traces.flatMap((trace) => {
        const rows = drawTrace(trace, columns - block.gutterWidth, { ...block, unicode });
        return rows.map((line, row) => {
          const gutter = trace.gutter[row] ?? [];
          const padding = ' '.repeat(Math.max(0, block.gutterWidth - cellWidth(lineText(gutter))));
          return [...gutter, { text: padding }, ...line];
        });
      });
    case 'table': {
      const rows = block.rows.map((cells) => joinColumns(cells, block.columnWidths));
      const headers = joinColumns(
        block.headers.map((text) => ({ text })),
        block.columnWidths,
      );
      return [
        ...(block.headers.length > 0 ? [headers] : []),
        ...(rows.length > 0 ? rows : [[{ text: ` ${block.empty}` }]]),
      ];
    }
  }
}

export function lineText(line: Line): string {
  return line.map((span) => span.text).join('');
}

function joinColumns(cells: Line, widths: readonly number[]): Line {
  return cells.flatMap((span, column) => [
    span,
    { text: ' '.repeat(Math.max(0, (widths[column] ?? 0) - cellWidth(span.text))) },
  ]);
}

function drawBorder(grid: string[][], block: Block, unicode: boolean): void {
  const { x, y, width, height } = block.rect;
  const [topLeft, topRight, bottomLeft, bottomRight, across, down] = [...(unicode ? '╭╮╰╯─│' : '++++-|')];
  write(grid, x, y, `${topLeft}${across?.repeat(width - 2)}${topRight}`);
  write(grid, x, y + height - 1, `${bottomLeft}${across?.repeat(width - 2)}${bottomRight}`);
  for (let row = 1; row < height - 1; row++) {
    write(grid, x, y + row, down ?? '|');
    write(grid, x + width - 1, y + row, down ?? '|');
  }
  const title = lineText(block.border?.title ?? []);
  const note = lineText(block.border?.note ?? []);
  if (title !== '') write(grid, x + 1, y, ` ${title} `);
  if (note !== '') write(grid, x + width - 3 - cellWidth(note), y, ` ${note} `);
}

/** Splits a text into cells; a wide character takes two, the second of them empty. */
function write(grid: string[][], x: number, y: number, text: string): void {
  const row = grid[y];
  if (!row) throw new Error(`row ${y} is outside the screen: ${text}`);
  let column = x;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (column >= row.length) throw new Error(`column ${column} of row ${y} is outside the screen: ${text}`);
    row[column] = segment;
    if (cellWidth(segment) === 2) row[column + 1] = '';
    column += cellWidth(segment);
  }
}
