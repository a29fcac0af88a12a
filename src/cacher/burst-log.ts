import type { PatientId } from '../core/patient.ts';

/** Of one patient, with why; or of how many more. */
export type NewsFields =
  | { readonly patient: PatientId; readonly error?: string | null }
  | { readonly patients: number };

/** So many are told one by one in this time, all others in one line at its end. */
const MOST_LINES = 5;
const WINDOW_MS = 1000;

/**
 * One line per change of a patient, as long as they are few: an API that is away takes a thousand with it, and then one
 * line says how many more.
 */
export class News {
  readonly #write: (fields: NewsFields) => void;
  #lines = 0;
  readonly #untold: NewsFields[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(write: (fields: NewsFields) => void) {
    this.#write = write;
  }

  tell(fields: NewsFields & { readonly patient: PatientId }): void {
    if (this.#lines < MOST_LINES) {
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
