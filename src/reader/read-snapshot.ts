import { pollIntervalMs } from '../core/freshness.ts';
import { findFault } from '../core/gait/faulty-sensors.ts';
import { WINDOW_SECONDS } from '../core/gait/sample-window.ts';
import { FAULT_HISTORY_SECONDS } from '../core/gait/sensor-faults.ts';
import type { PatientId } from '../core/patient.ts';
import type { PatientSnapshot } from '../core/patient-snapshot.ts';
import type { Sample } from '../core/sample.ts';
import type { StoreReader } from '../store/store.ts';

/** The shortest poll interval, which bounds how many samples are read. */
const MIN_SPACING_SECONDS = 0.02;

/**
 * How many of the newest samples the figures of a patient are computed from, judging by what was read so far: the closer
 * of the spacing of its samples and the cacher's interval decides. What a faulty sensor bore before its fault may lie minutes back.
 */
export function countFigureSamples(read: Pick<PatientSnapshot, 'samples' | 'health'> | null): number {
  const samples = read?.samples ?? [];
  const spanSeconds = (samples.at(-1)?.atSeconds ?? 0) - (samples[0]?.atSeconds ?? 0);
  const intervalSeconds = pollIntervalMs(read?.health) / 1000;
  const spacingSeconds = spanSeconds > 0 ? spanSeconds / (samples.length - 1) : intervalSeconds;
  const closestSeconds = Math.max(MIN_SPACING_SECONDS, Math.min(spacingSeconds, intervalSeconds));
  const isFaulty = samples.at(-1)?.sensors.some((reading) => findFault(reading) !== null) ?? false;
  return Math.ceil((isFaulty ? FAULT_HISTORY_SECONDS : WINDOW_SECONDS) / closestSeconds) + 1;
}

/** Reads a patient with as many samples as its figures are computed from. */
export async function readSnapshotForFigures(
  store: StoreReader,
  patient: PatientId,
): Promise<PatientSnapshot> {
  return readSnapshot(store, patient, countFigureSamples(null), countFigureSamples);
}

/**
 * Reads a patient's newest samples, and the anomalies of the retained history.
 *
 * @param countNeeded how many samples are needed, judging by those read: when more, they are read again
 */
export async function readSnapshot(
  store: StoreReader,
  patient: PatientId,
  count: number,
  countNeeded: (snapshot: PatientSnapshot) => number = () => count,
): Promise<PatientSnapshot> {
  const first = await store.read(patient, count);
  const needed = countNeeded(first);
  const read = needed > count && first.retained > count ? await store.read(patient, needed) : first;
  return { ...read, anomalies: await readRetainedAnomalies(store, read) };
}

/** Anomalies as old as the oldest retained sample, or younger, oldest first. */
export async function readRetainedAnomalies(
  store: StoreReader,
  { patient, anomaliesStored, oldestAtSeconds }: PatientSnapshot,
): Promise<readonly Sample[]> {
  if (anomaliesStored === 0 || oldestAtSeconds === null) return [];
  return store.readAnomalies(patient, oldestAtSeconds);
}
