import type { TextBlock } from '../frame/frame.ts';
import type { CellPainter } from './cells/cell-painter.ts';
import { Box, type ScreenInternals } from './screen-internals.ts';

/** Shows lines as they are. */
export class TextPanel extends Box {
  readonly kind = 'text';
  readonly #painter: CellPainter;
  #block: TextBlock | null = null;

  constructor(screen: ScreenInternals, painter: CellPainter) {
    super({ screen });
    this.#painter = painter;
  }

  setBlock(block: TextBlock): void {
    this.#block = block;
  }

  override render(): void {
    if (this.#block) this.#painter.paintLines(this.#block.lines, this.#painter.paintFrame(this.#block));
  }
}
