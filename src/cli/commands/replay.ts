import { basename } from 'node:path';
import { UnreadableRow } from '../../export/read-sample-rows.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { isFeedWanted, refuseSpokenJson } from '../feed-choice.ts';
import type { Invocation } from '../invocation.ts';
import { loadInsoles } from '../load-insoles.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { nameInput, STDIN } from '../open-input.ts';
import { openRecording } from '../open-recording.ts';
import { playRecording } from '../play-recording.ts';
import { refuseSetting } from '../refuse-setting.ts';

/** How much of a pipe is kept for the dashboard, so that one can go back in it: some 140,000 samples. */
const MAX_KEPT_BYTES = 32 * 2 ** 20;

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
  const whose = wanted === null ? '' : ` of patient ${wanted}`;
  const recording = {
    name: basename(name),
    profile: null,
    rows: openRecording(path, {
      patient: wanted,
      insoleOf: (await loadInsoles(loaded)).of,
      maxKeptBytes: isFeedWanted(settings) ? 0 : MAX_KEPT_BYTES,
    }),
    empty: new CommandFailure(EXIT.failed, `${name}: has no sample${whose}`),
  };
  try {
    return await playRecording(settings, recording, settings['simulate.speed']);
  } catch (error) {
    if (error instanceof UnreadableRow) throw new CommandFailure(EXIT.failed, error.message);
    throw error;
  }
}
