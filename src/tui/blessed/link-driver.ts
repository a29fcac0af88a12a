import { getTimerDelayMs } from '../../core/time/timer-delay.ts';
import { STATUS_REPORT } from '../input/input-event.ts';
import { TerminalLink, type TerminalLinkOptions, type TerminalLinkReport } from '../link/terminal-link.ts';

/** Asks the terminal for its status: the answer says that it has read everything before. */
const STATUS_QUESTION = '\x1b[5n';
/** Asks the terminal what it is, which every terminal answers, and otherwise than the question for its status. */
const PROBE = '\x1b[c';
const PROBE_ANSWER = /^\[\?[\d;]*c$/;
/** How long an answer is waited for when the terminal is given back: it would be typed into the shell. */
const LAST_ANSWER_MS = 2000;

/** What a driver needs of the terminal that it serves. */
export interface LinkDriverOptions {
  /** How the link is measured and paced; undefined when it is neither. */
  readonly link: TerminalLinkOptions | undefined;
  /** Called before a question is written. */
  readonly onAsk: () => void;
  /** Called when a frame may be drawn that had to wait. */
  readonly onReady: () => void;
  /** Writes a probe, unless the output is stalled; returns whether it did. */
  readonly probe: (question: string) => boolean;
  /** Called when pictures may have been lost on the way. */
  readonly onLost: () => void;
}

/** Drives a TerminalLink with the clock and a timer: adds the questions, takes the answers, and waits for the last one. */
export class LinkDriver {
  readonly #options: LinkDriverOptions;
  readonly #link: TerminalLink | null;
  #timer: NodeJS.Timeout | null = null;
  #isSettling = false;
  #isGone = false;
  #onSettled: (() => void)[] = [];

  constructor(options: LinkDriverOptions) {
    this.#options = options;
    this.#link = options.link ? new TerminalLink(options.link, performance.now()) : null;
  }

  /** What is known of the link; undefined when it is not measured. */
  get report(): TerminalLinkReport | undefined {
    return this.#link?.report(performance.now());
  }

  /** Whether an answer is still under way. */
  get isAnswerDue(): boolean {
    return !this.#isGone && this.#link !== null && this.#link.openQuestions > 0;
  }

  /** Adds the question that is answered once an update was read. What is no frame measures the round trip alone. */
  ask(update: string, { isFrame, isSilent }: { isFrame: boolean; isSilent: boolean }): string {
    const nowMs = performance.now();
    const isAsking = !this.#isSettling && this.#link?.isAsking(nowMs) === true;
    if (!this.#isSettling) this.#link?.noteSent(isFrame ? Buffer.byteLength(update) : 0, nowMs, isSilent);
    if (!isAsking) return update;
    this.#options.onAsk();
    return update + STATUS_QUESTION;
  }

  /** Takes an answer of the terminal; false when it is none to a question that is asked here. */
  takeReply(reply: string): boolean {
    const isProbeAnswer = PROBE_ANSWER.test(reply);
    if (!this.#link || !(isProbeAnswer || reply === STATUS_REPORT)) return false;
    const nowMs = performance.now();
    if (!isProbeAnswer) this.#link.noteAnswer(nowMs);
    else if (this.#link.noteProbeAnswer(nowMs)) this.#options.onLost();
    if (this.#link.openQuestions === 0) this.#resolveSettled();
    this.#options.onReady();
    return true;
  }

  /** Whether a frame may be drawn; if not, onReady is called when it may. */
  mayDraw(): boolean {
    const nowMs = performance.now();
    if (!this.#link || this.#link.mayDraw(nowMs)) return true;
    if (!this.#isSettling && this.#link.isProbeDue(nowMs)) this.#probe();
    const dueMs = this.#link.nextChangeMs(nowMs);
    if (dueMs !== null && !this.#timer) {
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.#options.onReady();
      }, getTimerDelayMs(dueMs, nowMs) + 1);
    }
    return false;
  }

  /** Whether codes take so long to arrive that what they say of now is old by then. */
  isSlow(codes: string): boolean {
    return this.#link?.isSlow(Buffer.byteLength(codes), performance.now()) ?? false;
  }

  /** Whether codes arrive at once, as far as that is known. */
  isAtOnce(codes: string): boolean {
    return this.#link?.isAtOnce(Buffer.byteLength(codes), performance.now()) ?? true;
  }

  /** Notes that the newest frame looks like the one before, so that nothing is written. */
  noteUnchanged(): void {
    this.#link?.noteUnchanged(performance.now());
  }

  /**
   * Asks nothing any more until resume(), and resolves when no answer is under way, after two seconds at most.
   */
  async settle(): Promise<void> {
    this.#isSettling = true;
    if (!this.isAnswerDue) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LAST_ANSWER_MS);
      this.#onSettled.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Asks again. The terminal was away meanwhile, so how old its picture was says nothing. */
  resume(): void {
    this.#isSettling = false;
    if (this.#link?.forgetPicture()) this.#probe();
  }

  /** Expects no answer any more: the terminal is gone. */
  hangUp(): void {
    this.#isGone = true;
    this.#resolveSettled();
  }

  /** Ends waiting for the next frame. */
  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #probe(): void {
    if (this.#options.probe(PROBE)) this.#link?.noteProbeSent(performance.now());
  }

  #resolveSettled(): void {
    for (const resolve of this.#onSettled.splice(0)) resolve();
  }
}
