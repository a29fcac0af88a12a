import type { PatientId } from '../core/patient.ts';
import { type StoreReader, StoreUnavailable, type Subscription } from '../store/store.ts';

/** How long to wait before subscribing again after it failed; the patients are polled meanwhile. */
const RESUBSCRIBE_MS = 5000;

/** The reader's subscription to wake-ups: one at a time, renewed when other patients are followed. */
export class WakeSubscription {
  readonly #store: StoreReader;
  readonly #nowMs: () => number;
  readonly #onWake: (patient: PatientId) => void;
  #subscription: Subscription | null = null;
  #patients = '';
  #retryAtMs = Number.POSITIVE_INFINITY;
  #isClosed = false;

  constructor(store: StoreReader, nowMs: () => number, onWake: (patient: PatientId) => void) {
    this.#store = store;
    this.#nowMs = nowMs;
    this.#onWake = onWake;
  }

  /** Whether the store wakes the reader, so that polling can be slow. */
  get wakes(): boolean {
    return this.#subscription?.wakes ?? false;
  }

  /** Subscribes to exactly these patients, unless that is done already. Reading goes on without when the store refuses. */
  async subscribe(patients: readonly PatientId[]): Promise<void> {
    if (patients.join() === this.#patients && this.#nowMs() < this.#retryAtMs) return;
    this.#subscription?.close();
    this.#subscription = null;
    this.#patients = patients.join();
    this.#retryAtMs = Number.POSITIVE_INFINITY;
    if (patients.length === 0) return;
    try {
      this.#subscription = await this.#store.wakeOn(patients, this.#onWake);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      this.#retryAtMs = this.#nowMs() + RESUBSCRIBE_MS;
    }
    if (this.#isClosed) this.#subscription?.close();
  }

  close(): void {
    this.#isClosed = true;
    this.#subscription?.close();
  }
}
