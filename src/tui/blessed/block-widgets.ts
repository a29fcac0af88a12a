import type { Block } from '../frame/frame.ts';
import type { CellPainter } from './cells/cell-painter.ts';
import type { ScreenInternals } from './screen-internals.ts';
import { TextPanel } from './text-panel.ts';
import { TruthfulSparkline } from './truthful-sparkline.ts';
import { TruthfulTable } from './truthful-table.ts';

type BlockWidget = TextPanel | TruthfulSparkline | TruthfulTable;

/** The widgets on a blessed screen, one for each block of the newest frame. */
export class BlockWidgets {
  readonly #screen: ScreenInternals;
  readonly #painter: CellPainter;
  readonly #unicode: boolean;
  readonly #widgets = new Map<string, BlockWidget>();

  constructor(screen: ScreenInternals, painter: CellPainter, unicode: boolean) {
    this.#screen = screen;
    this.#painter = painter;
    this.#unicode = unicode;
  }

  /** Keeps the widgets of blocks that stay, and adds and removes the others. */
  place(blocks: readonly Block[]): void {
    const ids = new Set(blocks.map((block) => block.id));
    for (const id of this.#widgets.keys()) if (!ids.has(id)) this.#remove(id);
    for (const block of blocks) this.#place(block);
  }

  #place(block: Block): void {
    if (this.#widgets.get(block.id)?.kind !== block.kind) {
      this.#remove(block.id);
      const made = this.#make(block);
      this.#widgets.set(block.id, made);
      this.#screen.append(made);
    }
    const widget = this.#widgets.get(block.id);
    if (widget?.kind === 'text' && block.kind === 'text') widget.setBlock(block);
    if (widget?.kind === 'traces' && block.kind === 'traces') widget.setBlock(block);
    if (widget?.kind === 'table' && block.kind === 'table') widget.setBlock(block);
  }

  #make(block: Block): BlockWidget {
    switch (block.kind) {
      case 'text':
        return new TextPanel(this.#screen, this.#painter);
      case 'traces':
        return new TruthfulSparkline(this.#screen, this.#painter, this.#unicode);
      case 'table':
        return new TruthfulTable(this.#screen, this.#painter);
    }
  }

  #remove(id: string): void {
    this.#widgets.get(id)?.destroy();
    this.#widgets.delete(id);
  }
}
