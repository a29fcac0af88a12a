/** A turn is late when it begins later than this share of the interval. */
const LATE_SHARE = 0.1;
/** The interval is held while at most this share of the turns is late: its 99th percentile. */
const MAX_LATE_TURNS = 0.01;
const SLICE_MS = 5000;
/** So many slices make up the 30 s that it takes: a single halt of the machine is no sign of too much work. */
const SLICES = 6;

/** What the pace of a cacher is judged by. */
export interface PaceOptions {
  readonly intervalMs: number;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  /** The interval is not held. Called once. */
  readonly onBehind: () => void;
}

/** Judges whether the interval is held: whether, for 30 s, the 99th percentile of the turns was late by over a tenth of it. */
export class Pace {
  readonly #options: PaceOptions;
  #sliceEndMs: number;
  #turns = 0;
  #lateTurns = 0;
  #lateSlices = 0;
  #isBehind = false;
  #wasBehind = false;

  constructor(options: PaceOptions) {
    this.#options = options;
    this.#sliceEndMs = options.nowMs() + SLICE_MS;
  }

  /** Whether the interval was not held in the last 30 s. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** A turn began so much later than planned. Hot path. */
  noteTurn(lateMs: number): void {
    const nowMs = this.#options.nowMs();
    if (nowMs >= this.#sliceEndMs) this.#endSlice(nowMs);
    this.#turns++;
    if (lateMs > this.#options.intervalMs * LATE_SHARE) this.#lateTurns++;
  }

  #endSlice(nowMs: number): void {
    this.#lateSlices = this.#lateTurns > this.#turns * MAX_LATE_TURNS ? this.#lateSlices + 1 : 0;
    this.#turns = 0;
    this.#lateTurns = 0;
    this.#sliceEndMs = nowMs + SLICE_MS;
    this.#isBehind = this.#lateSlices >= SLICES;
    if (!this.#isBehind || this.#wasBehind) return;
    this.#wasBehind = true;
    this.#options.onBehind();
  }
}
