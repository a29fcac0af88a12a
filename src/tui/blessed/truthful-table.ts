import Table from 'blessed-contrib/lib/widget/table.js';
import { cellWidth } from '../frame/cell-width.ts';
import type { Line, Rect, Span, TableBlock } from '../frame/frame.ts';
import type { CellPainter } from './cells/cell-painter.ts';
import type { ScreenInternals } from './screen-internals.ts';

/**
 * contrib's table reads tags from data, counts UTF-16 units for columns, and rebuilds a list of boxes for each
 * change. This one writes cells: columns stay where they are, whatever is in them.
 */
export class TruthfulTable extends Table {
  readonly kind = 'table';
  readonly #painter: CellPainter;
  #block: TableBlock | null = null;

  constructor(screen: ScreenInternals, painter: CellPainter) {
    super({ screen, columnWidth: [], columnSpacing: 0 });
    this.rows.detach();
    this.#painter = painter;
  }

  setBlock(block: TableBlock): void {
    this.#block = block;
  }

  override render(): void {
    if (!this.#block) return;
    const { headers, rows, selected, empty } = this.#block;
    const content = this.#painter.paintFrame(this.#block);
    const top = headers.length > 0 ? content.y + 1 : content.y;
    const end = content.y + content.height;
    if (top > content.y && top <= end) {
      this.#paintRow(
        headers.map((text) => ({ text, foreground: 'dim' })),
        content,
        content.y,
        false,
      );
    }
    if (rows.length === 0 && top < end) {
      this.#painter.paintLine([{ text: ` ${empty}`, foreground: 'dim' }], content.x, top, content.width);
    }
    for (const [index, row] of rows.slice(0, Math.max(0, end - top)).entries()) {
      this.#paintRow(row, content, top + index, index === selected);
    }
  }

  #paintRow(cells: readonly Span[], { x, width }: Rect, y: number, isSelected: boolean): void {
    const widths = this.#block?.columnWidths ?? [];
    const line = cells.flatMap((cell, column) => inColumn(cell, widths[column] ?? 0));
    this.#painter.paintLine(line, x, y, width, isSelected ? 'selected' : undefined);
  }
}

/** The cell in exactly `width` columns. A character that would reach over the edge is left out. */
function inColumn(cell: Span, width: number): Line {
  let text = '';
  let free = width;
  for (const character of cell.text) {
    const needed = cellWidth(text + character) - cellWidth(text);
    if (needed > free) break;
    text += character;
    free -= needed;
  }
  return [{ ...cell, text }, { text: ' '.repeat(free) }];
}
