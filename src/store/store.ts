import type { InsoleTimeline } from '../core/insole/insole-timeline.ts';
import type { Health, PatientId, Profile } from '../core/patient.ts';
import type { PatientSnapshot } from '../core/patient-snapshot.ts';
import type { FlagMark, Sample } from '../core/sample.ts';
import type { KeptWalks } from './kept-walks.ts';
import type { StoredPair } from './stored-entry.ts';

/** A list of a patient: its samples, which are trimmed to the retention, or its anomalies, which are kept for ever. */
export type StoredList = 'samples' | 'anomalies';

/** A sample to store. */
export interface NewEntry {
  /** When it was received, Unix seconds with three decimal places; as text, because numbers lose digits in Lua. */
  readonly timestamp: string;
  /** The `sensors` array as compact JSON. */
  readonly sensorsJson: string;
  /** Whether a sensor is flagged, so that the sample also belongs to the anomalies. */
  readonly anomalous: boolean;
}

/** What is stored of one patient in one atomic step. */
export interface PatientWrite {
  readonly patient: PatientId;
  /** In the order of time. A patient may have one pending write at most, so that a repeated one can be recognized. */
  readonly entries: readonly NewEntry[];
  readonly profile?: Profile;
  readonly health?: Health;
}

/** The right to poll a patient, which expires when nothing is written for its time to live. */
export interface Lease {
  /** Identifies one cacher process. */
  readonly holder: string;
  /** A digest of the API that the holder polls, without blanks; none in a lease that does not tell it. */
  readonly api?: string;
  readonly ttlMs: number;
}

/** A lease that lives: who holds it, and the digest of the API that the holder polls, null when the lease does not tell it. */
export interface HeldLease {
  readonly holder: string;
  readonly api: string | null;
}

/** The result of the write of one patient. It is safe to repeat a write whose result is not known. */
export type WriteOutcome =
  /** All `entries` of the write are stored, by this call or by an earlier one whose reply was lost. */
  | { readonly kind: 'stored'; readonly patient: PatientId; readonly entries: number }
  /** Another holder has the patient's lease: nothing was stored. */
  | { readonly kind: 'not-holder'; readonly patient: PatientId }
  /** The store cannot take this patient, and `reason` says why: nothing was stored. */
  | { readonly kind: 'refused'; readonly patient: PatientId; readonly reason: string }
  /** The patient's server in a cluster is down, while others are up: whether the write was stored is not known. */
  | { readonly kind: 'unreachable'; readonly patient: PatientId; readonly reason: string };

/** The least that tells how a patient is, cheap enough to read of a thousand patients at once. */
export interface PatientSummary {
  readonly patient: PatientId;
  /** The store's clock, Unix seconds. */
  readonly nowSeconds: number;
  /** When the newest sample was received, Unix seconds; null without a readable one. */
  readonly newestAtSeconds: number | null;
  /** How many samples the anomaly list has. */
  readonly anomaliesStored: number;
  /** The mark of the newest anomaly; an empty one without a readable anomaly. */
  readonly newestAnomaly: FlagMark;
  readonly profile: Profile | null;
  readonly health: Health | null;
  /** When profile and health were read, by the store's clock; absent when that was at `nowSeconds`. */
  readonly recordsAtSeconds?: number;
  /** Whether the store has any key of this patient. */
  readonly known: boolean;
}

/** A patient to read, and how many of its newest samples. */
export interface ReadRequest {
  readonly patient: PatientId;
  readonly newest: number;
}

/** The result of a trim. */
export interface TrimOutcome {
  /** How many samples were removed. */
  readonly trimmed: number;
  /** The patients whose lists could not be trimmed, with the reasons. */
  readonly refused: readonly { readonly patient: PatientId; readonly reason: string }[];
}

/** The cacher's side of the store. Every method rejects with StoreUnavailable when the store is unreachable. */
export interface StoreWriter {
  /**
   * Stores each patient's write in one atomic step; outcomes come in the order of the writes. With a lease, the same step
   * checks, and takes or renews, the lease of the patient.
   */
  write(writes: readonly PatientWrite[], lease?: Lease): Promise<readonly WriteOutcome[]>;
  /** The lease of each patient, null for none. Patients whose server in a cluster is down are left out. */
  holders(patients: readonly PatientId[]): Promise<ReadonlyMap<PatientId, HeldLease | null>>;
  /** Takes or renews the leases of patients that no other holder has; returns those patients. */
  acquire(patients: readonly PatientId[], lease: Lease): Promise<readonly PatientId[]>;
  /**
   * Counts the instants, Unix seconds as text and in the order of time, near which a sample of the patient was received: within so many
   * seconds.
   */
  countStored(patient: PatientId, timestamps: readonly string[], withinSeconds: number): Promise<number>;
  /** The newest entries of a patient's samples, at most `count` of them, oldest first, exactly as they are stored. */
  readNewest(patient: PatientId, count: number): Promise<readonly StoredPair[]>;
  /** Releases those leases of patients that the holder still has. */
  release(patients: readonly PatientId[], holder: string): Promise<void>;
  /**
   * Removes the samples, but not the anomalies, that were received before an instant of the store's clock, Unix seconds.
   * Without `patients`, the store is searched for all of them. Samples have timestamps of the cacher's clock: the offset
   * that the cacher measured is allowed for. Servers of a cluster that are down are left out until the next time.
   */
  trim(beforeSeconds: number, patients?: readonly PatientId[]): Promise<TrimOutcome>;
  /** The store's clock, Unix seconds. */
  nowSeconds(): Promise<number>;
}

