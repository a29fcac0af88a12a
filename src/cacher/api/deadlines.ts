import { getTimerDelayMs } from '../../core/time/timer-delay.ts';

/** Timers of Node go off up to a millisecond early. */
const EARLY_MS = 1;

/** What has a deadline: it is a link of the list of those that have one. */
export abstract class Deadline {
  /** Monotonic ms. */
  dueMs = 0;
  next: Deadline | null = null;
  previous: Deadline | null = null;

  /** The deadline has passed. */
  abstract expire(): void;
}

/**
 * Deadlines that are all equally far away when they are set, so that they expire in the order in which they were set. One timer
 * serves all of them: hundreds are set in a second, and nearly all are cancelled.
 */
export class Deadlines {
  readonly #afterMs: number;
  readonly #nowMs: () => number;
  #first: Deadline | null = null;
  #last: Deadline | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** @param nowMs the monotonic clock */
  constructor(afterMs: number, nowMs: () => number = () => performance.now()) {
    this.#afterMs = afterMs;
    this.#nowMs = nowMs;
  }

  /** Sets a deadline, which must not be set already. */
  set(deadline: Deadline): void {
    const nowMs = this.#nowMs();
    deadline.dueMs = nowMs + this.#afterMs;
    deadline.previous = this.#last;
    if (this.#last === null) this.#first = deadline;
    else this.#last.next = deadline;
    this.#last = deadline;
    if (this.#timer === null) this.#wait(deadline, nowMs);
  }

  /** Cancels a deadline that is set. No link stays: an old one would keep all later ones in memory until a full collection. */
  cancel(deadline: Deadline): void {
    const { next, previous } = deadline;
    if (previous === null) this.#first = next;
    else previous.next = next;
    if (next === null) this.#last = previous;
    else next.previous = previous;
    deadline.next = null;
    deadline.previous = null;
  }

  /** All that are set, as a list of their own. */
  list(): readonly Deadline[] {
    const all: Deadline[] = [];
    for (let deadline = this.#first; deadline !== null; deadline = deadline.next) all.push(deadline);
    return all;
  }

  /** Lets the process end, once nothing is set any longer. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait(deadline: Deadline, nowMs: number): void {
    this.#timer = setTimeout(() => this.#expire(), getTimerDelayMs(deadline.dueMs, nowMs));
  }

  #expire(): void {
    this.#timer = null;
    const nowMs = this.#nowMs();
    while (this.#first !== null && this.#first.dueMs <= nowMs + EARLY_MS) {
      const deadline = this.#first;
      this.cancel(deadline);
      deadline.expire();
    }
    if (this.#first !== null && this.#timer === null) this.#wait(this.#first, nowMs);
  }
}
