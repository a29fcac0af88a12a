import type { KeptWalk } from '../../src/core/kept-walk.ts';
import type { PatientId } from '../../src/core/patient.ts';
import type { PatientSnapshot } from '../../src/core/patient-snapshot.ts';
import type { KeptWalks, WalkToKeep } from '../../src/store/kept-walks.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import {
  type ReadRequest,
  type StoredList,
  type StoreReader,
  StoreUnavailable,
  type Subscription,
} from '../../src/store/store.ts';

/** A store in memory that a test can make unavailable, and whose wake-ups it can refuse. */
export class MemoryLink implements StoreReader, KeptWalks {
  readonly memory = new MemoryStore(Date.now);
  isDown = false;
  wakes: 'come' | 'none' | 'refused' = 'come';
  readonly summaries: (readonly PatientId[])[] = [];
  readonly reads: { patient: PatientId; newest: number }[] = [];

  async patients(): Promise<readonly PatientId[]> {
    this.#reach();
    return this.memory.patients();
  }

  async read(patient: PatientId, newest: number): Promise<PatientSnapshot> {
    this.#reach();
    this.reads.push({ patient, newest });
    return this.memory.read(patient, newest);
  }

  async readEach(requests: readonly ReadRequest[]): Promise<readonly (PatientSnapshot | StoreUnavailable)[]> {
    return Promise.all(requests.map(({ patient, newest }) => this.read(patient, newest)));
  }

  async readInsoles(patient: PatientId) {
    this.#reach();
    return this.memory.readInsoles(patient);
  }

  async readAnomalies(patient: PatientId, sinceSeconds: number) {
    this.#reach();
    return this.memory.readAnomalies(patient, sinceSeconds);
  }

  async readSummaries(patients: readonly PatientId[]) {
    this.#reach();
    this.summaries.push(patients);
    return this.memory.readSummaries(patients);
  }

  async readAround(...asked: Parameters<StoreReader['readAround']>) {
    this.#reach();
    return this.memory.readAround(...asked);
  }

  async *samplePages(patient: PatientId, list: StoredList, sinceSeconds: number) {
    this.#reach();
    yield* this.memory.samplePages(patient, list, sinceSeconds);
  }

  async wakeOn(patients: readonly PatientId[], wake: (patient: PatientId) => void): Promise<Subscription> {
    this.#reach();
    if (this.wakes === 'refused') throw new StoreUnavailable('too many clients');
    if (this.wakes === 'none') return { wakes: false, close: () => {} };
    return this.memory.wakeOn(patients, wake);
  }

  async keep(walk: WalkToKeep, maxBytes: number) {
    this.#reach();
    return this.memory.keep(walk, maxBytes);
  }

  async keptPatients() {
    this.#reach();
    return this.memory.keptPatients();
  }

  async kept(patient: PatientId) {
    this.#reach();
    return this.memory.kept(patient);
  }

  async keptInsole(walk: KeptWalk) {
    this.#reach();
    return this.memory.keptInsole(walk);
  }

  async *keptPages(patient: PatientId, id: string) {
    this.#reach();
    yield* this.memory.keptPages(patient, id);
  }

  async removeKept(patient: PatientId, id: string) {
    this.#reach();
    return this.memory.removeKept(patient, id);
  }

  /** Stores a sample whose six readings are all the value, at the wall clock or at an instant given as text. */
  async store(
    patient: PatientId,
    value: number,
    options: { at?: string; anomalous?: boolean } = {},
  ): Promise<void> {
    const { at = (Date.now() / 1000).toFixed(3), anomalous = false } = options;
    const sensors = [0, 1, 2, 3, 4, 5].map((id) => ({ anomaly: anomalous && id === 0, id, value }));
    const entry = { timestamp: at, sensorsJson: JSON.stringify(sensors), anomalous };
    await this.memory.write([{ patient, entries: [entry] }]);
  }

  #reach(): void {
    if (this.isDown) throw new StoreUnavailable('connection refused');
  }
}