/** The reader's side of the store. Every method rejects with StoreUnavailable when the store is unreachable. */
export interface StoreReader {
  /** The patients of whom the store has samples, anomalies, a profile or a health record, ascending. */
  patients(): Promise<readonly PatientId[]>;
  /** A patient's newest samples, at most `newest` of them, and all else that is known of it but the anomalies. */
  read(patient: PatientId, newest: number): Promise<PatientSnapshot>;
  /**
   * Reads each patient as `read` does, in the same order, in one round trip to each server. In place of a patient whose server in a
   * cluster is down stands why; the others are read all the same.
   */
  readEach(requests: readonly ReadRequest[]): Promise<readonly (PatientSnapshot | StoreUnavailable)[]>;
  /**
   * Reads the summaries of many patients, in the same order, in one round trip to each server. Patients whose server in a
   * cluster is down are left out.
   *
   * @param known what was read before, by patient: of those, profile and health may be up to three seconds old while they are live
   */
  readSummaries(
    patients: readonly PatientId[],
    known?: ReadonlyMap<PatientId, PatientSummary>,
  ): Promise<readonly PatientSummary[]>;
  /**
   * Reads samples of a list around an instant (Unix seconds), oldest first: up to `before` that were received before it,
   * and up to `from` received at it or later. It is found by binary search: only nearly, where a clock stepped back.
   */
  readAround(
    patient: PatientId,
    list: StoredList,
    atSeconds: number,
    counts: { readonly before: number; readonly from: number },
  ): Promise<readonly Sample[]>;
  /** The insoles that a patient's samples are of. */
  readInsoles(patient: PatientId): Promise<InsoleTimeline>;
  /** Reads the anomalies received at or after an instant (Unix seconds), oldest first, without reading the whole list. */
  readAnomalies(patient: PatientId, sinceSeconds: number): Promise<readonly Sample[]>;
  /**
   * Reads the samples of a list received at or after an instant, oldest first, page by page: memory holds one page at a
   * time. Entries that cannot be read are left out. Samples stored or trimmed meanwhile may be missing; any other comes
   * exactly once.
   */
  samplePages(patient: PatientId, list: StoredList, sinceSeconds: number): AsyncIterable<readonly Sample[]>;
  /**
   * Calls back when a patient may have new samples. The store reconnects by itself, but wake-ups meanwhile are lost, so a
   * reader polls slowly as well.
   */
  wakeOn(patients: readonly PatientId[], wake: (patient: PatientId) => void): Promise<Subscription>;
}

/** A subscription to wake-ups. */
export interface Subscription {
  /** Whether wake-ups come at all: false where the store cannot send them, so that the reader has to poll. */
  readonly wakes: boolean;
  /** Ends the subscription. */
  close(): void;
}

/** A whole store: both sides, the kept walks, and what import, export and erase need. */
export interface Store extends StoreWriter, StoreReader, KeptWalks {
  /** Like samplePages, but gives the entries exactly as they are stored, unknown fields and unreadable ones included. */
  rawPages(patient: PatientId, list: StoredList, sinceSeconds: number): AsyncIterable<readonly StoredPair[]>;
  /**
   * Appends entries as they are to a list of a patient that has `afterEntries` entries, in one atomic step. It is refused
   * when the list has another length, unless it is the length after this call: repeating a call is safe.
   */
  append(
    patient: PatientId,
    list: StoredList,
    afterEntries: number,
    pairs: readonly StoredPair[],
  ): Promise<WriteOutcome>;
  /** Says which insoles a patient's samples are of, in place of what was said before; for samples that `append` stores. */
  writeInsoles(patient: PatientId, timeline: InsoleTimeline): Promise<void>;
  /** Removes everything of a patient, anomalies and kept walks included; returns how many keys that were. */
  erase(patient: PatientId): Promise<number>;
  /** Closes all connections; pending calls reject with StoreUnavailable. */
  close(): Promise<void>;
}

/** The store is unreachable, or does not reply in time. The message says why, and contains no address and no data. */
export class StoreUnavailable extends Error {
  readonly code = 'ERR_STORE_UNAVAILABLE';
  override readonly name = 'StoreUnavailable';
}

/** Whether the reason of a StoreUnavailable is a command that this user may not run, or that the store does not have. */
export function isCommandRefusal(reason: string): boolean {
  return /^(not permitted|unknown command)/.test(reason);
}
