import { pollIntervalMs } from '../core/freshness.ts';
import type { PatientSnapshot } from '../core/patient-snapshot.ts';
import { type ReadRequest, type StoreReader, StoreUnavailable } from '../store/store.ts';
import { type CaughtUp, catchUp } from './catch-up.ts';
import {
  countSamples,
  type FollowedHistory,
  type FollowedNewest,
  type FollowedPatient,
} from './followed-patient.ts';
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

/** A patient who is followed, and the snapshot read before. */
export interface KnownFollow<Followed extends FollowedPatient> {
  readonly followed: Followed;
  readonly snapshot: TimedSnapshot | null;
}

/**
 * Reads patients of whom the newest samples are enough, in two round trips at most; in the same order. Where the snapshot read
 * before is known, only what came since is read. In place of a patient who cannot be read stands why.
 *
 * @param monotonicMs the clock that `snapshot.readAtMs` is of
 */
export async function readNewestOfEach(
  store: StoreReader,
  follows: readonly KnownFollow<FollowedNewest>[],
  monotonicMs: number,
): Promise<readonly (PatientSnapshot | StoreUnavailable)[]> {
  const plans = follows.map(({ followed, snapshot }) => planRead(followed, snapshot, monotonicMs));
  const reads = await store.readEach(plans);
  const results = await Promise.all(
    reads.map(async (read, index) => {
      const { known, keep } = plans[index] ?? {};
      if (!known || keep === undefined || read instanceof StoreUnavailable) return read;
      return (await catchUp(store, known, read, keep))?.snapshot ?? null;
    }),
  );
  // What was read of these does not reach back to what is known.
  const lost = [...results.keys()].filter((index) => results[index] === null);
  if (lost.length === 0) return results.flatMap((result) => result ?? []);
  const afresh = await store.readEach(
    lost.flatMap((index) => {
      const { patient, keep } = plans[index] ?? {};
      return patient === undefined || keep === undefined ? [] : [{ patient, newest: keep }];
    }),
  );
  for (const [place, index] of lost.entries()) results[index] = afresh[place] ?? null;
  return results.flatMap((result) => result ?? []);
}

interface ReadPlan extends ReadRequest {
  /** The snapshot to go on from; null when all that is to be kept is read. */
  readonly known: TimedSnapshot | null;
  readonly keep: number;
}

function planRead(followed: FollowedNewest, snapshot: TimedSnapshot | null, monotonicMs: number): ReadPlan {
  const keep = countSamples(followed);
  const newest = snapshot !== null && snapshot.samples.length > 0 ? countSince(snapshot, monotonicMs) : keep;
  const isEnough = newest < keep;
  return {
    patient: followed.patient,
    keep,
    newest: isEnough ? newest : keep,
    known: isEnough ? snapshot : null,
  };
}

/**
 * Reads a patient's history. Where the snapshot read before is known, only what came since is read.
 *
 * @param monotonicMs the clock that `known.readAtMs` is of
 */
export async function readHistory(
  store: StoreReader,
  followed: FollowedHistory,
  snapshot: TimedSnapshot | null,
  monotonicMs: number,
): Promise<FollowedRead> {
  // An empty snapshot is one to go on from too: what comes first of a patient is new then.
  const known =
    snapshot !== null && (snapshot.samples.length > 0 || snapshot.retained === 0) ? snapshot : null;
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
