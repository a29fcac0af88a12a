import Sparkline from 'blessed-contrib/lib/widget/sparkline.js';
import { drawTrace } from '../frame/draw-trace.ts';
import type { TracesBlock } from '../frame/frame.ts';
import type { CellPainter } from './cells/cell-painter.ts';
import type { ScreenInternals } from './screen-internals.ts';

/**
 * A widget that shows the traces of sensors. The sparkline of blessed-contrib keeps the oldest points that fit, scales
 * each drawing to itself, and draws a gap as the lowest bar; this one keeps the newest, uses one fixed scale, and
 * leaves a gap empty.
 */
export class TruthfulSparkline extends Sparkline {
  readonly kind = 'traces';
  readonly #painter: CellPainter;
  readonly #unicode: boolean;
  #block: TracesBlock | null = null;

  constructor(screen: ScreenInternals, painter: CellPainter, unicode: boolean) {
    super({ screen });
    this.#painter = painter;
    this.#unicode = unicode;
  }

  /** Sets what the next render shows. */
  setBlock(block: TracesBlock): void {
    this.#block = block;
  }

  override render(): void {
    if (!this.#block) return;
    const { gutterWidth, traces, newestColumn, motion, isOld } = this.#block;
    const content = this.#painter.paintBorder(this.#block);
    const end = content.y + content.height;
    let y = content.y;
    for (const trace of traces) {
      const height = Math.min(trace.rows, end - y);
      const width = Math.max(0, content.width - gutterWidth);
      const lines = drawTrace(trace, width, { unicode: this.#unicode, newestColumn, motion, isOld });
      this.#painter.paintLines(trace.gutter, { x: content.x, y, width: gutterWidth, height });
      this.#painter.paintLines(lines, { x: content.x + gutterWidth, y, width, height });
      y += height;
    }
  }
}
