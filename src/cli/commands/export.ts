import {
  findInsoleAt,
  type InsoleTimeline,
  listInsoles,
  ONLY_SIX,
} from '../../core/insole/insole-timeline.ts';
import type { PatientId } from '../../core/patient.ts';
import { resolveMoment } from '../../core/time/moment.ts';
import { createCsvRows, createNdjsonRows, listColumns, type RowFormat } from '../../export/sample-rows.ts';
import type { Settings } from '../../settings/registry.ts';
import { createEntryJudge, type EntryJudge } from '../../store/judge-entry.ts';
import type { Store } from '../../store/store.ts';
import { parseTimestamp, type StoredPair } from '../../store/stored-entry.ts';
import { EXIT } from '../exit-code.ts';
import { findKeptWalk } from '../find-kept-walk.ts';
import { listPatients } from '../followed-patients.ts';
import { type Output, writeOutput } from '../line-output.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { openRedis } from '../open-redis.ts';
import { chooseFormat } from '../output-format.ts';
import { startProgress } from '../progress.ts';
import { refuseSetting } from '../refuse-setting.ts';

/** `footwatch export`: writes the samples, one a row. It holds one page at a time, however many there are. */
export async function runExport(loaded: LoadedSettings): Promise<number> {
  const { settings } = loaded;
  const format = chooseFormat(loaded, ['ndjson', 'csv']);
  const store = openRedis(loaded);
  try {
    // Asked before the file is opened: an unreachable store must leave no file behind.
    const nowSeconds = await store.nowSeconds();
    const source = await chooseSource(loaded, store);
    const timelines = new Map<PatientId, InsoleTimeline>();
    for (const patient of source.patients) timelines.set(patient, await source.readInsoles(patient));
    const rows =
      format === 'ndjson'
        ? createNdjsonRows()
        : createCsvRows(listColumns([...timelines.values()].flatMap(listInsoles)));
    let unreadable = 0;
    await writeOutput(settings['export.output'], async (output) => {
      unreadable = await writeSamples(settings, source, { nowSeconds, rows, output, timelines });
    });
    if (unreadable > 0)
      process.stderr.write(`footwatch: ${unreadable} entries cannot be read and were left out\n`);
    return EXIT.done;
  } finally {
    await store.close();
  }
}

/** The patients whose samples are written, and how those from an instant on are read. */
interface Source {
  readonly patients: readonly PatientId[];
  readonly readInsoles: (patient: PatientId) => Promise<InsoleTimeline>;
  readonly pages: (patient: PatientId, sinceSeconds: number) => AsyncIterable<readonly StoredPair[]>;
}

async function chooseSource({ settings, origins }: LoadedSettings, store: Store): Promise<Source> {
  const id = settings['keep.kept'];
  const list = settings['export.anomalies'] ? 'anomalies' : 'samples';
  if (id === null) {
    const pages: Source['pages'] = (patient, since) => store.rawPages(patient, list, since);
    const readInsoles: Source['readInsoles'] = (patient) => store.readInsoles(patient);
    return { patients: await listPatients(settings, store), readInsoles, pages };
  }
  if (settings['export.anomalies'])
    throw refuseSetting(origins['export.anomalies'], `cannot be used with ${origins['keep.kept'].place}`);
  const walk = await findKeptWalk(store, id, settings['watch.patient']);
  return {
    patients: [walk.patient],
    readInsoles: async () => ({ current: await store.keptInsole(walk), before: [] }),
    pages: () => store.keptPages(walk.patient, id),
  };
}

async function writeSamples(
  settings: Settings,
  { patients, pages }: Source,
  {
    nowSeconds,
    rows,
    output,
    timelines,
  }: {
    nowSeconds: number;
    rows: RowFormat;
    output: Output;
    timelines: ReadonlyMap<PatientId, InsoleTimeline>;
  },
): Promise<number> {
  const { 'output.since': since, 'output.until': until } = settings;
  const sinceSeconds = since === null ? 0 : resolveMoment(since, nowSeconds);
  const untilSeconds = until === null ? Number.POSITIVE_INFINITY : resolveMoment(until, nowSeconds);
  const progress = startProgress('samples');
  let unreadable = 0;
  try {
    if (rows.header !== null) await output.write(`${rows.header}\n`);
    for (const patient of patients) {
      const timeline = timelines.get(patient) ?? ONLY_SIX;
      // The anomaly list has no walk to judge: what lies between its samples is not in it.
      const judge: EntryJudge = settings['export.anomalies'] ? (pair) => pair : createEntryJudge(timeline);
      for await (const page of pages(patient, sinceSeconds)) {
        let text = '';
        for (const pair of page) {
          const atSeconds = parseTimestamp(pair[1]);
          if (atSeconds !== null && (atSeconds < sinceSeconds || atSeconds > untilSeconds)) continue;
          const insole = findInsoleAt(timeline, atSeconds ?? 0);
          const row = rows.row(patient, judge(pair), insole);
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
