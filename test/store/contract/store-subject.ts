import type { PatientId } from '../../../src/core/patient.ts';
import type { Store } from '../../../src/store/store.ts';
import { AT } from '../fixtures.ts';

/** The store under test, which is opened after the tests are defined, and what they read from it. */
export class StoreSubject {
  #store: Store | null = null;

  get store(): Store {
    if (this.#store === null) throw new Error('the store is not open yet');
    return this.#store;
  }

  set store(store: Store) {
    this.#store = store;
  }

  /** When the newest samples of a patient were received, in seconds since AT. */
  readonly readSeconds = async (patient: PatientId, newest = 10_000): Promise<number[]> =>
    (await this.store.read(patient, newest)).samples.map((sample) => sample.atSeconds - AT);

  /** When the anomalies of a patient since an instant were received, in seconds since AT. */
  readonly readAnomalySeconds = async (patient: PatientId, sinceSeconds = 0): Promise<number[]> =>
    (await this.store.readAnomalies(patient, sinceSeconds)).map((sample) => sample.atSeconds - AT);
}
