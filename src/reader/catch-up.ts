import { clockOffsetSeconds } from '../core/freshness.ts';
import type { PatientSnapshot } from '../core/patient-snapshot.ts';
import type { Sample } from '../core/sample.ts';
import type { StoreReader } from '../store/store.ts';
import { readRetainedAnomalies } from './read-snapshot.ts';

/** A snapshot, and how many of its newest samples an earlier snapshot had not. */
export interface CaughtUp {
  readonly snapshot: PatientSnapshot;
  readonly newSamples: number;
}

/**
 * Brings a known snapshot up to date with a read of a few samples: appends the new ones, and drops those that are not
 * retained any more. Reads anomalies when the known snapshot has them and more were stored.
 *
 * @param keep how many samples to keep, 1 at least; new ones are all kept
 * @returns null when more samples have to be read: these do not reach back to the newest known one, are too much alike to
 *   tell which are new, or are of another insole
 */
export async function catchUp(
  store: StoreReader,
  known: PatientSnapshot,
  read: PatientSnapshot,
  keep: number,
): Promise<CaughtUp | null> {
  if (read.insole !== known.insole) return null;
  if (read.retained === 0 && isTooSoonToMiss(known, read))
    return { snapshot: withoutAnomalies(read, known), newSamples: 0 };
  const added = findAddedSamples(known, read);
  if (added === null) return null;
  const count = Math.min(Math.max(keep, added.length), read.retained);
  const samples = [...known.samples, ...added].slice(-count);
  const anomalies = known.anomalies && (await catchUpAnomalies(store, known, known.anomalies, read));
  return { snapshot: { ...read, samples, anomalies }, newSamples: added.length };
}

/**
 * Where nothing was retained, all that is retained now is new, as when a patient is stored for the first time; so it is where
 * all that was known is gone, and whatever came since would still be there.
 */
function findAddedSamples(known: PatientSnapshot, read: PatientSnapshot): readonly Sample[] | null {
  const isWhole = read.samples.length + read.unreadable >= read.retained;
  if (known.retained === 0) return isWhole ? read.samples : null;
  const added = findNewSamples(known.samples, read.samples, read.retained - known.retained);
  if (added !== null) return added;
  const newest = known.samples.at(-1)?.atSeconds ?? Number.POSITIVE_INFINITY;
  const isLater = read.samples.every(({ atSeconds }) => atSeconds > newest);
  return isWhole && isLater && isTooSoonToMiss(known, read) ? read.samples : null;
}

/**
 * Whether every sample that came since a snapshot would still be retained, had there been any: samples are kept at least
 * as long as the oldest of the snapshot had been.
 */
function isTooSoonToMiss(known: PatientSnapshot, read: PatientSnapshot): boolean {
  if (known.oldestAtSeconds === null) return known.retained === 0;
  const keptSeconds = known.nowSeconds - known.oldestAtSeconds + clockOffsetSeconds(known.health);
  return read.nowSeconds - known.nowSeconds < keptSeconds;
}

function withoutAnomalies(read: PatientSnapshot, known: PatientSnapshot): PatientSnapshot {
  return { ...read, anomalies: known.anomalies === null ? null : [] };
}

async function catchUpAnomalies(
  store: StoreReader,
  known: PatientSnapshot,
  knownAnomalies: readonly Sample[],
  read: PatientSnapshot,
): Promise<readonly Sample[]> {
  const { oldestAtSeconds } = read;
  if (oldestAtSeconds === null) return [];
  const retained = knownAnomalies.filter((sample) => sample.atSeconds >= oldestAtSeconds);
  if (read.anomaliesStored === known.anomaliesStored) return retained;
  const last = retained.at(-1);
  if (last === undefined || read.anomaliesStored < known.anomaliesStored) {
    return readRetainedAnomalies(store, read);
  }
  const tail = await store.readAnomalies(read.patient, last.atSeconds);
  const added = findNewSamples(retained, tail, read.anomaliesStored - known.anomaliesStored);
  return added === null ? readRetainedAnomalies(store, read) : [...retained, ...added];
}

/**
 * The samples of a read that follow the newest known one, found where the end of the known samples overlaps the beginning
 * of the read. Instants alone do not tell samples apart: those of the original program are whole seconds. When alike
 * samples allow several overlaps, the growth of the list decides.
 *
 * @returns null when there is no overlap, or none of several fits the growth
 */
function findNewSamples(
  known: readonly Sample[],
  read: readonly Sample[],
  grownBy: number,
): readonly Sample[] | null {
  const overlaps: number[] = [];
  for (let length = Math.min(known.length, read.length); length > 0; length--) {
    const start = known.length - length;
    if (known.slice(start).every((sample, index) => isSameSample(sample, read[index]))) overlaps.push(length);
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
      const counterpart = other.sensors[index];
      return (
        reading.id === counterpart?.id &&
        reading.value === counterpart.value &&
        reading.anomaly === counterpart.anomaly &&
        reading.source === counterpart.source
      );
    })
  );
}
