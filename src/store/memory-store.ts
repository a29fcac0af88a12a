import { clockOffsetSeconds } from '../core/freshness.ts';
import type { Insole } from '../core/insole/insole.ts';
import { type InsoleTimeline, ONLY_SIX } from '../core/insole/insole-timeline.ts';
import type { KeptWalk } from '../core/kept-walk.ts';
import type { Health, PatientId, Profile } from '../core/patient.ts';
import type { PatientSnapshot } from '../core/patient-snapshot.ts';
import type { Sample } from '../core/sample.ts';
import { continueTimeline } from './insole-record.ts';
import type { KeepOutcome, WalkList, WalkToKeep } from './kept-walks.ts';
import { KeySchema } from './keys.ts';
import { MemoryLeases } from './memory-leases.ts';
import { MemoryWakeups } from './memory-wakeups.ts';
import { MemoryWalks } from './memory-walks.ts';
import { appendOnce, countAnomalous, findFirstSince, makePairRange } from './pair-list.ts';
import { readAround } from './read-around.ts';
import { type ReadRange, readRawPages, readSamplePages } from './read-pages.ts';
import { readTailSince } from './read-tail.ts';
import type {
  HeldLease,
  Lease,
  PatientSummary,
  PatientWrite,
  ReadRequest,
  Store,
  StoredList,
  Subscription,
  TrimOutcome,
  WriteOutcome,
} from './store.ts';
import {
  findFirstTimestamp,
  markSensors,
  parseTimestamp,
  readCurrentPairs,
  type StoredPair,
} from './stored-entry.ts';

interface PatientRecord {
  samples: StoredPair[];
  readonly anomalies: StoredPair[];
  profile: Profile | null;
  health: Health | null;
  insoles: InsoleTimeline;
}

/** A store in memory, which lasts as long as the process. It keeps what Redis would, and reads it by the same rules. */
export class MemoryStore implements Store {
  readonly #clockMs: () => number;
  readonly #records = new Map<PatientId, PatientRecord>();
  readonly #wakeups = new MemoryWakeups();
  readonly #leases: MemoryLeases;
  readonly #walks = new MemoryWalks();
  readonly #keys = new KeySchema('plain');

  /** `clockMs` gives the wall clock in Unix milliseconds. */
  constructor(clockMs: () => number) {
    this.#clockMs = clockMs;
    this.#leases = new MemoryLeases(clockMs);
  }

  async write(writes: readonly PatientWrite[], lease?: Lease): Promise<readonly WriteOutcome[]> {
    return writes.map((write) =>
      lease === undefined || this.#leases.take(write.patient, lease)
        ? this.#writePatient(write)
        : { kind: 'not-holder', patient: write.patient },
    );
  }

