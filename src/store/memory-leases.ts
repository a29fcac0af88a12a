import type { PatientId } from '../core/patient.ts';
import type { HeldLease, Lease } from './store.ts';

/** Leases in memory, which expire as those of Redis do. */
export class MemoryLeases {
  readonly #clockMs: () => number;
  readonly #leases = new Map<PatientId, { readonly held: HeldLease; readonly untilMs: number }>();

  /** @param clockMs the wall clock, Unix milliseconds */
  constructor(clockMs: () => number) {
    this.#clockMs = clockMs;
  }

  /** The lease of a patient that lives; null for none. */
  find(patient: PatientId): HeldLease | null {
    const current = this.#leases.get(patient);
    return current !== undefined && current.untilMs > this.#clockMs() ? current.held : null;
  }

  /** Takes or renews the lease of a patient; false when another holder has it. */
  take(patient: PatientId, { holder, api, ttlMs }: Lease): boolean {
    const current = this.find(patient);
    if (current !== null && current.holder !== holder) return false;
    this.#leases.set(patient, { held: { holder, api: api ?? null }, untilMs: this.#clockMs() + ttlMs });
    return true;
  }

  /** Removes the lease of a patient, of a holder alone where one is given. */
  remove(patient: PatientId, holder?: string): void {
    if (holder === undefined || this.#leases.get(patient)?.held.holder === holder)
      this.#leases.delete(patient);
  }
}
