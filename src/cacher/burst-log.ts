import type { PatientId } from '../core/patient.ts';

/** Fields of a line about one patient, or of the line that counts the patients left out. */
export type BurstFields =
  | { readonly patient: PatientId; readonly error?: string | null }
  | { readonly patients: number };

const MAX_LINES = 5;
const WINDOW_MS = 1000;

/**
 * Limits log lines about single patients to five a second; one line at the end of the second counts the others. An API
 * that goes down takes a thousand patients with it.
 */
export class BurstLog {
  readonly #write: (fields: BurstFields) => void;
  #lines = 0;
  readonly #withheld: BurstFields[] = [];
  #timer: NodeJS.Timeout | null = null;

  /** @param write writes one line to the log */
  constructor(write: (fields: BurstFields) => void) {
    this.#write = write;
  }

  /** Logs a line about a patient, at once or within the count at the end of the second. */
  log(fields: BurstFields & { readonly patient: PatientId }): void {
    if (this.#lines < MAX_LINES) {
      this.#lines++;
      this.#write(fields);
    } else this.#withheld.push(fields);
    this.#timer ??= setTimeout(() => this.flush(), WINDOW_MS);
  }

  /** Logs at once how many patients were left out, and starts counting from zero. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const [only, ...more] = this.#withheld.splice(0);
    if (only !== undefined) this.#write(more.length === 0 ? only : { patients: 1 + more.length });
    this.#lines = 0;
  }
}
