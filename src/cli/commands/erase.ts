import { createInterface } from 'node:readline/promises';
import type { PatientId } from '../../core/patient.ts';
import type { ErasedPatient } from '../../store/redis/erasure/erase-keys.ts';
import { RedisEraser } from '../../store/redis/erasure/redis-eraser.ts';
import { isCommandRefusal, StoreUnavailable } from '../../store/store.ts';
import { describeCosts, describeHolders, listPatients, makeReceipt } from '../erasure-receipt.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { resolveKeyNaming, resolveRedisTarget } from '../open-redis.ts';

/**
 * `footwatch erase`: removes everything that is stored of some patients, for ever, as data protection demands: also from the files
 * that Redis writes. It ends with a receipt, and with an error unless all of it is known to be gone.
 */
export async function runErase(loaded: LoadedSettings): Promise<number> {
  const { settings } = loaded;
  const patients = settings['watch.patient'];
  if (patients === null)
    throw new CommandFailure(EXIT.wrongUsage, 'erase needs the patients to erase: --patient LIST');
  const eraser = new RedisEraser(resolveRedisTarget(loaded), resolveKeyNaming(loaded));
  try {
    // Nobody is asked in vain: an unreachable store, and a cacher that would store again, fail here.
    await refuseWhilePolled(eraser, patients);
    const costs = describeCosts(await eraser.findCosts(patients));
    if (!settings['erase.yes']) await confirm(listPatients(patients), costs);
    else if (!settings['log.quiet']) process.stderr.write(`${costs}\n`);
    // A cacher may have come while the question was on the screen.
    if (!settings['erase.yes']) await refuseWhilePolled(eraser, patients);
    const erased = await eraser.eraseKeys(patients);
    await finish(eraser, erased);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof StoreUnavailable) || !isCommandRefusal(error.message)) throw error;
    throw new CommandFailure(
      EXIT.failed,
      `Redis: ${error.message}; nothing is known to be erased: the user of conf/users.acl that may erase has what it needs`,
    );
  } finally {
    eraser.close();
  }
}

async function refuseWhilePolled(eraser: RedisEraser, patients: readonly PatientId[]): Promise<void> {
  const leases = await eraser.findLeases(patients);
  if (leases.size > 0)
    throw new CommandFailure(EXIT.failed, `${describeHolders(leases)}; nothing was erased`);
}

/** Cleans the files, prints the receipt, and fails unless everything is known to be gone. */
async function finish(eraser: RedisEraser, erased: ReadonlyMap<PatientId, ErasedPatient>): Promise<void> {
  const patients = [...erased.keys()];
  const { lines, isClean } = makeReceipt(erased, await eraser.cleanFiles(patients));
  const [back, leases] = [await eraser.countKeys(patients), await eraser.findLeases(patients)];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (leases.size > 0)
    throw new CommandFailure(EXIT.failed, `meanwhile ${describeHolders(leases)}; then erase again`);
  if (back > 0) {
    const complaint = `${back} keys were stored again meanwhile: stop what stores them, and erase again`;
    throw new CommandFailure(EXIT.failed, complaint);
  }
  if (!isClean)
    throw new CommandFailure(
      EXIT.failed,
      "Redis's files are not known to be clean, see above: erase again once they can be written",
    );
}

async function confirm(patientList: string, costs: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CommandFailure(
      EXIT.wrongUsage,
      `erase asks before it removes ${patientList}, and there is no terminal: --yes`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(
      `${costs}.\nErase everything of ${patientList}, anomalies and kept walks included, for ever? Type yes: `,
    );
    if (answer.trim() !== 'yes') throw new CommandFailure(EXIT.failed, 'nothing was erased');
  } finally {
    terminal.close();
  }
}
