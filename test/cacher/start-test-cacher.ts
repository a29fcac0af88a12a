import { vi } from 'vitest';
import { type Cacher, startCacher } from '../../src/cacher/cacher.ts';
import type { CacherOptions } from '../../src/cacher/cacher-options.ts';
import { createRecordingLog } from './recording-log.ts';
import type { ScriptedStore } from './scripted-store.ts';

/** Starts a cacher of patient 1 at 300 ms, without leases; what a test does not set is the same in all of them. */
export function startTestCacher(options: Pick<CacherOptions, 'client' | 'store'> & Partial<CacherOptions>) {
  const log = createRecordingLog();
  const bugs: unknown[] = [];
  const cacher = startCacher({
    patients: [1],
    sensorIds: [0, 1, 2, 3, 4, 5],
    intervalMs: 300,
    maxBackoffMs: 0,
    retentionMs: 300_000,
    cleanupIntervalMs: 60_000,
    simulateAnomalies: 0,
    cycles: null,
    random: () => 0.5,
    nowMs: () => performance.now(),
    wallMs: Date.now,
    log,
    onBug: (error) => bugs.push(error),
    ...options,
  });
  return { cacher, log, bugs };
}

/** Stops a cacher, advances fake time, and returns the summary. */
export async function finishCacher(cacher: Cacher, withinMs = 10_000) {
  cacher.stop();
  await vi.advanceTimersByTimeAsync(withinMs);
  return cacher.finished;
}

/** Reads a patient with all of its samples. */
export function readPatient(store: ScriptedStore, patient: number) {
  return store.memory.read(patient, 10_000);
}
