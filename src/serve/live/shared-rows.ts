import type { PatientId } from '../../core/patient.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { TimedSummary } from './timed-summary.ts';
import { writeWardRow } from './ward-rows.ts';

/** Where the rows of a ward are read from. */
export interface RowSources {
  summaryOf(patient: PatientId): TimedSummary | null;
  snapshotOf(patient: PatientId): TimedSnapshot | null;
}

/** The rows of a ward that changed, and how far who has them is. */
export interface ChangedRows {
  /** What to ask with the next time. */
  readonly version: number;
  /** JSON of each row, separated by commas. */
  readonly text: string;
}

interface Row {
  readonly summary: TimedSummary | null;
  readonly snapshot: TimedSnapshot | null;
  readonly text: string;
  readonly version: number;
}

/** The rows of the ward as text, each written once for all clients, and so are those that changed for all that are as far. */
export class SharedRows {
  readonly #sources: RowSources;
  readonly #rows = new Map<PatientId, Row>();
  #version = 0;
  #patients: readonly PatientId[] = [];
  readonly #texts = new Map<number, string>();

  constructor(sources: RowSources) {
    this.#sources = sources;
  }

  /**
   * The rows that are other than they were.
   *
   * @param patients the patients of the ward
   * @param since the version that was returned with the rows that the client has; 0 for none
   */
  listSince(patients: readonly PatientId[], since: number): ChangedRows {
    const before = this.#version;
    for (const patient of patients) this.#update(patient);
    if (this.#version !== before || patients !== this.#patients) this.#texts.clear();
    if (patients !== this.#patients) this.#forgetOthers(patients);
    this.#patients = patients;
    let text = this.#texts.get(since);
    if (text === undefined) {
      text = patients
        .flatMap((patient) => {
          const row = this.#rows.get(patient);
          return row !== undefined && row.version > since ? [row.text] : [];
        })
        .join();
      this.#texts.set(since, text);
    }
    return { version: this.#version, text };
  }

  /** Forgets all rows, when nobody looks at them. */
  clear(): void {
    this.#rows.clear();
    this.#texts.clear();
  }

  #update(patient: PatientId): void {
    const summary = this.#sources.summaryOf(patient);
    const snapshot = this.#sources.snapshotOf(patient);
    if (summary === null && snapshot === null) return;
    const row = this.#rows.get(patient);
    if (row?.summary === summary && row.snapshot === snapshot) return;
    const text = writeWardRow(patient, summary, snapshot);
    const version = row?.text === text ? row.version : ++this.#version;
    this.#rows.set(patient, { summary, snapshot, text, version });
  }

  #forgetOthers(patients: readonly PatientId[]): void {
    const known = new Set(patients);
    for (const patient of this.#rows.keys()) if (!known.has(patient)) this.#rows.delete(patient);
  }
}
