import { isInForeground, takeSignals, waitForForeground } from './foreground.ts';

/** What job control needs of a terminal that is drawn on. */
export interface SuspendableScreen {
  /** Resolves when no answer of the terminal is under way. */
  settle(): Promise<void>;
  /** Gives the terminal back; idempotent. */
  release(): void;
  /** Takes the terminal again, whether it was given back or not. */
  take(): void;
}

/**
 * Lets a process that draws on the terminal be stopped and continued: by Ctrl-Z, TSTP, STOP and a shell's `fg` and `bg`, alone or
 * below wrappers such as npm or `sh -c`. The terminal is given back before anything stops, as the shell takes it once the
 * first process of the group has stopped; and it is taken only in the foreground.
 */
export class JobControl {
  readonly #screen: SuspendableScreen;
  readonly #onLost: () => void;
  #state: 'drawing' | 'stopping' | 'taking' = 'drawing';
  #isContinued = false;
  /** Whether TSTP came while the terminal was being taken. */
  #isStopDue = false;
  #hasEnded = false;
  readonly #stopAlone = () => void this.#stop(process.pid);
  readonly #continue = () => {
    this.#isContinued = true;
    // STOP cannot be handled: after it the terminal is as other programs left it.
    if (this.#state === 'drawing') void this.#takeBack();
  };

  /** @param onLost called when the process was continued in the background, and nobody can give it the terminal any more */
  constructor(screen: SuspendableScreen, onLost: () => void) {
    this.#screen = screen;
    this.#onLost = onLost;
    process.on('SIGTSTP', this.#stopAlone);
    process.on('SIGCONT', this.#continue);
  }

  /** Stops the whole process group, as the terminal driver does at Ctrl-Z unless keys are read raw. */
  suspend(): void {
    void this.#stop(0);
  }

  /** Neither stops nor takes the terminal any more. */
  end(): void {
    this.#hasEnded = true;
    process.off('SIGTSTP', this.#stopAlone);
    process.off('SIGCONT', this.#continue);
  }

  /** @param target this process, or 0 for its group; what sent TSTP to us alone meant nobody else */
  async #stop(target: number): Promise<void> {
    if (this.#state !== 'drawing') {
      this.#isStopDue = this.#state === 'taking';
      return;
    }
    this.#state = 'stopping';
    this.#isContinued = false;
    await this.#screen.settle();
    if (this.#hasEnded) return;
    this.#screen.release();
    await takeSignals();
    if (this.#hasEnded) return;
    // The rest of the group may have been stopped, and all of it continued, meanwhile: nobody would continue us again.
    if (!this.#isContinued) {
      // Without a handler the signal stops the process here, until it is continued. The system ignores it where nobody could continue it.
      process.off('SIGTSTP', this.#stopAlone);
      process.kill(target, 'SIGTSTP');
      process.on('SIGTSTP', this.#stopAlone);
    }
    await this.#takeBack();
  }

  async #takeBack(): Promise<void> {
    this.#state = 'taking';
    if (!isInForeground()) this.#screen.release();
    // A shell's `kill` continues a stopped process too: what ends it comes first.
    await takeSignals();
    const isOurs = await waitForForeground(() => this.#hasEnded);
    if (this.#hasEnded) return;
    if (!isOurs) {
      this.#onLost();
      return;
    }
    this.#screen.take();
    this.#state = 'drawing';
    const isStopDue = this.#isStopDue;
    this.#isStopDue = false;
    if (isStopDue) void this.#stop(process.pid);
  }
}
