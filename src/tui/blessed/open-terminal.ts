import type { Frame, ScreenSize } from '../frame/frame.ts';
import { type InputEvent, readWheel } from '../input/input-event.ts';
import type { TerminalLinkReport } from '../link/terminal-link.ts';
import { FrameUpdates } from './frame-updates.ts';
import { Keyboard } from './keyboard.ts';
import { LinkDriver } from './link-driver.ts';
import { makeScreen, type ScreenInternals } from './screen-internals.ts';
import type { TerminalOptions, TerminalOutput } from './terminal-options.ts';
import { chooseTerminfo } from './terminfo.ts';

/**
 * Takes over the terminal: alternate screen, raw keys, no cursor, and the mouse only if the options ask for it. The
 * caller has to close it, on signals too; when the process exits without that, the terminal is restored all the same.
 */
export function openTerminal(options: TerminalOptions): TerminalScreen {
  return new TerminalScreen(options);
}

/** DEC private mode 2026: the terminal shows everything between these two at once; terminals without it ignore them. */
const BEGIN_UPDATE = '\x1b[?2026h';
const END_UPDATE = '\x1b[?2026l';
/** Shorter updates, in UTF-16 units, arrive in one piece anyway. */
const MIN_MARKED_LENGTH = 600;
const RESET_ATTRIBUTES = '\x1b[m';
const BELL = '\x07';
/** Reports presses and the wheel but no motion, with coordinates as decimal numbers. */
const MOUSE_MODES = { vt200Mouse: true, sgrMouse: true };
/** Bracketed paste: the terminal marks where a paste begins and ends. */
const BEGIN_PASTES = '\x1b[?2004h';
const END_PASTES = '\x1b[?2004l';
const DEFAULT_ESCAPE_TIMEOUT_MS = 60;

