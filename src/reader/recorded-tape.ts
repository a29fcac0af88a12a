import type { Insole } from '../core/insole/insole.ts';
import type { PatientId } from '../core/patient.ts';
import type { Sample } from '../core/sample.ts';
import type { NewEntry } from '../store/store.ts';

/** A sample of a recording, as it is stored and as it is read. */
export interface RecordedRow {
  readonly patient: PatientId;
  /** What the sample is of. */
  readonly insole: Insole;
  readonly sample: Sample;
  readonly entry: NewEntry;
}

/** Where the rows of a recording come from, oldest first. */
export interface RecordedRows {
  /** Reads the rows from the first one on. What was opened before is given up. */
  open(): AsyncIterable<RecordedRow>;
  /** Whether they can be read from the first one on again. */
  canReopen(): boolean;
}

/** Where to go back to: so many rows after the beginning, or the newest row that is not after an instant, Unix seconds. */
export type TapeTarget = { readonly position: number } | { readonly atSeconds: number };

/** How much is kept, as a multiple of the retention: by that much it can go back without reading anew. */
const KEPT_RETENTIONS = 2;
/** Rows are dropped together, each time so many more were played. */
const ROWS_PER_TRIM = 1000;

/**
 * The rows of a recording up to an instant, of which the last ones are kept, at least those of the retention, and every flagged one.
 * It goes on row by row, and back again: within what is kept by itself, and further by reading the recording anew.
 */
export class RecordedTape {
  readonly #rows: RecordedRows;
  readonly #retentionSeconds: number;
  #source: AsyncIterator<RecordedRow>;
  #read: Promise<RecordedRow | null> | null = null;
  /** Rows that were taken back, the next one last. */
  #ahead: RecordedRow[] = [];
  #kept: RecordedRow[] = [];
  /** Flagged rows of before those that are kept. */
  #older: RecordedRow[] = [];
  #dropped = 0;

  constructor(rows: RecordedRows, retentionSeconds: number) {
    this.#rows = rows;
    this.#retentionSeconds = retentionSeconds;
    this.#source = rows.open()[Symbol.asyncIterator]();
  }

  /** How many rows were taken so far, those dropped included. */
  get position(): number {
    return this.#dropped + this.#kept.length;
  }

  /** The first position that can be gone back to. */
  get firstPosition(): number {
    return this.#rows.canReopen() ? 1 : this.#dropped + 1;
  }

  /** The row taken last; undefined before the first one. */
  get last(): RecordedRow | undefined {
    return this.#kept.at(-1);
  }

  /** What is kept at this position: all of the last rows, and the flagged ones of before them. */
  get stored(): { readonly flaggedBefore: readonly RecordedRow[]; readonly kept: readonly RecordedRow[] } {
    return { flaggedBefore: this.#older, kept: this.#kept };
  }

  /** The next row, which is not taken by this; null at the end of the recording. */
  peek(): Promise<RecordedRow | null> {
    const row = this.#ahead.at(-1);
    if (row !== undefined) return Promise.resolve(row);
    this.#read ??= this.#source.next().then(({ value, done }) => (done ? null : value));
    return this.#read;
  }

  /**
   * Takes the row that was peeked at.
   *
   * @returns the instant (Unix seconds) before which rows were dropped; null when none were
   */
  take(row: RecordedRow): number | null {
    if (this.#ahead.length > 0) this.#ahead.pop();
    else this.#read = null;
    this.#kept.push(row);
    return this.position % ROWS_PER_TRIM === 0 ? this.#trim(row.sample.atSeconds) : null;
  }

  /** Whether it can go back to a target by what it keeps, with all of the retention before it. */
  holds(target: TapeTarget): boolean {
    if (this.#dropped === 0) return true;
    const row = this.#kept[this.#findPosition(target) - 1 - this.#dropped];
    const oldestSeconds = this.#kept[0]?.sample.atSeconds ?? Number.POSITIVE_INFINITY;
    return row !== undefined && row.sample.atSeconds - oldestSeconds >= this.#retentionSeconds;
  }

  /**
   * Goes back to a target; where that is too far, to the first row, or to the first one that is still known. Aborting leaves
   * it wherever it is.
   */
  async goBack(target: TapeTarget, stop?: AbortSignal): Promise<void> {
    if (this.holds(target) || !this.#rows.canReopen())
      return this.#takeBack(Math.max(this.#dropped + 1, this.#findPosition(target)));
    this.#rewind();
    while (!stop?.aborted) {
      const row = await this.peek();
      const isWanted =
        row !== null &&
        (this.position === 0 ||
          ('position' in target
            ? this.position < target.position
            : row.sample.atSeconds <= target.atSeconds));
      if (!isWanted) return;
      this.take(row);
    }
  }

  /** The position of a target; no more than the number of dropped rows when it is before all that are kept. */
  #findPosition(target: TapeTarget): number {
    if ('position' in target) return target.position;
    const index = this.#kept.findLastIndex(({ sample }) => sample.atSeconds <= target.atSeconds);
    return this.#dropped + index + 1;
  }

  #takeBack(position: number): void {
    while (this.position > position) {
      const row = this.#kept.pop();
      if (row === undefined) return;
      this.#ahead.push(row);
    }
  }

  #rewind(): void {
    // What was asked of the old source may still fail: nobody waits for it any more.
    void this.#read?.catch(() => {});
    void this.#source.return?.().catch(() => {});
    this.#source = this.#rows.open()[Symbol.asyncIterator]();
    this.#read = null;
    this.#ahead = [];
    this.#kept = [];
    this.#older = [];
    this.#dropped = 0;
  }

  #trim(newestSeconds: number): number | null {
    const beforeSeconds = newestSeconds - KEPT_RETENTIONS * this.#retentionSeconds;
    const count = this.#kept.findIndex(({ sample }) => sample.atSeconds >= beforeSeconds);
    if (count <= 0) return null;
    this.#older.push(...this.#kept.splice(0, count).filter(({ entry }) => entry.anomalous));
    this.#dropped += count;
    return beforeSeconds;
  }
}
