import { basename } from 'node:path';
import { SIX } from '../../core/insole/built-in-insoles.ts';
import type { Insole } from '../../core/insole/insole.ts';
import { type PatientId, UNKNOWN_PROFILE } from '../../core/patient.ts';
import { readSampleRows, UnreadableRow } from '../../export/read-sample-rows.ts';
import { parseStoredEntry, type StoredPair } from '../../store/stored-entry.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { refuseSpokenJson } from '../feed-choice.ts';
import type { Invocation } from '../invocation.ts';
import { loadInsoles } from '../load-insoles.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { nameInput, openInput, STDIN } from '../open-input.ts';
import { type PlayedSample, playRecording } from '../play-recording.ts';
import { refuseSetting } from '../refuse-setting.ts';

/**
 * `footwatch replay`: plays one patient of what export or --record wrote, as the dashboard or the lines would have shown
 * it, but never as live.
 */
export async function runReplay(
  loaded: LoadedSettings,
  { operands: [path = STDIN] }: Invocation,
): Promise<number> {
  const { settings, origins } = loaded;
  refuseSpokenJson(settings, origins);
  if (path === STDIN && process.stdin.isTTY) {
    throw new CommandFailure(EXIT.wrongUsage, 'replay needs a file, or an export on its standard input');
  }
  const [wanted = null, ...more] = settings['watch.patient'] ?? [];
  if (more.length > 0)
    throw refuseSetting(origins['watch.patient'], 'must be one patient, as replay plays only one');
  const name = nameInput(path);
  const { of: insoleOf } = await loadInsoles(loaded);
  const rows = readRows(path, wanted, insoleOf);
  try {
    const { value: first } = await rows.next();
    if (first === undefined) {
      const whose = wanted === null ? '' : ` of patient ${wanted}`;
      throw new CommandFailure(EXIT.failed, `${name}: has no sample${whose}`);
    }
    const recording = {
      patient: first.patient,
      name: basename(name),
      profile: first.insole === SIX ? null : { ...UNKNOWN_PROFILE, insole: first.insole },
      first,
      rest: rows,
    };
    return await playRecording(settings, recording, settings['simulate.speed']);
  } catch (error) {
    if (error instanceof UnreadableRow) throw new CommandFailure(EXIT.failed, error.message);
    throw error;
  }
}

interface PlayedRow extends PlayedSample {
  readonly patient: PatientId;
  readonly insole: Insole;
}

/** Reads the rows of one patient: the wanted one, else the one of the first row. Other rows are skipped. */
async function* readRows(
  path: string,
  wanted: PatientId | null,
  insoleOf: (patient: PatientId) => Insole,
): AsyncGenerator<PlayedRow, undefined> {
  let patient = wanted;
  for await (const row of readSampleRows(openInput(path), nameInput(path), insoleOf)) {
    patient ??= row.patient;
    if (row.patient !== patient) continue;
    const pair: StoredPair = [row.sensorsText, row.timestampText];
    const { insole } = row;
    const entry = parseStoredEntry(pair, { current: insole, before: [] });
    if (entry.kind === 'sample') yield { patient, pair, sample: entry.sample, insole };
  }
}
