import type { Settings } from '../../settings/registry.ts';
import { makeBashCompletion } from '../completion/bash-completion.ts';
import { makeFishCompletion } from '../completion/fish-completion.ts';
import { makeZshCompletion } from '../completion/zsh-completion.ts';
import { EXIT } from '../exit-code.ts';
import type { RunCommand } from '../invocation.ts';
import { openRedis } from '../open-redis.ts';

const SHELLS = { bash: makeBashCompletion, zsh: makeZshCompletion, fish: makeFishCompletion } as const;

/** Prints the completion script of a shell. */
export function createCompletion(shell: keyof typeof SHELLS): RunCommand {
  return async (_settings, _origins, { completion }) => {
    process.stdout.write(SHELLS[shell](completion));
    return EXIT.done;
  };
}

/** What the scripts ask for when they complete a patient: those in the store, a line each. */
export async function runCompletionPatients(settings: Settings): Promise<number> {
  const store = openRedis(settings);
  try {
    for (const patient of await store.patients()) process.stdout.write(`${patient}\n`);
    return EXIT.done;
  } finally {
    await store.close();
  }
}
