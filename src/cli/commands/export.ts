import { resolveMoment } from '../../core/time/moment.ts';
import { CSV_ROWS, NDJSON_ROWS, type RowFormat } from '../../export/sample-rows.ts';
import type { Settings } from '../../settings/registry.ts';
import type { Store } from '../../store/store.ts';
import { parseTimestamp } from '../../store/stored-entry.ts';
import { EXIT } from '../exit-code.ts';
import { listPatients } from '../followed-patients.ts';
import { type Output, openOutput } from '../line-output.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { openRedis } from '../open-redis.ts';
import { chooseFormat } from '../output-format.ts';
import { startProgress } from '../progress.ts';

const ROWS: Readonly<Record<'ndjson' | 'csv', RowFormat>> = { ndjson: NDJSON_ROWS, csv: CSV_ROWS };

/** `footwatch export`: writes the samples, one a row. It holds one page at a time, however many there are. */
export async function runExport(loaded: LoadedSettings): Promise<number> {
  const { settings } = loaded;
  const rows = ROWS[chooseFormat(loaded, ['ndjson', 'csv'])];
  const store = openRedis(loaded);
  try {
    // Asked before the file is opened: an unreachable store must leave no file behind.
    const nowSeconds = await store.nowSeconds();
    const output = await openOutput(settings['export.output']);
    try {
      const unreadable = await writeSamples(settings, store, { nowSeconds, rows, output });
      await output.finish();
      if (unreadable > 0)
        process.stderr.write(`footwatch: ${unreadable} entries cannot be read and were left out\n`);
    } catch (error) {
      await output.abandon();
      throw error;
    }
    return EXIT.done;
  } finally {
    await store.close();
  }
}

async function writeSamples(
  settings: Settings,
  store: Store,
  { nowSeconds, rows, output }: { nowSeconds: number; rows: RowFormat; output: Output },
): Promise<number> {
  const { 'output.since': since, 'output.until': until } = settings;
  const sinceSeconds = since === null ? 0 : resolveMoment(since, nowSeconds);
  const untilSeconds = until === null ? Number.POSITIVE_INFINITY : resolveMoment(until, nowSeconds);
  const progress = startProgress('samples');
  let unreadable = 0;
  try {
    if (rows.header !== null) await output.write(`${rows.header}\n`);
    for (const patient of await listPatients(settings, store)) {
      for await (const page of store.rawPages(
        patient,
        settings['export.anomalies'] ? 'anomalies' : 'samples',
        sinceSeconds,
      )) {
        let text = '';
        for (const pair of page) {
          const atSeconds = parseTimestamp(pair[1]);
          if (atSeconds !== null && (atSeconds < sinceSeconds || atSeconds > untilSeconds)) continue;
          const row = rows.row(patient, pair);
          if (row === null) unreadable++;
          else text += `${row}\n`;
        }
        progress.add(page.length);
        if (text !== '') await output.write(text);
      }
    }
  } finally {
    progress.end();
  }
  return unreadable;
}
