const WINDOW_MS = 60_000;
/** Wrong tries a minute from one address, and from all of them. */
const MAX_OF_ONE = 5;
const MAX_OF_ALL = 100;

/** Counts wrong tries, so that tokens cannot be guessed. */
export class WrongTries {
  readonly #nowMs: () => number;
  #tries: { readonly atMs: number; readonly address: string }[] = [];

  /** @param nowMs monotonic clock */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** How long an address has to wait before its next try, in whole seconds; 0 when it need not. */
  waitSeconds(address: string): number {
    const since = this.#nowMs() - WINDOW_MS;
    this.#tries = this.#tries.filter(({ atMs }) => atMs > since);
    const own = this.#tries.filter((each) => each.address === address);
    const [first] = own.length >= MAX_OF_ONE ? own : this.#tries.length >= MAX_OF_ALL ? this.#tries : [];
    return first === undefined ? 0 : Math.max(1, Math.ceil((first.atMs - since) / 1000));
  }

  /** Counts a wrong try. */
  count(address: string): void {
    this.#tries.push({ atMs: this.#nowMs(), address });
  }
}
