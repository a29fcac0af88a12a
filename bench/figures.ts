import { parseArgs } from 'node:util';
import { compareWithExpected, writeExpectedFigures } from './expected-figures.ts';
import { measureTables } from './figures/measure-tables.ts';
import { TABLES } from './figures/tables/all-tables.ts';
import { writeTable } from './write-table.ts';

/**
 * Measures the figures of docs/figures.md: prints its tables, and one JSON object of all of them as the last line.
 *
 * - `figures.js [PHASES]` takes so many starting phases (default: 8).
 * - `--table NAME` measures that table alone; may be repeated.
 * - `--walks DIR` judges by the walks of another folder, with `force/` in it.
 * - `--short` measures fewer phases and intervals, compares them with bench/expected-figures.json, and exits 1 when one is
 *   worse; with `--update` it writes that file instead.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
    walks: { type: 'string' },
    table: { type: 'string', multiple: true, default: [...TABLES.keys()] },
  },
});
const unknown = values.table.filter((name) => !TABLES.has(name));
if (unknown.length > 0) {
  process.stderr.write(`--table: no ${unknown.join(', ')}; there are ${[...TABLES.keys()].join(', ')}\n`);
  process.exit(2);
}
const scope = {
  isShort: values.short,
  phases: Number(positionals[0] ?? (values.short ? 2 : 8)),
  walksFolder: values.walks ?? null,
};
const { tables, figures } = await measureTables(values.table, scope);
for (const table of Object.values(tables).flat()) writeTable(table.title, table.head, table.rows);
const isComparable = values.short && values.table.length === TABLES.size && values.walks === undefined;
if (isComparable && values.update) writeExpectedFigures(figures);
const worse = isComparable ? compareWithExpected(figures) : [];
for (const line of worse) process.stdout.write(`worse: ${line}\n`);
if (isComparable) {
  process.stdout.write(
    `${Object.keys(figures).length} figures measured, ${worse.length} worse than expected\n`,
  );
}
if (worse.length > 0) process.exitCode = 1;
process.stdout.write(`${JSON.stringify({ schema: 'footwatch.bench.figures/1', ...scope, worse, tables })}\n`);
