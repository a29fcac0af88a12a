import { ASSUMED_INTERVAL_MS } from '../core/freshness.ts';
import { LOAD_WINDOW_SECONDS } from '../core/load-share.ts';
import type { Health, PatientId } from '../core/patient.ts';
import type { Sample } from '../core/sample.ts';
import type { SnapshotFacts } from '../core/snapshot.ts';
import type { PatientReading, StoreReader } from '../store/store.ts';

/** How many of the newest samples the figures of a snapshot look at. */
export function figuresLength(health: Health | null): number {
  return Math.ceil((LOAD_WINDOW_SECONDS * 1000) / (health?.intervalMs ?? ASSUMED_INTERVAL_MS)) + 1;
}

/** Reads one patient afresh: the newest samples, and the anomalies of the retained history. */
export async function readFacts(
  store: StoreReader,
  patient: PatientId,
  newest: number,
): Promise<SnapshotFacts> {
  const reading = await store.read(patient, newest);
  return { ...reading, anomalies: await readRetainedAnomalies(store, reading) };
}

/** Anomalies as old as the oldest retained sample, or younger. */
export async function readRetainedAnomalies(
  store: StoreReader,
  reading: PatientReading,
): Promise<readonly Sample[]> {
  if (reading.anomaliesStored === 0 || reading.oldestAtSeconds === null) return [];
  return store.readAnomalies(reading.patient, reading.oldestAtSeconds);
}

/**
 * Brings known facts up to date with a reading of a few samples: what is new is appended, what is no longer
 * retained goes.
 *
 * @param newest how many samples to keep
 * @returns null when the reading does not reach back to the newest known sample: then all has to be read afresh
 */
export async function catchUp(
  store: StoreReader,
  known: SnapshotFacts,
  reading: PatientReading,
  newest: number,
): Promise<SnapshotFacts | null> {
  const fresh = samplesAfter(known.samples, reading.samples);
  if (fresh === null) return null;
  const kept = Math.min(newest, reading.retained);
  const samples = kept === 0 ? [] : [...known.samples, ...fresh].slice(-kept);
  return { ...reading, samples, anomalies: await catchUpAnomalies(store, known, reading) };
}

async function catchUpAnomalies(
  store: StoreReader,
  known: SnapshotFacts,
  reading: PatientReading,
): Promise<readonly Sample[]> {
  const since = reading.oldestAtSeconds;
  if (since === null) return [];
  const stillRetained = known.anomalies.filter((sample) => sample.atSeconds >= since);
  if (reading.anomaliesStored === known.anomaliesStored) return stillRetained;
  const last = stillRetained.at(-1);
  if (last === undefined || reading.anomaliesStored < known.anomaliesStored) {
    return readRetainedAnomalies(store, reading);
  }
  const read = await store.readAnomalies(reading.patient, last.atSeconds);
  const fresh = samplesAfter(stillRetained, read);
  return fresh === null ? readRetainedAnomalies(store, reading) : [...stillRetained, ...fresh];
}

/** The samples that follow the newest known one, or null when it is not among them. */
function samplesAfter(known: readonly Sample[], read: readonly Sample[]): readonly Sample[] | null {
  const last = known.at(-1);
  if (last === undefined) return null;
  const index = read.findLastIndex((sample) => sample.atSeconds === last.atSeconds);
  return index < 0 ? null : read.slice(index + 1);
}
