import { pollIntervalMs } from '../core/freshness.ts';
import type { PatientSnapshot } from '../core/patient-snapshot.ts';
import type { StoreReader } from '../store/store.ts';
import { type CaughtUp, catchUp } from './catch-up.ts';
import type { FollowedHistory, FollowedPatient } from './followed-patient.ts';
import { readSnapshot } from './read-snapshot.ts';
import type { TimedSnapshot } from './timed-snapshot.ts';

/** Samples read beyond those that the elapsed time explains. */
const OVERLAP_SAMPLES = 4;
/** When so many times as many samples are needed as there are, all are read again. */
const DEEPER_FACTOR = 2;
/** How many times more is read when that was too little. */
const WIDENING_FACTOR = 4;

/** A snapshot, and how many of its samples came since the one before; null when that is not known. */
export interface FollowedRead {
  readonly snapshot: PatientSnapshot;
  readonly newSamples: number | null;
}

/**
 * Reads a followed patient to its depth. Where the snapshot read before is known, only what came since is read.
 *
 * @param monotonicMs the clock that `known.readAtMs` is of
 */
export async function readFollowed(
  store: StoreReader,
  followed: FollowedPatient,
  known: TimedSnapshot | null,
  monotonicMs: number,
): Promise<FollowedRead> {
  const earlier = known !== null && known.samples.length > 0 ? known : null;
  switch (followed.depth) {
    case 'newest':
      return { snapshot: await store.read(followed.patient, 1), newSamples: null };
    case 'trace':
      return {
        snapshot: await readTrace(store, followed.patient, followed.samples, earlier, monotonicMs),
        newSamples: null,
      };
    case 'history':
      // An empty snapshot is one to go on from too: what comes first of a patient is new then.
      return readHistory(store, followed, known?.retained === 0 ? known : earlier, monotonicMs);
  }
}

async function readTrace(
  store: StoreReader,
  patient: number,
  samples: number,
  known: TimedSnapshot | null,
  monotonicMs: number,
): Promise<PatientSnapshot> {
  const count = known && countSince(known, monotonicMs);
  if (known !== null && count !== null && count < samples) {
    const caughtUp = await catchUp(store, known, await store.read(patient, count), samples);
    if (caughtUp) return caughtUp.snapshot;
  }
  return store.read(patient, samples);
}

async function readHistory(
  store: StoreReader,
  followed: FollowedHistory,
  known: TimedSnapshot | null,
  monotonicMs: number,
): Promise<FollowedRead> {
  const caughtUp = known && (await catchUpHistory(store, followed, known, monotonicMs));
  if (caughtUp) return caughtUp;
  const { patient, samples, countNeeded } = followed;
  return { snapshot: await readSnapshot(store, patient, samples, countNeeded), newSamples: null };
}

/** Reads what came since, then more while that is too little; null when everything has to be read afresh. */
async function catchUpHistory(
  store: StoreReader,
  { patient, samples, countNeeded, everySample }: FollowedHistory,
  known: TimedSnapshot,
  monotonicMs: number,
): Promise<CaughtUp | null> {
  const keep = Math.max(samples, countNeeded?.(known) ?? 0);
  // Far more than before is needed, and stored: what a sensor bore before a fault that has just been found.
  const read = known.samples.length + known.unreadable;
  const isTooShort = keep > DEEPER_FACTOR * read && known.retained > read;
  if (isTooShort) return null;
  let count = countSince(known, monotonicMs);
  while (everySample || count < keep) {
    const newest = await store.read(patient, count);
    const caughtUp = await catchUp(store, known, newest, keep);
    if (caughtUp) return caughtUp;
    if (count >= newest.retained) return null;
    count *= WIDENING_FACTOR;
  }
  return null;
}

/** How many samples may have come since a snapshot was read, with some that it already has. */
function countSince(known: TimedSnapshot, monotonicMs: number): number {
  return Math.ceil((monotonicMs - known.readAtMs) / pollIntervalMs(known.health)) + OVERLAP_SAMPLES;
}
