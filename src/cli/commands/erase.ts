import { createInterface } from 'node:readline/promises';
import { CommandFailure, EXIT } from '../exit-code.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { openRedis } from '../open-redis.ts';

/** `footwatch erase`: removes everything that is stored of some patients, for ever, as data protection demands. */
export async function runErase(loaded: LoadedSettings): Promise<number> {
  const { settings } = loaded;
  const patients = settings['watch.patient'];
  if (patients === null)
    throw new CommandFailure(EXIT.wrongUsage, 'erase needs the patients to erase: --patient LIST');
  const patientList = `patient${patients.length === 1 ? '' : 's'} ${patients.join(', ')}`;
  const store = openRedis(loaded);
  try {
    // Nobody is asked in vain: an unreachable store fails here.
    await store.nowSeconds();
    if (!settings['erase.yes']) await confirm(patientList);
    for (const patient of patients) {
      const keys = await store.erase(patient);
      process.stdout.write(`patient ${patient}: ${keys === 0 ? 'nothing was stored' : 'erased'}\n`);
    }
    return EXIT.done;
  } finally {
    await store.close();
  }
}

async function confirm(patientList: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CommandFailure(
      EXIT.wrongUsage,
      `erase asks before it removes ${patientList}, and there is no terminal: --yes`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(
      `Erase everything of ${patientList}, anomalies included, for ever? Type yes: `,
    );
    if (answer.trim() !== 'yes') throw new CommandFailure(EXIT.failed, 'nothing was erased');
  } finally {
    terminal.close();
  }
}