  async holders(patients: readonly PatientId[]): Promise<ReadonlyMap<PatientId, HeldLease | null>> {
    return new Map(patients.map((patient) => [patient, this.#leases.find(patient)]));
  }

  async acquire(patients: readonly PatientId[], lease: Lease): Promise<readonly PatientId[]> {
    return patients.filter((patient) => this.#leases.take(patient, lease));
  }

  async release(patients: readonly PatientId[], holder: string): Promise<void> {
    for (const patient of patients) this.#leases.remove(patient, holder);
  }

  #writePatient({ patient, entries, profile, health }: PatientWrite): WriteOutcome {
    const record = this.#ensureRecord(patient);
    const appended = appendOnce(record.samples, entries);
    appendOnce(
      record.anomalies,
      entries.filter((entry) => entry.anomalous),
    );
    if (profile !== undefined) record.profile = profile;
    const [first] = entries;
    const isFirst =
      record.samples.length + record.anomalies.length <= entries.length + countAnomalous(entries);
    if (profile !== undefined && first !== undefined)
      record.insoles = continueTimeline(record.insoles, profile.insole, Number(first.timestamp), isFirst);
    if (health !== undefined) record.health = health;
    if (appended > 0) this.#wakeups.wakeSoon(patient);
    return { kind: 'stored', patient, entries: entries.length };
  }

  async countStored(
    patient: PatientId,
    timestamps: readonly string[],
    withinSeconds: number,
  ): Promise<number> {
    const stored = (this.#records.get(patient)?.samples ?? []).map(([, timestamp]) =>
      parseTimestamp(timestamp),
    );
    return timestamps.filter((timestamp) =>
      stored.some((at) => at !== null && Math.abs(at - Number(timestamp)) <= withinSeconds),
    ).length;
  }

  async readNewest(patient: PatientId, count: number): Promise<readonly StoredPair[]> {
    return this.#records.get(patient)?.samples.slice(-count) ?? [];
  }

  async trim(
    beforeSeconds: number,
    patients: Iterable<PatientId> = this.#records.keys(),
  ): Promise<TrimOutcome> {
    let trimmed = 0;
    for (const patient of patients) {
      const record = this.#records.get(patient);
      if (record === undefined) continue;
      const offsetSeconds = clockOffsetSeconds(record.health);
      const count = findFirstSince(record.samples, beforeSeconds + offsetSeconds);
      if (count > 0) record.samples = record.samples.slice(count);
      trimmed += count;
    }
    return { trimmed, refused: [] };
  }

  async nowSeconds(): Promise<number> {
    return this.#clockMs() / 1000;
  }

  async patients(): Promise<readonly PatientId[]> {
    const known = [...this.#records].filter(([, record]) => isKnown(record));
    return known.map(([patient]) => patient).sort((a, b) => a - b);
  }

  async read(patient: PatientId, newest: number): Promise<PatientSnapshot> {
    const record = this.#records.get(patient);
    const pairs = record?.samples ?? [];
    const insoles = record?.insoles ?? ONLY_SIX;
    return {
      patient,
      insole: insoles.current,
      nowSeconds: this.#clockMs() / 1000,
      ...readCurrentPairs(pairs.slice(Math.max(0, pairs.length - newest)), insoles),
      retained: pairs.length,
      oldestAtSeconds: findFirstTimestamp(pairs.slice(0, 1).map(([, timestamp]) => timestamp)),
      anomaliesStored: record?.anomalies.length ?? 0,
      anomalies: null,
      profile: record?.profile ?? null,
      health: record?.health ?? null,
      known: record !== undefined && isKnown(record),
    };
  }

  async readEach(requests: readonly ReadRequest[]): Promise<readonly PatientSnapshot[]> {
    return Promise.all(requests.map(({ patient, newest }) => this.read(patient, newest)));
  }

  async writeInsoles(patient: PatientId, timeline: InsoleTimeline): Promise<void> {
    this.#ensureRecord(patient).insoles = timeline;
  }

  async readInsoles(patient: PatientId): Promise<InsoleTimeline> {
    return this.#records.get(patient)?.insoles ?? ONLY_SIX;
  }

  async readAnomalies(patient: PatientId, sinceSeconds: number): Promise<readonly Sample[]> {
    const { anomalies: pairs = [], insoles } = this.#records.get(patient) ?? {};
    return readTailSince(
      pairs.length,
      sinceSeconds,
      async (start, stop) => pairs.slice(start, stop),
      insoles,
    );
  }

  async readSummaries(patients: readonly PatientId[]): Promise<readonly PatientSummary[]> {
    return patients.map((patient) => {
      const record = this.#records.get(patient);
      return {
        patient,
        nowSeconds: this.#clockMs() / 1000,
        newestAtSeconds: parseTimestamp(record?.samples.at(-1)?.[1] ?? ''),
        anomaliesStored: record?.anomalies.length ?? 0,
        newestAnomaly: markSensors(record?.anomalies.at(-1)?.[0] ?? ''),
        profile: record?.profile ?? null,
        health: record?.health ?? null,
        known: record !== undefined && isKnown(record),
      };
    });
  }

  async readAround(
    patient: PatientId,
    list: StoredList,
    atSeconds: number,
    counts: { readonly before: number; readonly from: number },
  ): Promise<readonly Sample[]> {
    return readAround(this.#makeReadRange(patient, list), atSeconds, counts, await this.readInsoles(patient));
  }

  samplePages(patient: PatientId, list: StoredList, sinceSeconds: number) {
    return readSamplePages(this.#makeReadRange(patient, list), sinceSeconds, () => this.readInsoles(patient));
  }

  rawPages(patient: PatientId, list: StoredList, sinceSeconds: number) {
    return readRawPages(this.#makeReadRange(patient, list), sinceSeconds);
  }

  async append(
    patient: PatientId,
    list: StoredList,
    afterEntries: number,
    pairs: readonly StoredPair[],
  ): Promise<WriteOutcome> {
    const record = this.#ensureRecord(patient);
    const { length } = record[list];
    if (length !== afterEntries && length !== afterEntries + pairs.length) {
      const reason = `it holds ${length} entries and ${length} timestamps, not ${afterEntries}`;
      return { kind: 'refused', patient, reason };
    }
    if (length === afterEntries) record[list].push(...pairs);
    return { kind: 'stored', patient, entries: pairs.length };
  }

  async keep(walk: WalkToKeep, maxBytes: number): Promise<KeepOutcome> {
    return this.#walks.keep(walk, maxBytes, this.#ensureRecord(walk.patient));
  }

  async keptPatients(): Promise<readonly PatientId[]> {
    return this.#walks.patients();
  }

  async kept(patient: PatientId): Promise<WalkList> {
    return this.#walks.list(patient);
  }

  async keptInsole(walk: KeptWalk): Promise<Insole> {
    return this.#walks.insole(walk);
  }

  keptPages(patient: PatientId, id: string) {
    const range = makePairRange(() => this.#walks.pairs(patient, id));
    return readRawPages(range, 0);
  }

  async removeKept(patient: PatientId, id: string): Promise<boolean> {
    return this.#walks.remove(patient, id);
  }

  async erase(patient: PatientId): Promise<number> {
    const record = this.#records.get(patient);
    this.#records.delete(patient);
    this.#leases.remove(patient);
    const hadWalks = this.#walks.erase(patient);
    return hadWalks || (record !== undefined && isKnown(record)) ? 1 : 0;
  }

  async wakeOn(patients: readonly PatientId[], wake: (patient: PatientId) => void): Promise<Subscription> {
    return this.#wakeups.wakeOn(patients, wake);
  }

  async close(): Promise<void> {
    this.#wakeups.close();
  }

  #makeReadRange(patient: PatientId, list: StoredList): ReadRange {
    return makePairRange(() => this.#records.get(patient)?.[list] ?? []);
  }

  #ensureRecord(patient: PatientId): PatientRecord {
    this.#keys.key(patient, 'data');
    const record = this.#records.get(patient) ?? {
      samples: [],
      anomalies: [],
      profile: null,
      health: null,
      insoles: ONLY_SIX,
    };
    this.#records.set(patient, record);
    return record;
  }
}

function isKnown({ samples, anomalies, profile, health }: PatientRecord): boolean {
  return samples.length > 0 || anomalies.length > 0 || profile !== null || health !== null;
}
