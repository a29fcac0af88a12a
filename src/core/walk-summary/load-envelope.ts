/** The lowest and the highest load in a part of a time. */
export interface EnvelopeColumn {
  readonly atSeconds: number;
  readonly seconds: number;
  readonly lowest: number;
  readonly highest: number;
}

const FIRST_BIN_SECONDS = 0.25;
/** As many columns as a picture shows, and up to twice as many before neighbours are joined. */
const MAX_COLUMNS = 720;

/** Gathers the lowest and highest loads of a time that may be of any length, in columns that are joined when they become too many. */
export class LoadEnvelope {
  #binSeconds = FIRST_BIN_SECONDS;
  #columns = new Map<number, { lowest: number; highest: number }>();

  /** Adds a load at an instant, in any order of time. */
  add(atSeconds: number, load: number): void {
    const bin = Math.floor(atSeconds / this.#binSeconds);
    const column = this.#columns.get(bin);
    if (column === undefined) this.#columns.set(bin, { lowest: load, highest: load });
    else {
      column.lowest = Math.min(column.lowest, load);
      column.highest = Math.max(column.highest, load);
    }
    while (this.#columns.size > MAX_COLUMNS) this.#join();
  }

  /** The columns in the order of time; there is none where there was no load. */
  read(): EnvelopeColumn[] {
    return [...this.#columns]
      .sort(([a], [b]) => a - b)
      .map(([bin, { lowest, highest }]) => ({
        atSeconds: bin * this.#binSeconds,
        seconds: this.#binSeconds,
        lowest,
        highest,
      }));
  }

  #join(): void {
    const columns = this.#columns;
    this.#columns = new Map();
    this.#binSeconds *= 2;
    for (const [bin, { lowest, highest }] of columns) {
      const joined = Math.floor(bin / 2);
      const column = this.#columns.get(joined);
      if (column === undefined) this.#columns.set(joined, { lowest, highest });
      else {
        column.lowest = Math.min(column.lowest, lowest);
        column.highest = Math.max(column.highest, highest);
      }
    }
  }
}
