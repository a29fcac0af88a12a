import { createInterface } from 'node:readline/promises';
import type { Settings } from '../../settings/registry.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { openRedis } from '../open-redis.ts';

/** Removes everything of some patients, for ever: the answer to who asks to be forgotten. */
export async function runErase(settings: Settings): Promise<number> {
  const patients = settings['watch.patient'];
  if (patients === null)
    throw new CommandFailure(EXIT.wrongUsage, 'erase needs to know whom: --patient LIST');
  const whom = `patient${patients.length === 1 ? '' : 's'} ${patients.join(', ')}`;
  const store = openRedis(settings);
  try {
    // What is asked has to be known to be possible first.
    await store.nowSeconds();
    if (!settings['erase.yes']) await confirm(whom);
    for (const patient of patients) {
      const keys = await store.erase(patient);
      process.stdout.write(`patient ${patient}: ${keys === 0 ? 'nothing was stored' : 'erased'}\n`);
    }
    return EXIT.done;
  } finally {
    await store.close();
  }
}

async function confirm(whom: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CommandFailure(
      EXIT.wrongUsage,
      `erase asks before it removes ${whom}, and there is no terminal: --yes`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(
      `Erase everything of ${whom}, anomalies included, for ever? Type yes: `,
    );
    if (answer.trim() !== 'yes') throw new CommandFailure(EXIT.failed, 'nothing was erased');
  } finally {
    terminal.close();
  }
}
