import type { Insole } from '../../core/insole/insole.ts';
import type { PatientId } from '../../core/patient.ts';
import { readSampleRows, type SampleRow } from '../../export/read-sample-rows.ts';
import type { StoredList } from '../../store/store.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { Importer } from '../importer.ts';
import type { Invocation } from '../invocation.ts';
import { loadInsoles } from '../load-insoles.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { nameInput, openInput, STDIN } from '../open-input.ts';
import { openRedis } from '../open-redis.ts';
import { startProgress } from '../progress.ts';

/**
 * `footwatch import`: reads exports into the store. A patient who already has entries is refused, so that nothing is
 * stored twice. Files are read through first, so that one wrong line stores nothing of any of them.
 */
export async function runImport(loaded: LoadedSettings, { operands }: Invocation): Promise<number> {
  const { settings } = loaded;
  const paths = operands.length > 0 ? operands : [STDIN];
  if (paths.includes(STDIN) && process.stdin.isTTY) {
    throw new CommandFailure(EXIT.wrongUsage, 'import needs files, or an export on its standard input');
  }
  const list: StoredList = settings['export.anomalies'] ? 'anomalies' : 'samples';
  const { of: insoleOf } = await loadInsoles(loaded);
  const store = openRedis(loaded);
  const progress = startProgress('samples');
  const importer = new Importer(store, list, (count) => progress.add(count));
  try {
    await store.nowSeconds();
    const known = new Set<PatientId>();
    for await (const { patient } of readRows(
      paths.filter((path) => path !== STDIN),
      insoleOf,
    )) {
      if (!known.has(patient)) await importer.requireEmpty(patient);
      known.add(patient);
    }
    for await (const row of readRows(paths, insoleOf)) await importer.take(row);
    await importer.finish();
  } catch (error) {
    progress.end();
    throw importer.explain(error);
  } finally {
    progress.end();
    await store.close();
  }
  for (const [patient, entries] of importer.stored) {
    process.stdout.write(`patient ${patient}: ${entries} ${list} imported\n`);
  }
  return EXIT.done;
}

async function* readRows(
  paths: readonly string[],
  insoleOf: (patient: PatientId) => Insole,
): AsyncGenerator<SampleRow> {
  for (const path of paths) yield* readSampleRows(openInput(path), nameInput(path), insoleOf);
}
