import { SIX } from '../../src/core/insole/built-in-insoles.ts';
import type { RecordedRow, RecordedRows } from '../../src/reader/recorded-tape.ts';

/** When the example recordings begin, Unix seconds. */
export const START_SECONDS = 1_795_439_000;

/** A row of a recording: its reading is its number, every 50th is flagged. */
export function makeRow(index: number, spacingSeconds = 0.3): RecordedRow {
  const atSeconds = Number((START_SECONDS + index * spacingSeconds).toFixed(3));
  const sensors = [{ id: 0, value: index, anomaly: index % 50 === 49 }];
  return {
    patient: 3,
    insole: SIX,
    sample: { atSeconds, sensors },
    entry: {
      timestamp: atSeconds.toFixed(3),
      sensorsJson: JSON.stringify(sensors),
      anomalous: index % 50 === 49,
    },
  };
}

/** A recording of `count` rows, which counts how often it was opened. */
export class ExampleRows implements RecordedRows {
  readonly rows: readonly RecordedRow[];
  /** Whether it can be opened again, as a file can. */
  isFile = true;
  opened = 0;

  constructor(count: number, spacingSeconds?: number) {
    this.rows = Array.from({ length: count }, (_, index) => makeRow(index, spacingSeconds));
  }

  async *open(): AsyncGenerator<RecordedRow> {
    this.opened++;
    yield* this.rows;
  }

  canReopen(): boolean {
    return this.isFile;
  }
}
