import type { StoreWriter } from '../store/store.ts';
import type { CacherOptions } from './cacher-options.ts';
import { createStoreErrorHandler } from './store-error-handler.ts';

/** What the comparison of clocks needs of the cacher. */
export interface ClockOffsetOptions extends Pick<CacherOptions, 'nowMs' | 'wallMs' | 'onBug'> {
  readonly store: Pick<StoreWriter, 'nowSeconds'>;
  /** How far back steps of a clock matter: as long as a sample stays in the store. */
  readonly windowMs: number;
}

/** One comparison of the cacher's clock with the store's. */
export interface ClockComparison {
  /** The store's clock, Unix milliseconds. */
  readonly storeMs: number;
  /** How far the clocks have stepped against each other within the window; 0 when both ran on. */
  readonly steppedMs: number;
}

const INTERVAL_MS = 10_000;

/** Compares the cacher's clock with the store's every ten seconds. */
export class ClockOffset {
  readonly #options: ClockOffsetOptions;
  readonly #min: RecentMin;
  /** The minimum of the negated offsets, which is the negated maximum. */
  readonly #negatedMax: RecentMin;
  readonly #timer: NodeJS.Timeout;
  #currentMs: number | null = null;

  constructor(options: ClockOffsetOptions) {
    this.#options = options;
    this.#min = new RecentMin(options.windowMs);
    this.#negatedMax = new RecentMin(options.windowMs);
    const onStoreError = createStoreErrorHandler(options.onBug);
    this.#timer = setInterval(() => void this.compare().catch(onStoreError), INTERVAL_MS);
  }

  /** The cacher's clock minus the store's, in milliseconds; null before the first comparison. */
  get currentMs(): number | null {
    return this.#currentMs;
  }

  /**
   * Compares the clocks at once. Half of the round trip is taken off.
   *
   * @throws StoreUnavailable when the store cannot be reached
   */
  async compare(): Promise<ClockComparison> {
    const { store, nowMs, wallMs } = this.#options;
    const beforeMs = nowMs();
    const storeMs = (await store.nowSeconds()) * 1000;
    const roundTripMs = nowMs() - beforeMs;
    const offsetMs = Math.round(wallMs() - roundTripMs / 2 - storeMs);
    this.#currentMs = offsetMs;
    const maxMs = -this.#negatedMax.push(nowMs(), -offsetMs);
    const minMs = this.#min.push(nowMs(), offsetMs);
    return { storeMs, steppedMs: maxMs - minMs };
  }

  /** Ends the comparisons. */
  stop(): void {
    clearInterval(this.#timer);
  }
}

/** The minimum of the values of the last `windowMs`. */
class RecentMin {
  readonly #windowMs: number;
  /** Values that are or may become the minimum, in the order of their arrival and of their size. */
  readonly #candidates: { readonly atMs: number; readonly value: number }[] = [];

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Adds a value, and returns the minimum. */
  push(atMs: number, value: number): number {
    while ((this.#candidates.at(-1)?.value ?? Number.NEGATIVE_INFINITY) >= value) this.#candidates.pop();
    this.#candidates.push({ atMs, value });
    while ((this.#candidates[0]?.atMs ?? atMs) < atMs - this.#windowMs) this.#candidates.shift();
    return this.#candidates[0]?.value ?? value;
  }
}
