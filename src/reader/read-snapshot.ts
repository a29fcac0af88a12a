import { pollIntervalMs } from '../core/freshness.ts';
import { WINDOW_SECONDS } from '../core/gait/sample-window.ts';
import type { PatientId } from '../core/patient.ts';
import type { PatientSnapshot } from '../core/patient-snapshot.ts';
import type { Sample } from '../core/sample.ts';
import type { StoreReader } from '../store/store.ts';

/** The fastest that anybody polls. */
const MIN_SPACING_SECONDS = 0.02;

/**
 * How many of the newest samples the figures of a snapshot look at, as far as what was read of the patient tells: by the
 * spacing of the samples, and by the cacher's interval.
 */
export function countFigureSamples(read: Pick<PatientSnapshot, 'samples' | 'health'> | null): number {
  const samples = read?.samples ?? [];
  const spanSeconds = (samples.at(-1)?.atSeconds ?? 0) - (samples[0]?.atSeconds ?? 0);
  const intervalSeconds = pollIntervalMs(read?.health) / 1000;
  const spacingSeconds = spanSeconds > 0 ? spanSeconds / (samples.length - 1) : intervalSeconds;
  const leastSeconds = Math.max(MIN_SPACING_SECONDS, Math.min(spacingSeconds, intervalSeconds));
  return Math.ceil(WINDOW_SECONDS / leastSeconds) + 1;
}

/** Reads one patient afresh, as far back as the figures of a snapshot look. */
export async function readSnapshotForFigures(
  store: StoreReader,
  patient: PatientId,
): Promise<PatientSnapshot> {
  const newest = countFigureSamples(null);
  const snapshot = await readSnapshot(store, patient, newest);
  const needed = countFigureSamples(snapshot);
  return needed > newest && snapshot.retained > newest ? readSnapshot(store, patient, needed) : snapshot;
}

/** Reads one patient afresh: the newest samples, and the anomalies of the retained history. */
export async function readSnapshot(
  store: StoreReader,
  patient: PatientId,
  newest: number,
): Promise<PatientSnapshot> {
  const reading = await store.read(patient, newest);
  return { ...reading, anomalies: await readRetainedAnomalies(store, reading) };
}

/** Anomalies as old as the oldest retained sample, or younger. */
export async function readRetainedAnomalies(
  store: StoreReader,
  reading: PatientSnapshot,
): Promise<readonly Sample[]> {
  if (reading.anomaliesStored === 0 || reading.oldestAtSeconds === null) return [];
  return store.readAnomalies(reading.patient, reading.oldestAtSeconds);
}

/** A snapshot, and how many of their newest samples were not known before. */
export interface CaughtUp {
  readonly snapshot: PatientSnapshot;
  readonly fresh: number;
}

/**
 * Brings a known snapshot up to date with a reading of a few samples: what is new is appended, what is no longer
 * retained goes.
 *
 * @param newest how many samples to keep; all that are new are kept in any case
 * @returns null when the reading does not tell what is new, because it does not reach back to the newest known sample
 *   or because entries are alike: then more has to be read
 */
export async function catchUp(
  store: StoreReader,
  known: PatientSnapshot,
  reading: PatientSnapshot,
  newest: number,
): Promise<CaughtUp | null> {
  const fresh = samplesAfter(known.samples, reading.samples, reading.retained - known.retained);
  if (fresh === null) return null;
  const kept = Math.min(Math.max(newest, fresh.length), reading.retained);
  const samples = kept === 0 ? [] : [...known.samples, ...fresh].slice(-kept);
  const anomalies = known.anomalies === null ? null : await catchUpAnomalies(store, known, reading);
  const snapshot = { ...reading, samples, anomalies };
  return { snapshot, fresh: fresh.length };
}

async function catchUpAnomalies(
  store: StoreReader,
  known: PatientSnapshot,
  reading: PatientSnapshot,
): Promise<readonly Sample[]> {
  const since = reading.oldestAtSeconds;
  if (since === null) return [];
  const stillRetained = (known.anomalies ?? []).filter((sample) => sample.atSeconds >= since);
  if (reading.anomaliesStored === known.anomaliesStored) return stillRetained;
  const last = stillRetained.at(-1);
  if (last === undefined || reading.anomaliesStored < known.anomaliesStored) {
    return readRetainedAnomalies(store, reading);
  }
  const read = await store.readAnomalies(reading.patient, last.atSeconds);
  const fresh = samplesAfter(stillRetained, read, reading.anomaliesStored - known.anomaliesStored);
  return fresh === null ? readRetainedAnomalies(store, reading) : [...stillRetained, ...fresh];
}

/**
 * The samples that follow the newest known one, where the end of what is known is the beginning of what was read. An
 * instant alone does not tell a sample from the next: the original program's have whole seconds. Where entries are
 * so alike that they lie over one another in several ways, the list's growth tells which holds.
 *
 * @returns null when they lie over one another in no way, or in several
 */
function samplesAfter(
  known: readonly Sample[],
  read: readonly Sample[],
  grownBy: number,
): readonly Sample[] | null {
  const overlaps: number[] = [];
  for (let length = Math.min(known.length, read.length); length > 0; length--) {
    const from = known.length - length;
    if (known.slice(from).every((sample, index) => isSameSample(sample, read[index]))) overlaps.push(length);
  }
  const overlap =
    overlaps.length === 1 ? overlaps[0] : overlaps.find((length) => read.length - length === grownBy);
  return overlap === undefined ? null : read.slice(overlap);
}

function isSameSample(one: Sample, other: Sample | undefined): boolean {
  return (
    other !== undefined &&
    one.atSeconds === other.atSeconds &&
    one.sensors.length === other.sensors.length &&
    one.sensors.every((reading, index) => {
      const beside = other.sensors[index];
      return (
        reading.id === beside?.id &&
        reading.value === beside.value &&
        reading.anomaly === beside.anomaly &&
        reading.source === beside.source
      );
    })
  );
}