/** A terminal that was taken over: shows frames, and reports input, resizes and hang-ups. */
export class TerminalScreen {
  readonly #output: TerminalOutput;
  readonly #mouse: boolean;
  readonly #screen: ScreenInternals;
  readonly #updates: FrameUpdates;
  readonly #keyboard: Keyboard;
  /** The newest frame that is not drawn yet because the output is stalled; null when there is none. */
  #waiting: Frame | null = null;
  /** Makes the newest frame without words of state. */
  #makePending: (() => Frame) | null = null;
  readonly #link: LinkDriver;
  #onReady: (() => void) | null = null;
  /** The frame that was drawn last. */
  #drawn: Frame | null = null;
  #isReleased = false;
  #isWriting = false;
  #isClosed = false;
  #isGone = false;
  #hungUp: () => void = () => {};
  #report: (event: InputEvent) => void = () => {};
  readonly #hangUp = () => {
    this.#isGone = true;
    this.#link.hangUp();
    this.#hungUp();
  };
  readonly #stopAtExit = () => {
    this.close();
    this.#stopReading();
  };

  constructor(options: TerminalOptions) {
    const {
      input,
      output,
      term,
      columns = null,
      rows = null,
      colours,
      unicode,
      mouse = false,
      escapeTimeoutMs = DEFAULT_ESCAPE_TIMEOUT_MS,
      isInForeground = () => true,
      link,
    } = options;
    this.#output = output;
    this.#mouse = mouse;
    const terminal = chooseTerminfo(term, colours);
    this.#screen = makeScreen({ output, columns, rows, terminal, forceUnicode: unicode });
    this.#updates = new FrameUpdates(this.#screen, options);
    // On a resize blessed would clear the screen and draw the old cells at once.
    this.#screen.program.removeAllListeners('resize');
    // A resize can lose or move cells even when the part that is drawn on keeps its size.
    this.onResize(() => this.#updates.forget());
    process.on('exit', this.#stopAtExit);
    output.on('error', this.#hangUp);
    this.#link = new LinkDriver({
      link,
      onAsk: () => this.#keyboard.expectStatusReport(),
      onReady: () => this.#drawNewest(),
      probe: (question) => this.#probe(question),
      onLost: () => this.redraw(),
    });
    this.#keyboard = new Keyboard({
      input,
      escapeTimeoutMs,
      isInForeground,
      onEvent: (event) => this.#receive(event),
      onGone: this.#hangUp,
    });
    this.#askForInput();
    this.#write(true);
  }

  /** The size that is drawn on. */
  get size(): ScreenSize {
    const { cols, rows } = this.#screen.program;
    return { columns: cols, rows };
  }

  /** Calls back with what the terminal sends; the wheel of the mouse, if it is read, presses the keys up and down. */
  onInput(listener: (event: InputEvent) => void): void {
    this.#report = listener;
  }

  /** Calls back when the terminal changed its size. */
  onResize(listener: () => void): void {
    this.#screen.program.on('resize', listener);
  }

  /** Calls back when the terminal is gone: its input ended, or its output failed. */
  onHangUp(listener: () => void): void {
    this.#hungUp = listener;
    if (this.#isGone) setImmediate(listener);
  }

  /**
   * Shows a frame. A frame that looks like the last one writes nothing. While the output is stalled frames are not
   * queued, nor while the terminal has not acknowledged those before: the newest is drawn afterwards.
   *
   * @param makePending makes the same frame without words of state, drawn in its place where it takes long to arrive
   */
  draw(frame: Frame, makePending?: () => Frame): void {
    if (this.#isClosed) return;
    this.#waiting = frame;
    this.#makePending = makePending ?? null;
    this.#drawWaiting();
  }

  /** Calls back when a frame can be drawn again that could not: a newer one may be drawn in its place. */
  onReady(listener: () => void): void {
    this.#onReady = listener;
  }

  /** What is known of the link to the terminal; undefined when it is not measured. */
  get link(): TerminalLinkReport | undefined {
    return this.#link.report;
  }

  /**
   * Resolves when no answer of the terminal is under way, after two seconds at most. Nothing is asked any more before the
   * terminal was taken again.
   */
  async settle(): Promise<void> {
    await this.#link.settle();
    if (this.#isClosed) this.#stopReading();
  }

  /** Rings the terminal's bell, except while the output is stalled: it would ring too late to mean anything. */
  ring(): void {
    if (!this.#isClosed && !this.#isReleased && this.#output.writableLength === 0) this.#output.write(BELL);
  }

  /** Restores the terminal for a while, such as while the process is stopped; take() takes it over again. */
  release(): void {
    if (this.#isClosed || this.#isReleased) return;
    this.#isReleased = true;
    this.#restoreModes();
    this.#screen.leave();
    this.#keyboard.release();
  }

  /** Takes the terminal over again and redraws all of it, whatever others drew or changed meanwhile. */
  take(): void {
    if (this.#isClosed) return;
    if (!this.#isReleased) this.release();
    this.#isReleased = false;
    this.#keyboard.take();
    this.#link.resume();
    this.#screen.enter();
    this.#askForInput();
    this.redraw();
  }

  /** Draws all of the newest frame anew, whatever others drew meanwhile. */
  redraw(): void {
    this.#updates.forget();
    this.#waiting ??= this.#drawn;
    this.#write();
    this.#drawWaiting();
  }

  /**
   * Restores the terminal for good, if it was not released, when another program may draw on it. Synchronous, idempotent,
   * and safe in any handler.
   */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#waiting = null;
    this.#link.stop();
    if (!this.#isReleased) this.#restoreModes();
    this.#screen.destroy();
    if (!this.#link.isAnswerDue) this.#stopReading();
    // A vanished terminal may still report errors, which no longer matter.
    this.#hungUp = () => {};
    setImmediate(() => this.#output.removeListener('error', this.#hangUp));
  }

  /** Ends what the terminal was asked for, before the alternate screen is left. */
  #restoreModes(): void {
    const { program } = this.#screen;
    program._buf = END_UPDATE + RESET_ATTRIBUTES + END_PASTES + program._buf;
    program.disableMouse();
  }

  /** Gives the keyboard back. */
  #stopReading(): void {
    process.removeListener('exit', this.#stopAtExit);
    this.#keyboard.close();
  }

  #drawWaiting(): void {
    if (!this.#waiting || this.#isClosed || this.#isReleased) return;
    if (this.#isWriting || this.#output.writableLength > 0) return;
    if (!this.#link.mayDraw()) return;
    const frame = this.#waiting;
    this.#waiting = null;
    this.#drawn = frame;
    this.#screen.program._buf += this.#updates.make(frame, {
      ...this.size,
      makePending: this.#makePending,
      isSlow: (codes) => this.#link.isSlow(codes),
    });
    if (this.#screen.program._buf === '') this.#link.noteUnchanged();
    this.#write(true);
  }

  /** Lets a newer frame than the one that waits be drawn. */
  #drawNewest(): void {
    if (!this.#waiting || this.#isClosed || this.#isReleased) return;
    if (this.#onReady) this.#onReady();
    else this.#drawWaiting();
  }

  #askForInput(): void {
    if (this.#mouse) this.#screen.program.setMouse({ ...MOUSE_MODES }, true);
    this.#screen.program._buf += BEGIN_PASTES;
  }

  #receive(event: InputEvent): void {
    if (event.kind === 'reply' && this.#link.takeReply(event.reply)) return;
    if (this.#isClosed) return;
    const key = event.kind === 'mouse' && this.#mouse ? readWheel(event.mouse) : null;
    if (key !== null) this.#report({ kind: 'key', key });
    else if (event.kind !== 'mouse') this.#report(event);
  }

  #probe(question: string): boolean {
    if (this.#isClosed || this.#output.writableLength > 0) return false;
    this.#output.write(question);
    return true;
  }

  /** Writes the gathered output as one update, and then draws the newest frame that waits. */
  #write(isAsking = false): void {
    const { program } = this.#screen;
    if (program._buf === '') return;
    // A terminal shows what is between the marks at their end: until then the picture before would get old.
    const isMarked = program._buf.length >= MIN_MARKED_LENGTH && this.#link.isAtOnce(program._buf);
    const marked = isMarked ? BEGIN_UPDATE + program._buf + END_UPDATE : program._buf;
    const update = isAsking
      ? this.#link.ask(marked, { isFrame: this.#drawn !== null, isSilent: this.#updates.isSilent })
      : marked;
    program._buf = '';
    this.#isWriting = true;
    this.#output.write(update, () => {
      this.#isWriting = false;
      this.#drawNewest();
    });
  }
}
