import type { PatientId } from '../core/patient.ts';
import { FIRST_SHARD } from '../core/shard.ts';
import { isCommandRefusal, StoreUnavailable, type StoreWriter } from '../store/store.ts';
import type { CacherOptions } from './cacher-options.ts';
import type { ClockOffset } from './clock-offset.ts';
import { createStoreErrorHandler } from './store-error-handler.ts';

/** What cleanup needs of the cacher. */
export interface CleanupOptions
  extends Pick<CacherOptions, 'retentionMs' | 'cleanupIntervalMs' | 'shard' | 'nowMs' | 'log' | 'onBug'> {
  readonly store: Pick<StoreWriter, 'trim'>;
  readonly clockOffset: Pick<ClockOffset, 'compare'>;
  /** Returns the patients that this cacher follows at this moment. */
  readonly patients: () => readonly PatientId[];
  /** Called with the number of samples that were removed. */
  readonly onTrimmed: (samples: number) => void;
}

/** A running cleanup. */
export interface Cleanup {
  /** Begins no further cleanup, and waits for the one under way. */
  stop(): Promise<void>;
}

/** How often the first of several shards also cleans up patients that no cacher follows. */
const SWEEP_INTERVAL_MS = 3_600_000;

/** What the store searches its patients with. */
const SEARCH_COMMAND = 'SCAN';

/** Removes samples older than the retention: at once, as an earlier run may have left some, and then at every interval. */
export function startCleanup(options: CleanupOptions): Cleanup {
  let running: Promise<void> | null = null;
  let lastSweepMs = Number.NEGATIVE_INFINITY;
  /** Maps each patient whose samples could not be removed to the reason that was logged. */
  const refused = new Map<PatientId, string>();

  /** Returns null for all patients in the store: without shards, and for the first shard once an hour. */
  const selectPatients = (): readonly PatientId[] | null => {
    const shard = options.shard?.() ?? null;
    if (shard === null) return null;
    // If every shard searched the whole store, the work would grow with the square of their number.
    const isSweep = shard.index === FIRST_SHARD && options.nowMs() - lastSweepMs >= SWEEP_INTERVAL_MS;
    return isSweep ? null : options.patients();
  };

  const logRefusals = (checked: readonly PatientId[], refusals: ReadonlyMap<PatientId, string>) => {
    for (const [patient, reason] of refusals) {
      if (refused.get(patient) !== reason)
        options.log.error({ patient, reason }, 'old samples cannot be removed');
    }
    for (const patient of checked) refused.delete(patient);
    for (const [patient, reason] of refusals) refused.set(patient, reason);
  };

  let isUnfoundLogged = false;
  const logUnfound = (reason: string) => {
    if (!isUnfoundLogged)
      options.log.error(
        { reason },
        'only the patients of this cacher are cleaned up, and others in the store grow old',
      );
    isUnfoundLogged = true;
  };

  const cleanUp = async () => {
    // The store's clock decides what is old: a cacher whose clock is wrong must not remove what another one stored. When
    // a clock has stepped, nobody knows which samples were stamped before that. Samples are therefore kept
    // longer by the size of the step, until all of those are old.
    const { storeMs, steppedMs } = await options.clockOffset.compare();
    const beforeSeconds = (storeMs - options.retentionMs - steppedMs) / 1000;
    const startMs = options.nowMs();
    let patients = selectPatients();
    const trimAll = () =>
      options.store.trim(beforeSeconds).catch((error: unknown) => {
        // Without SCAN those that this cacher polls can be cleaned up all the same.
        const reason = getCommandRefusal(error);
        if (reason === null || !reason.endsWith(SEARCH_COMMAND)) throw error;
        logUnfound(reason);
        patients = options.patients();
        return options.store.trim(beforeSeconds, patients);
      });
    const outcome = await (patients === null ? trimAll() : options.store.trim(beforeSeconds, patients));
    if (patients === null) lastSweepMs = startMs;
    if (outcome.trimmed > 0) options.onTrimmed(outcome.trimmed);
    const refusals = new Map(outcome.refused.map(({ patient, reason }) => [patient, reason]));
    logRefusals(patients ?? [...refused.keys()], refusals);
  };

  const onStoreError = createStoreErrorHandler(options.onBug);
  let missing: string | null = null;
  /** A command that is missing will be missing at the next cleanup too: without it nothing is ever removed, which is logged once. */
  const logMissing = (error: unknown) => {
    const reason = getCommandRefusal(error);
    if (reason !== null && reason !== missing)
      options.log.error({ reason }, 'nothing can be cleaned up, and the store grows');
    missing = reason;
  };
  const startCleaning = () => {
    running ??= cleanUp()
      .then(() => logMissing(null))
      .catch((error: unknown) => {
        logMissing(error);
        onStoreError(error);
      })
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(startCleaning, options.cleanupIntervalMs);
  startCleaning();

  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

function getCommandRefusal(error: unknown): string | null {
  return error instanceof StoreUnavailable && isCommandRefusal(error.message) ? error.message : null;
}
