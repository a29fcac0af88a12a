import { waitForWake } from './wait-for-wake.ts';

/**
 * The states that were sent to one client, and those of them that it says it has read. What was written into a socket waits in
 * buffers that nobody here can see or empty: only its reader can tell whether it came out at the other end.
 */
export class UnreadStates {
  readonly #most: number;
  #sent = 0;
  #read = 0;
  #wake: (() => void) | null = null;

  /** @param most how many may be under way; Infinity for a client that does not say what it reads */
  constructor(most: number) {
    this.#most = most;
  }

  /** Counts a state that is sent, and returns its number: the first is 1. */
  count(): number {
    return ++this.#sent;
  }

  /** Takes that a state was read, and all before it. Returns whether there is one of that number. */
  read(state: number): boolean {
    if (!Number.isInteger(state) || state < 1 || state > this.#sent) return false;
    this.#read = Math.max(this.#read, state);
    if (this.#hasRoom()) this.#wake?.();
    return true;
  }

  /** Resolves when another state may be sent: with false where that took too long, or the signal was aborted. */
  async waitForRoom(timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    if (this.#hasRoom()) return !signal.aborted;
    await waitForWake(timeoutMs, signal, (wake) => {
      this.#wake = wake;
    });
    this.#wake = null;
    return this.#hasRoom() && !signal.aborted;
  }

  #hasRoom(): boolean {
    return this.#sent - this.#read < this.#most;
  }
}
