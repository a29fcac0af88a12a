import type { Insole } from '../core/insole/insole.ts';
import { UNKNOWN_PROFILE } from '../core/patient.ts';
import type { RecordedRow } from '../reader/recorded-tape.ts';
import type { Settings } from '../settings/registry.ts';
import type { KeptWalks, StoredWalk } from '../store/kept-walks.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import { readRecordedRow } from './open-recording.ts';
import { playRecording } from './play-recording.ts';

/**
 * Plays a kept walk as history, never as live: as the dashboard, or as lines. Resolves with the exit code.
 *
 * @throws CommandFailure when it has no sample that can be read
 */
export async function playKeptWalk(settings: Settings, store: KeptWalks, walk: StoredWalk): Promise<number> {
  const { patient, id } = walk;
  const insole = await store.keptInsole(walk);
  const recording = {
    name: `kept ${id}`,
    profile: { ...(walk.profile ?? UNKNOWN_PROFILE), insole },
    rows: { open: () => readRows(store, walk, insole), canReopen: () => true },
    empty: new CommandFailure(
      EXIT.failed,
      `the kept walk ${id} of patient ${patient} has no sample that can be read`,
    ),
  };
  return playRecording(settings, recording, 1);
}

async function* readRows(
  store: KeptWalks,
  { patient, id }: StoredWalk,
  insole: Insole,
): AsyncGenerator<RecordedRow, undefined> {
  for await (const page of store.keptPages(patient, id)) {
    for (const pair of page) {
      const row = readRecordedRow(patient, pair, insole);
      if (row !== null) yield row;
    }
  }
}
