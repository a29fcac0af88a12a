import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CommandFailure, EXIT } from './exit-code.ts';
import { explainFileError } from './explain-file-error.ts';

/** Names the standard input among the files of a command. */
export const STDIN = '-';

/** What messages call an input. */
export function nameInput(path: string): string {
  return path === STDIN ? 'standard input' : path;
}

/**
 * Reads the bytes of a file, or of the standard input.
 *
 * @throws CommandFailure with exit code 1 when it cannot be read
 */
export async function* openInput(path: string): AsyncGenerator<Uint8Array> {
  try {
    if (path === STDIN) yield* process.stdin as AsyncIterable<Uint8Array>;
    else {
      const file = await open(path);
      yield* createReadStream('', { fd: file, highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>;
    }
  } catch (error) {
    throw new CommandFailure(EXIT.failed, `${nameInput(path)}: ${explainFileError(error, 'read')}`);
  }
}
