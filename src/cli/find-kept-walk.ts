import type { PatientId } from '../core/patient.ts';
import type { KeptWalks, StoredWalk } from '../store/kept-walks.ts';
import { CommandFailure, EXIT } from './exit-code.ts';

/**
 * Finds the kept walk with an id, of some patients, or of all who have one.
 *
 * @throws CommandFailure when there is none, or when several patients have one
 */
export async function findKeptWalk(
  store: KeptWalks,
  id: string,
  patients: readonly PatientId[] | null,
): Promise<StoredWalk> {
  const found: StoredWalk[] = [];
  for (const patient of patients ?? (await store.keptPatients())) {
    const { walks } = await store.kept(patient);
    found.push(...walks.filter((walk) => walk.id === id));
  }
  const [walk, ...more] = found;
  if (walk === undefined) {
    const whose = patients === null ? '' : ` of patient ${patients.join(', ')}`;
    throw new CommandFailure(EXIT.failed, `there is no kept walk ${id}${whose}: footwatch kept lists them`);
  }
  if (more.length > 0) {
    const owners = found.map(({ patient }) => patient).join(', ');
    throw new CommandFailure(
      EXIT.wrongUsage,
      `patients ${owners} each have a kept walk ${id}: choose one with --patient`,
    );
  }
  return walk;
}
