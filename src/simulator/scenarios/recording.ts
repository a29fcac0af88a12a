import { SIX } from '../../core/insole/built-in-insoles.ts';

/** Readings at a steady rate, as many sensors in each row as the API has. */
export interface Recording {
  readonly rowsPerSecond: number;
  readonly rows: readonly (readonly number[])[];
}

/** What a sensor bears in a walk. */
export interface SensorLoads {
  readonly isLeft: boolean;
  /** The 5 % and 95 % quantiles of its readings. */
  readonly low: number;
  readonly high: number;
}

/** Reads a recording at an instant, straight between its rows; it loops. */
export function readReadings({ rows, rowsPerSecond }: Recording, atSeconds: number): readonly number[] {
  const row = (atSeconds * rowsPerSecond) % rows.length;
  const before = rows[Math.floor(row)] ?? [];
  const after = rows[(Math.floor(row) + 1) % rows.length] ?? before;
  return before.map((reading, sensor) => reading + ((after[sensor] ?? reading) - reading) * (row % 1));
}

/** Measures what each sensor bears in a recording. */
export function measureLoads({ rows }: Recording): readonly SensorLoads[] {
  return SIX.sensors.map(({ id, side }) => {
    const sorted = rows.map((row) => row[id] ?? 0).sort((a, b) => a - b);
    const findQuantile = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
    return { isLeft: side === 'left', low: findQuantile(0.05), high: findQuantile(0.95) };
  });
}
