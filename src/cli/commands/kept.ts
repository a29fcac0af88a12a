import { isWalkId, WALK_ID_ALLOWED, withoutNotes } from '../../core/kept-walk.ts';
import { formatWalkTable, walkToJson } from '../../export/walk-rows.ts';
import type { StoredWalk } from '../../store/kept-walks.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { openRedis } from '../open-redis.ts';
import { chooseOnePatient } from './keep.ts';

/** `footwatch kept`: lists the kept walks of some patients, or of all, as a table or as a JSON array. */
export async function runKept(loaded: LoadedSettings): Promise<number> {
  const { settings } = loaded;
  const store = openRedis(loaded);
  try {
    const walks: StoredWalk[] = [];
    let unreadable = 0;
    for (const patient of settings['watch.patient'] ?? (await store.keptPatients())) {
      const list = await store.kept(patient);
      walks.push(...list.walks);
      unreadable += list.unreadable;
    }
    const shown = settings['watch.privacy'] ? walks.map(withoutNotes) : walks;
    process.stdout.write(
      settings['watch.json']
        ? `${JSON.stringify(shown.map(walkToJson))}\n`
        : `${formatWalkTable(shown).join('\n')}\n`,
    );
    if (unreadable > 0)
      process.stderr.write(`footwatch: ${unreadable} kept walks cannot be read and were left out\n`);
    return EXIT.done;
  } finally {
    await store.close();
  }
}

/** `footwatch kept remove`: removes one kept walk of a patient, for ever. */
export async function runKeptRemove(
  loaded: LoadedSettings,
  { operands: [id = ''] }: Invocation,
): Promise<number> {
  const patient = chooseOnePatient(loaded.settings['watch.patient'], 'kept remove');
  if (!isWalkId(id)) throw new CommandFailure(EXIT.wrongUsage, `the id of a walk must be ${WALK_ID_ALLOWED}`);
  const store = openRedis(loaded);
  try {
    if (!(await store.removeKept(patient, id)))
      throw new CommandFailure(
        EXIT.failed,
        `patient ${patient} has no kept walk ${id}: footwatch kept lists them`,
      );
    process.stdout.write(`${id}  patient ${patient}  removed\n`);
    return EXIT.done;
  } finally {
    await store.close();
  }
}
