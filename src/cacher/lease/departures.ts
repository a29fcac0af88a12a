import type { PatientId } from '../../core/patient.ts';
import type { StoreWriter } from '../../store/store.ts';
import { createStoreErrorHandler } from '../store-error-handler.ts';

/** What departures need of the cacher. */
export interface DeparturesOptions {
  readonly store: Pick<StoreWriter, 'release'>;
  /** The holder of the leases: this cacher. */
  readonly holder: string;
  readonly isStoreDown: () => boolean;
  /** Whether a poll or a write of the patient is still under way. */
  readonly isBusy: (patient: PatientId) => boolean;
  readonly onBug: (error: unknown) => void;
}

/**
 * The patients that this cacher no longer follows but whose leases it still holds, because their last poll or write is
 * under way. Releasing a lease lets another cacher take over at once, instead of when the lease expires.
 */
export class Departures {
  readonly #options: DeparturesOptions;
  readonly #patients = new Set<PatientId>();
  readonly #onStoreError: (error: unknown) => void;

  constructor(options: DeparturesOptions) {
    this.#options = options;
    this.#onStoreError = createStoreErrorHandler(options.onBug);
  }

  /** Releases the patient's lease as soon as nothing of it is under way. */
  add(patient: PatientId): void {
    this.#patients.add(patient);
  }

  /** Keeps the lease of a patient that is followed again. */
  cancel(patient: PatientId): void {
    this.#patients.delete(patient);
  }

  /** Releases the leases of departed patients of which nothing is under way. */
  releaseIdle(): void {
    const idle = [...this.#patients].filter((patient) => !this.#options.isBusy(patient));
    for (const patient of idle) this.#patients.delete(patient);
    void this.#release(idle);
  }

  /** Releases all leases as the cacher ends: those of departed patients, and those of the patients given. */
  async releaseAll(followed: readonly PatientId[]): Promise<void> {
    await this.#release([...followed, ...this.#patients]);
  }

  async #release(patients: readonly PatientId[]): Promise<void> {
    const { store, holder, isStoreDown } = this.#options;
    if (patients.length === 0 || isStoreDown()) return;
    await store.release(patients, holder).catch(this.#onStoreError);
  }
}
