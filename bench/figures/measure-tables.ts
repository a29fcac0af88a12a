import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Figures } from '../expected-figures.ts';
import type { Task } from './measuring-thread.ts';
import type { Scope, Table } from './table.ts';
import { TABLES } from './tables/all-tables.ts';

/** The bench is meant to be done in four minutes on two cores. */
const THREADS = 2;

/** What was measured, as tables and as the figures of the short form. */
export interface Outcome {
  readonly tables: Readonly<Record<string, readonly Table[]>>;
  readonly figures: Figures;
}

/** Measures the named tables, their parts in two threads. */
export async function measureTables(names: readonly string[], scope: Scope): Promise<Outcome> {
  const tasks = names.flatMap((table) =>
    (TABLES.get(table)?.split(scope) ?? []).map((_, part): Task => ({ table, part })),
  );
  const measured = new Map<string, unknown[]>(names.map((name) => [name, []]));
  const waiting = tasks.values();
  await Promise.all(Array.from({ length: THREADS }, () => work(waiting, measured, scope)));
  const sources = names.flatMap((name) => {
    const source = TABLES.get(name);
    return source === undefined ? [] : [{ name, source, parts: measured.get(name) ?? [] }];
  });
  return {
    tables: Object.fromEntries(
      sources.map(({ name, source, parts }) => [name, source.summarise(parts, scope)]),
    ),
    figures: Object.assign({}, ...sources.map(({ source, parts }) => source.listFigures(parts))),
  };
}

async function work(
  waiting: Iterable<Task>,
  measured: ReadonlyMap<string, unknown[]>,
  scope: Scope,
): Promise<void> {
  const thread = new Worker(new URL('./measuring-thread.js', import.meta.url), { workerData: scope });
  for (const task of waiting) {
    thread.postMessage(task);
    const [result] = await once(thread, 'message');
    const parts = measured.get(task.table);
    if (parts) parts[task.part] = result;
  }
  await thread.terminate();
}
