import type { Frame, ScreenSize } from '../frame/frame.ts';
import { chooseGlyphs } from '../frame/glyphs.ts';
import { chooseTheme } from '../frame/theme.ts';
import { BlockWidgets } from './block-widgets.ts';
import { CellPainter } from './cells/cell-painter.ts';
import { StagedWriter } from './cells/staged-writer.ts';
import type { ScreenInternals } from './screen-internals.ts';
import type { TerminalOptions } from './terminal-options.ts';
import { readTerminfoCapabilities } from './terminfo.ts';

/** How an update is made. */
export interface UpdateOptions extends ScreenSize {
  /** Makes the same frame without words of state; null where there is none. */
  readonly makePending: (() => Frame) | null;
  /** Whether codes take so long to arrive that what they say of now is old by then. */
  readonly isSlow: (codes: string) => boolean;
}

/** Makes of each frame the codes that bring the terminal from the frame before to it. */
export class FrameUpdates {
  readonly #screen: ScreenInternals;
  readonly #painter: CellPainter;
  readonly #widgets: BlockWidgets;
  #writer: StagedWriter;
  #isSilent = false;

  constructor(
    screen: ScreenInternals,
    {
      colours,
      background,
      unicode,
      term,
    }: Pick<TerminalOptions, 'colours' | 'background' | 'unicode' | 'term'>,
  ) {
    this.#screen = screen;
    this.#painter = new CellPainter(chooseTheme(colours, background), unicode);
    this.#widgets = new BlockWidgets(screen, this.#painter, unicode);
    this.#writer = new StagedWriter(readTerminfoCapabilities(term), chooseGlyphs(unicode).ellipsis);
  }

  /** Whether the newest update says nothing of now. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** Drops what is known of the terminal's cells: the next update clears the screen and writes all of it. */
  forget(): void {
    this.#writer.forget();
  }

  /** The codes for a frame or, when they take long to arrive, for the one without words of state. */
  make(frame: Frame, { makePending, isSlow, ...size }: UpdateOptions): string {
    this.#isSilent = false;
    this.#paint(frame, size);
    if (!makePending) return this.#writer.update(this.#painter.grid);
    const trial = this.#writer.clone();
    const codes = trial.update(this.#painter.grid);
    if (!isSlow(codes)) {
      this.#writer = trial;
      return codes;
    }
    this.#isSilent = true;
    this.#paint(makePending(), size);
    return this.#writer.update(this.#painter.grid);
  }

  #paint(frame: Frame, { columns, rows }: ScreenSize): void {
    this.#painter.clear(columns, rows);
    this.#widgets.place(frame.blocks);
    this.#screen.render();
  }
}
