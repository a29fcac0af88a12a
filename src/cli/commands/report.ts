import { zoneOffsetMinutes } from '../../reader/local-zone.ts';
import { makeReport } from '../../report/report.ts';
import { writeReportPage } from '../../report/report-page.ts';
import { EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import { writeOutput } from '../line-output.ts';
import { loadInsoles } from '../load-insoles.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { openRedis } from '../open-redis.ts';
import { chooseFormat } from '../output-format.ts';
import { hideNames, type ReadWalk, readFileWalk, readKeptWalk, readStoredWalk } from '../read-walk.ts';
import { refuseSetting } from '../refuse-setting.ts';
import { chooseOnePatient } from './keep.ts';

/** `footwatch report`: writes what a walk was like, as a page that stands by itself, or as JSON. */
export async function runReport(loaded: LoadedSettings, { operands: [path] }: Invocation): Promise<number> {
  const { settings } = loaded;
  const format = chooseFormat(loaded, ['html', 'json']);
  const { summary, subject: named } = await readWalk(loaded, path);
  const subject = settings['watch.privacy'] ? hideNames(named) : named;
  const report = makeReport(summary, subject);
  const text =
    format === 'json'
      ? `${JSON.stringify(report)}\n`
      : writeReportPage({ report, summary, zoneOffsetMinutes: zoneOffsetMinutes() });
  await writeOutput(settings['export.output'], (output) => output.write(text));
  return EXIT.done;
}

async function readWalk(loaded: LoadedSettings, path: string | undefined): Promise<ReadWalk> {
  const { settings, origins } = loaded;
  const { 'keep.kept': id, 'watch.patient': patients } = settings;
  const span = { since: settings['output.since'], until: settings['output.until'] };
  if (path !== undefined) {
    if (id !== null) throw refuseSetting(origins['keep.kept'], `cannot be used with the file ${path}`);
    const patient = patients === null ? null : chooseOnePatient(patients, 'report');
    const insoles = await loadInsoles(loaded);
    return readFileWalk(path, patient, span, insoles.of);
  }
  const store = openRedis(loaded);
  try {
    if (id === null) return await readStoredWalk(store, chooseOnePatient(patients, 'report'), span);
    for (const key of ['output.since', 'output.until'] as const) {
      if (settings[key] !== null)
        throw refuseSetting(origins[key], `cannot be used with ${origins['keep.kept'].place}`);
    }
    return await readKeptWalk(store, id, patients);
  } finally {
    await store.close();
  }
}
