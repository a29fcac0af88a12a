import { UNKNOWN_PROFILE } from '../core/patient.ts';
import type { RecordedRow } from '../reader/recorded-tape.ts';
import type { Settings } from '../settings/registry.ts';
import type { KeptWalks, StoredWalk } from '../store/kept-walks.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import { readRecordedRow } from './open-recording.ts';
import { playRecording, type Recording } from './play-recording.ts';

/**
 * Plays a kept walk as history, never as live: as the dashboard, or as lines. Resolves with the exit code.
 *
 * @throws CommandFailure when it has no sample that can be read
 */
export async function playKeptWalk(settings: Settings, store: KeptWalks, walk: StoredWalk): Promise<number> {
  return playRecording(settings, await readKeptWalk(store, walk), 1);
}

/**
 * Reads a kept walk as a recording. All of it, so that it can be played while the store is away: it has at most what
 * `keep.maxBytes` allows.
 *
 * @throws CommandFailure when it has no sample that can be read
 */
export async function readKeptWalk(store: KeptWalks, walk: StoredWalk): Promise<Recording> {
  const { patient, id } = walk;
  const insole = await store.keptInsole(walk);
  const rows: RecordedRow[] = [];
  for await (const page of store.keptPages(patient, id))
    rows.push(...page.flatMap((pair) => readRecordedRow(patient, pair, insole) ?? []));
  const empty = new CommandFailure(
    EXIT.failed,
    `the kept walk ${id} of patient ${patient} has no sample that can be read`,
  );
  if (rows.length === 0) throw empty;
  return {
    name: `kept ${id}`,
    profile: { ...(walk.profile ?? UNKNOWN_PROFILE), insole },
    rows: { open: () => iterate(rows), canReopen: () => true },
    notes: { note: walk.note, marks: walk.marks },
    empty,
  };
}

async function* iterate(rows: readonly RecordedRow[]): AsyncGenerator<RecordedRow, undefined> {
  yield* rows;
}
