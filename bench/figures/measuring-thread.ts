import { parentPort, workerData } from 'node:worker_threads';
import type { Scope } from './table.ts';
import { TABLES } from './tables/all-tables.ts';

/** A part of a table to measure. */
export interface Task {
  readonly table: string;
  readonly part: number;
}

// Measures one part after another, as they are asked for.
const scope = workerData as Scope;
parentPort?.on('message', ({ table, part }: Task) => {
  const source = TABLES.get(table);
  parentPort?.postMessage(source?.measure(source.split(scope)[part], scope));
});
