import type { PatientId } from '../core/patient.ts';

/** Of one patient, with why; or of how many more. */
export type BurstFields =
  | { readonly patient: PatientId; readonly error?: string | null }
  | { readonly patients: number };

/** So many are told one by one in this time, all others in one line at its end. */
const MAX_LINES = 5;
const WINDOW_MS = 1000;

/**
 * One line per change of a patient, as long as they are few: an API that is away takes a thousand with it, and then one
 * line says how many more.
 */
export class BurstLog {
  readonly #write: (fields: BurstFields) => void;
  #lines = 0;
  readonly #untold: BurstFields[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(write: (fields: BurstFields) => void) {
    this.#write = write;
  }

  log(fields: BurstFields & { readonly patient: PatientId }): void {
    if (this.#lines < MAX_LINES) {
      this.#lines++;
      this.#write(fields);
    } else this.#untold.push(fields);
    this.#timer ??= setTimeout(() => this.flush(), WINDOW_MS);
  }

  /** Says what has not been said, and begins anew. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const [only, ...more] = this.#untold.splice(0);
    if (only !== undefined) this.#write(more.length === 0 ? only : { patients: 1 + more.length });
    this.#lines = 0;
  }
}
