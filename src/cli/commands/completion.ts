import { makeBashCompletion } from '../completion/bash-completion.ts';
import { makeFishCompletion } from '../completion/fish-completion.ts';
import { makeZshCompletion } from '../completion/zsh-completion.ts';
import { EXIT } from '../exit-code.ts';
import type { RunCommand } from '../invocation.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { openRedis } from '../open-redis.ts';

const SHELLS = { bash: makeBashCompletion, zsh: makeZshCompletion, fish: makeFishCompletion } as const;

/** Creates the command `footwatch completion SHELL`, which prints the completion script of a shell. */
export function createCompletion(shell: keyof typeof SHELLS): RunCommand {
  return async (_, { completion }) => {
    process.stdout.write(SHELLS[shell](completion));
    return EXIT.done;
  };
}

/** `footwatch completion patients`: prints the patients in the store, a line each, for the scripts to complete. */
export async function runCompletionPatients(loaded: LoadedSettings): Promise<number> {
  const store = openRedis(loaded);
  try {
    for (const patient of await store.patients()) process.stdout.write(`${patient}\n`);
    return EXIT.done;
  } finally {
    await store.close();
  }
}
