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

/** What the cacher does beside polling: removes old samples, compares its clock with the store's, shows signs of life. */
export function startHousekeeping(options: HousekeepingOptions) {
  let clockOffsetMs: number | null = null;
  let trimmed = 0;
  let cleaning: Promise<void> | null = null;
  const refused = new Map<number, string>();

  const cleanUp = async () => {
    // By the store's clock: one cacher whose clock is wrong must not remove what another one stored.
    const nowSeconds = await options.store.nowSeconds();
    const outcome = await options.store.trim(nowSeconds - options.retentionMs / 1000);
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

  const compareClocks = async () => {
    const beforeMs = options.nowMs();
    const storeMs = (await options.store.nowSeconds()) * 1000;
    const roundTripMs = options.nowMs() - beforeMs;
    clockOffsetMs = Math.round(options.wallMs() - roundTripMs / 2 - storeMs);
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
