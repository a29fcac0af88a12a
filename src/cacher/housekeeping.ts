import { RECORD_INTERVAL_MS } from '../core/freshness.ts';
import type { PatientId } from '../core/patient.ts';
import { FIRST_SHARD, type Shard } from '../core/shard.ts';
import { StoreUnavailable, type StoreWriter } from '../store/store.ts';
import type { Log } from './log.ts';

export interface HousekeepingOptions {
  readonly store: StoreWriter;
  readonly retentionMs: number;
  readonly cleanupIntervalMs: number;
  /** Whom this cacher polls just now. */
  readonly patients: () => readonly PatientId[];
  /** Which share of the patients that is just now; null, as when it is left out, when there are no shares. */
  readonly shard?: () => Shard | null;
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
/** How often the first of several shards looks for patients whom nobody polls any longer. */
const SWEEP_INTERVAL_MS = 3_600_000;
const HEARTBEAT_MS = RECORD_INTERVAL_MS / 4;

/** The least of the numbers that came in some time. */
class RecentLeast {
  readonly #forMs: number;
  /** Each with those that are not less and came later; the least first. */
  readonly #candidates: { readonly atMs: number; readonly value: number }[] = [];

  constructor(forMs: number) {
    this.#forMs = forMs;
  }

  push(atMs: number, value: number): number {
    while ((this.#candidates.at(-1)?.value ?? Number.NEGATIVE_INFINITY) >= value) this.#candidates.pop();
    this.#candidates.push({ atMs, value });
    while ((this.#candidates[0]?.atMs ?? atMs) < atMs - this.#forMs) this.#candidates.shift();
    return this.#candidates[0]?.value ?? value;
  }
}

/** What the cacher does beside polling: removes old samples, compares its clock with the store's, shows signs of life. */
export function startHousekeeping(options: HousekeepingOptions) {
  let clockOffsetMs: number | null = null;
  const windowMs = options.retentionMs + options.cleanupIntervalMs;
  const leastOffsets = new RecentLeast(windowMs);
  const leastNegatedOffsets = new RecentLeast(windowMs);
  let trimmed = 0;
  let cleaning: Promise<void> | null = null;
  let sweptAtMs = Number.NEGATIVE_INFINITY;
  const refused = new Map<PatientId, string>();

  const compareClocks = async () => {
    const beforeMs = options.nowMs();
    const storeMs = (await options.store.nowSeconds()) * 1000;
    const roundTripMs = options.nowMs() - beforeMs;
    const offsetMs = Math.round(options.wallMs() - roundTripMs / 2 - storeMs);
    clockOffsetMs = offsetMs;
    // How far the clocks have stepped against each other while the samples that are retained were stamped.
    const steppedMs =
      -leastNegatedOffsets.push(options.nowMs(), -offsetMs) - leastOffsets.push(options.nowMs(), offsetMs);
    return { storeMs, steppedMs };
  };

  /**
   * Whose samples to remove; null for those of everybody in the store. If each of many shards looked through all of it, that
   * would grow with their square.
   */
  const shareToClean = (): readonly PatientId[] | null => {
    const shard = options.shard?.() ?? null;
    if (shard === null) return null;
    const sweeps = shard.index === FIRST_SHARD && options.nowMs() - sweptAtMs >= SWEEP_INTERVAL_MS;
    return sweeps ? null : options.patients();
  };

  const cleanUp = async () => {
    // By the store's clock: one cacher whose clock is wrong must not remove what another one stored. After a step of a
    // clock nobody knows which samples were stamped before it, and the records may tell the offset of before: until all of
    // then are old, later is removed what is old, and nothing too early.
    const { storeMs, steppedMs } = await compareClocks();
    const before = (storeMs - options.retentionMs - steppedMs) / 1000;
    const beganAtMs = options.nowMs();
    const share = shareToClean();
    const outcome = await (share === null ? options.store.trim(before) : options.store.trim(before, share));
    if (share === null) sweptAtMs = beganAtMs;
    trimmed += outcome.trimmed;
    if (outcome.trimmed > 0) options.onTrimmed(outcome.trimmed);
    const now = new Map(outcome.refused.map(({ patient, reason }) => [patient, reason]));
    for (const [patient, reason] of now) {
      if (refused.get(patient) !== reason)
        options.log.error({ patient, reason }, 'old samples cannot be removed');
    }
    for (const patient of share ?? [...refused.keys()]) refused.delete(patient);
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
  // What an earlier run left does not wait for the first interval to pass; and the clocks are compared.
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
