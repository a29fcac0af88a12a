import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CommandFailure, EXIT } from './exit-code.ts';

/** The standard input among the files of a command. */
export const STDIN = '-';

/** What errors call an input. */
export function inputName(path: string): string {
  return path === STDIN ? 'standard input' : path;
}

/** The bytes of a file, or of the standard input. What cannot be read is one line and exit code 1. */
export async function* openInput(path: string): AsyncGenerator<Uint8Array> {
  try {
    if (path === STDIN) yield* process.stdin as AsyncIterable<Uint8Array>;
    else {
      const file = await open(path);
      yield* createReadStream('', { fd: file, highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>;
    }
  } catch (error) {
    throw new CommandFailure(EXIT.failed, `${inputName(path)}: ${explain(error)}`);
  }
}

function explain(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'no such file';
    case 'EACCES':
    case 'EPERM':
      return 'not readable';
    case 'EISDIR':
      return 'is a folder';
    default:
      return `cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'reason not known'}`;
  }
}
