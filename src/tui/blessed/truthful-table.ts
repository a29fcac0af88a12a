import Table from 'blessed-contrib/lib/widget/table.js';
import { cellWidth } from '../frame/cell-width.ts';
import type { Line, Rect, Span, TableBlock } from '../frame/frame.ts';
import type { CellPainter } from './cells/cell-painter.ts';
import type { ScreenInternals } from './screen-internals.ts';

/**
 * A widget that shows a table. The table of blessed-contrib reads markup from data, takes each UTF-16 unit for a
 * column, and rebuilds a list of boxes at every change; this one paints cells, so that columns stay in place whatever
 * is in them.
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

  /** Sets what the next render shows. */
  setBlock(block: TableBlock): void {
    this.#block = block;
  }

  override render(): void {
    if (!this.#block) return;
    const { headers, rows, selected, empty } = this.#block;
    const content = this.#painter.paintBorder(this.#block);
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
    const line = cells.flatMap((cell, column) => fitColumn(cell, widths[column] ?? 0));
    this.#painter.paintLine(line, x, y, width, isSelected ? 'selected' : undefined);
  }
}

/**
 * Cuts or pads a table cell to exactly `width` columns; a wide character that would reach over the edge is left out.
 */
function fitColumn(cell: Span, width: number): Line {
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
