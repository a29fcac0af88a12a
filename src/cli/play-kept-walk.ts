import type { Insole } from '../core/insole/insole.ts';
import { UNKNOWN_PROFILE } from '../core/patient.ts';
import type { Settings } from '../settings/registry.ts';
import type { KeptWalks, StoredWalk } from '../store/kept-walks.ts';
import { parseStoredEntry } from '../store/stored-entry.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import { type PlayedSample, playRecording } from './play-recording.ts';

/**
 * Plays a kept walk as history, never as live: as the dashboard, or as lines. Resolves with the exit code.
 *
 * @throws CommandFailure when it has no sample that can be read
 */
export async function playKeptWalk(settings: Settings, store: KeptWalks, walk: StoredWalk): Promise<number> {
  const { patient, id } = walk;
  const insole = await store.keptInsole(walk);
  const samples = readSamples(store, walk, insole);
  const { value: first } = await samples.next();
  if (first === undefined)
    throw new CommandFailure(
      EXIT.failed,
      `the kept walk ${id} of patient ${patient} has no sample that can be read`,
    );
  const shown = { ...(walk.profile ?? UNKNOWN_PROFILE), insole };
  return playRecording(settings, { patient, name: `kept ${id}`, profile: shown, first, rest: samples }, 1);
}

async function* readSamples(
  store: KeptWalks,
  { patient, id }: StoredWalk,
  insole: Insole,
): AsyncGenerator<PlayedSample, undefined> {
  for await (const page of store.keptPages(patient, id)) {
    for (const pair of page) {
      const entry = parseStoredEntry(pair, { current: insole, before: [] });
      if (entry.kind === 'sample') yield { pair, sample: entry.sample };
    }
  }
}
