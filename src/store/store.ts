import type { Health, PatientId, Profile } from '../core/patient.ts';
import type { PatientSnapshot } from '../core/patient-snapshot.ts';
import type { FlagMark, Sample } from '../core/sample.ts';
import type { StoredPair } from './stored-entry.ts';

/** Which of a patient's lists: the retained samples, or the anomalies. */
export type StoredList = 'samples' | 'anomalies';

/** A sample on its way into the store. */
export interface NewEntry {
  /** Unix seconds, three decimal places, as text: numbers lose digits on their way through Lua. */
  readonly timestamp: string;
  /** The `sensors` array as compact JSON. */
  readonly sensorsJson: string;
  readonly anomalous: boolean;
}

/** Everything that is written of one patient in one atomic step. */
export interface PatientWrite {
  readonly patient: PatientId;
  /** In order. At most one write of a patient may be under way, so that a repeated one can be told. */
  readonly entries: readonly NewEntry[];
  readonly profile?: Profile;
  readonly health?: Health;
}

/** Who polls a patient. It ends by itself when nothing was written for its time. */
export interface Lease {
  /** Of this cacher alone, as long as its process lasts. */
  readonly holder: string;
  readonly ttlMs: number;
}

/**
 * What became of a write. `stored` counts the entries the lists now hold because of it, also when an earlier,
 * unanswered try had appended them: repeating a write is safe. `refused` is of this patient only.
 */
export type WriteOutcome =
  | { readonly kind: 'stored'; readonly patient: PatientId; readonly entries: number }
  /** Another holder has the patient's lease: nothing was written. */
  | { readonly kind: 'not-holder'; readonly patient: PatientId }
  | { readonly kind: 'refused'; readonly patient: PatientId; readonly reason: string }
  /** The patient's server of a cluster cannot be reached, others can: nobody knows whether it was stored. */
  | { readonly kind: 'unreachable'; readonly patient: PatientId; readonly reason: string };

/** The least that tells how a patient is: for a row among a thousand. */
export interface PatientSummary {
  readonly patient: PatientId;
  /** The store's clock, Unix seconds. */
  readonly nowSeconds: number;
  readonly newestAtSeconds: number | null;
  readonly anomaliesStored: number;
  /** How the newest sample of the anomaly list is flagged; nothing when there is none that can be read. */
  readonly newestAnomaly: FlagMark;
  readonly profile: Profile | null;
  readonly health: Health | null;
  readonly known: boolean;
}

export interface TrimOutcome {
  /** Samples removed from the retained lists. */
  readonly trimmed: number;
  /** Patients whose lists could not be trimmed, and why. */
  readonly refused: readonly { readonly patient: PatientId; readonly reason: string }[];
}

/** The cacher's side of the store. Every method rejects with StoreUnavailable when the store cannot be reached. */
export interface StoreWriter {
  /**
   * Carries out each patient's write as one atomic step; outcomes come in the order of the writes. With a lease, the same
   * step takes or renews it, also one that has expired and that nobody took.
   */
  write(writes: readonly PatientWrite[], lease?: Lease): Promise<readonly WriteOutcome[]>;
  /** Who has the lease of each patient, null for nobody. Those whose server of a cluster is away are left out. */
  holders(patients: readonly PatientId[]): Promise<ReadonlyMap<PatientId, string | null>>;
  /** Takes or renews the leases of patients; tells of which no other holder has it. */
  acquire(patients: readonly PatientId[], lease: Lease): Promise<readonly PatientId[]>;
  /** Gives up the leases that are still the holder's. */
  release(patients: readonly PatientId[], holder: string): Promise<void>;
  /**
   * Removes the samples received before an instant of the store's clock, of some patients, or of every patient in the
   * store, which is looked through for them; anomalies stay. A patient's samples are on the clock of the cacher that polls it: its measured offset is allowed for.
   */
  trim(beforeSeconds: number, patients?: readonly PatientId[]): Promise<TrimOutcome>;
  /** The store's clock, Unix seconds. */
  nowSeconds(): Promise<number>;
}

/** The reader's side of the store. Every method rejects with StoreUnavailable when the store cannot be reached. */
export interface StoreReader {
  /** Patients the store holds samples, anomalies or records of, ascending. */
  patients(): Promise<readonly PatientId[]>;
  /** A patient's newest samples, at most `newest` of them, and all else that is known of it but the anomalies. */
  read(patient: PatientId, newest: number): Promise<PatientSnapshot>;
  /**
   * Glances at many patients in one round trip to each server, in the order asked for. Those that a server of a cluster
   * which is away would have to tell of are left out.
   */
  readSummaries(patients: readonly PatientId[]): Promise<readonly PatientSummary[]>;
  /**
   * Samples of a list around an instant, oldest first: up to `before` that were received before it, and up to `from` that
   * were received at it or later. Found by binary search: where a clock stepped back, near the instant.
   */
  readAround(
    patient: PatientId,
    list: StoredList,
    atSeconds: number,
    counts: { readonly before: number; readonly from: number },
  ): Promise<readonly Sample[]>;
  /** Samples of the anomaly list received at or after an instant, oldest first. Never reads the list whole. */
  readAnomalies(patient: PatientId, sinceSeconds: number): Promise<readonly Sample[]>;
  /**
   * Reads the samples of a list received at or after an instant, oldest first, page by page: memory holds one page at a
   * time. Entries that cannot be read are left out. Samples stored or trimmed meanwhile may be missing; any other comes
   * exactly once.
   */
  samplePages(patient: PatientId, list: StoredList, sinceSeconds: number): AsyncIterable<readonly Sample[]>;
  /**
   * Calls back when a patient may have new samples. False when the store cannot wake anybody, so that the reader
   * polls. A lost link is healed by the store; wake-ups meanwhile are lost, so slow polling goes on beside it.
   */
  wakeOn(patients: readonly PatientId[], wake: (patient: PatientId) => void): Promise<Subscription>;
}

export interface Subscription {
  /** Whether wake-ups come at all. */
  readonly wakes: boolean;
  close(): void;
}

export interface Store extends StoreWriter, StoreReader {
  /** Like samplePages, but gives the entries exactly as they are stored, unknown fields and unreadable ones included. */
  rawPages(patient: PatientId, list: StoredList, sinceSeconds: number): AsyncIterable<readonly StoredPair[]>;
  /**
   * Appends entries as they are to one list of a patient that holds `afterEntries`, in one atomic step. Refused when it
   * holds another number, unless these entries are there already: repeating a try is safe, equal neighbours stay.
   */
  append(
    patient: PatientId,
    list: StoredList,
    afterEntries: number,
    pairs: readonly StoredPair[],
  ): Promise<WriteOutcome>;
  /** Removes everything of a patient, anomalies included; how many keys that were. */
  erase(patient: PatientId): Promise<number>;
  close(): Promise<void>;
}

/** The store cannot be reached, or does not answer in time. The message carries no address and no data. */
export class StoreUnavailable extends Error {
  readonly code = 'ERR_STORE_UNAVAILABLE';
  override readonly name = 'StoreUnavailable';
}
