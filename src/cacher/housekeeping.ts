import { RECORD_INTERVAL_MS } from '../core/freshness.ts';
import { StoreUnavailable, type StoreWriter } from '../store/store.ts';
import type { Log } from './log.ts';

export interface HousekeepingOptions {
  readonly store: StoreWriter;
  readonly retentionMs: number;
  readonly cleanupIntervalMs: number;
  readonly nowMs: () => number;
  readonly wallMs: () => number;
  readonly log: Log;
  /** Time to write of those of whom nothing was written for a while, several times in a record's interval. */
  readonly onHeartbeat: () => void;
  readonly onTrimmed: (samples: number) => void;
  readonly onBug: (error: unknown) => void;
}

const CLOCK_INTERVAL_MS = 10_000;
/** Of a patient who has a poll in that time nothing more is written. */
const HEARTBEAT_MS = RECORD_INTERVAL_MS / 4;

/** The least of the numbers that came in some time. */
class RecentLeast {
  readonly #forMs: number;
  /** Each with those that are not less and came later; the least first. */
  readonly #candidates: { readonly atMs: number; readonly value: number }[] = [];

  constructor(forMs: number) {
    this.#forMs = forMs;
  }

  push(atMs: number, value: number): void {
    while ((this.#candidates.at(-1)?.value ?? Number.NEGATIVE_INFINITY) >= value) this.#candidates.pop();
    this.#candidates.push({ atMs, value });
    while ((this.#candidates[0]?.atMs ?? atMs) < atMs - this.#forMs) this.#candidates.shift();
  }

  /** Of none, 0. */
  get least(): number {
    return this.#candidates[0]?.value ?? 0;
  }
}

/** What the cacher does beside polling: removes old samples, compares its clock with the store's, shows signs of life. */
export function startHousekeeping(options: HousekeepingOptions) {
  let clockOffsetMs: number | null = null;
  const recentOffsets = new RecentLeast(options.retentionMs + options.cleanupIntervalMs);
  let trimmed = 0;
  let cleaning: Promise<void> | null = null;
  const refused = new Map<number, string>();

  const compareClocks = async () => {
    const beforeMs = options.nowMs();
    const storeMs = (await options.store.nowSeconds()) * 1000;
    const roundTripMs = options.nowMs() - beforeMs;
    const offsetMs = Math.round(options.wallMs() - roundTripMs / 2 - storeMs);
    clockOffsetMs = offsetMs;
    recentOffsets.push(options.nowMs(), offsetMs);
    return { storeMs, offsetMs };
  };

  const cleanUp = async () => {
    // By the store's clock: one cacher whose clock is wrong must not remove what another one stored. And by how the clocks
    // stood to each other when the samples were stamped: what was set right since makes none of them older.
    const { storeMs, offsetMs } = await compareClocks();
    const steppedMs = offsetMs - recentOffsets.least;
    const outcome = await options.store.trim((storeMs - options.retentionMs - steppedMs) / 1000);
    trimmed += outcome.trimmed;
    if (outcome.trimmed > 0) options.onTrimmed(outcome.trimmed);
    const now = new Map(outcome.refused.map(({ patient, reason }) => [patient, reason]));
    for (const [patient, reason] of now) {
      if (refused.get(patient) !== reason)
        options.log.error({ patient, reason }, 'old samples cannot be removed');
    }
    refused.clear();
    for (const [patient, reason] of now) refused.set(patient, reason);
  };

  /** A store that is away is told of where samples wait for it; here the next turn tries again. */
  const ignoreAway = (error: unknown) => {
    if (!(error instanceof StoreUnavailable)) options.onBug(error);
  };

  const startCleanup = () => {
    cleaning ??= cleanUp()
      .catch(ignoreAway)
      .finally(() => {
        cleaning = null;
      });
  };

  const timers = [
    setInterval(options.onHeartbeat, HEARTBEAT_MS),
    setInterval(() => void compareClocks().catch(ignoreAway), CLOCK_INTERVAL_MS),
    setInterval(startCleanup, options.cleanupIntervalMs),
  ];
  void compareClocks().catch(ignoreAway);
  // What an earlier run left does not wait for the first interval to pass.
  startCleanup();

  return {
    /** The cacher's clock minus the store's, null until it was measured. */
    get clockOffsetMs() {
      return clockOffsetMs;
    },
    /** Returns how many samples were removed in all. */
    async stop(): Promise<number> {
      for (const timer of timers) clearInterval(timer);
      await cleaning;
      return trimmed;
    },
  };
}
