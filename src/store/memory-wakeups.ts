import type { PatientId } from '../core/patient.ts';
import type { Subscription } from './store.ts';

/** The wake-ups of a store in memory: one for all writes of a turn, and never within a write. */
export class MemoryWakeups {
  readonly #wakes = new Map<PatientId, Set<(patient: PatientId) => void>>();
  readonly #toWake = new Set<PatientId>();

  /** Subscribes to the wake-ups of some patients. */
  wakeOn(patients: readonly PatientId[], wake: (patient: PatientId) => void): Subscription {
    // A function of its own: the same callback may be given twice, and each subscription is closed separately.
    const listener = (patient: PatientId) => wake(patient);
    for (const patient of patients) {
      this.#wakes.set(patient, (this.#wakes.get(patient) ?? new Set()).add(listener));
    }
    return {
      wakes: true,
      close: () => {
        for (const patient of patients) this.#wakes.get(patient)?.delete(listener);
      },
    };
  }

  /** Wakes who subscribed to a patient, at the end of this turn. */
  wakeSoon(patient: PatientId): void {
    if (this.#toWake.size === 0) queueMicrotask(() => this.#wakeAll());
    this.#toWake.add(patient);
  }

  /** Ends all subscriptions. */
  close(): void {
    this.#wakes.clear();
  }

  #wakeAll(): void {
    const patients = [...this.#toWake];
    this.#toWake.clear();
    for (const patient of patients) {
      for (const listener of this.#wakes.get(patient) ?? []) listener(patient);
    }
  }
}
