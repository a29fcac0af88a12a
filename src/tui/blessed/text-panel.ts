import type { TextBlock } from '../frame/frame.ts';
import type { CellPainter } from './cells/cell-painter.ts';
import { Box, type ScreenInternals } from './screen-internals.ts';

/** A widget that shows the lines of a text block as they are. */
export class TextPanel extends Box {
  readonly kind = 'text';
  readonly #painter: CellPainter;
  #block: TextBlock | null = null;

  constructor(screen: ScreenInternals, painter: CellPainter) {
    super({ screen });
    this.#painter = painter;
  }

  /** Sets what the next render shows. */
  setBlock(block: TextBlock): void {
    this.#block = block;
  }

  override render(): void {
    if (this.#block) this.#painter.paintLines(this.#block.lines, this.#painter.paintBorder(this.#block));
  }
}
