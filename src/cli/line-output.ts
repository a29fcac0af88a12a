import { constants } from 'node:fs';
import { access, type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CommandFailure, EXIT } from './exit-code.ts';

/** Where a command writes its results. Nothing is lost: each write waits until there is room. */
export interface Output {
  write(text: string): Promise<void>;
  /** All is written, and shall stay. */
  finish(): Promise<void>;
  /** Something failed: what was written shall not be taken for all. */
  abandon(): Promise<void>;
}

export async function openOutput(path: string | null): Promise<Output> {
  return path === null ? STDOUT : openFile(path);
}

const STDOUT: Output = {
  write: (text) =>
    new Promise((resolve) => {
      if (process.stdout.write(text)) resolve();
      else process.stdout.once('drain', resolve);
    }),
  finish: async () => {},
  abandon: async () => {},
};

/** A file that appears under its name when it is whole, or not at all: readers never see half of one. */
async function openFile(path: string): Promise<Output> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  const attempt = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw new CommandFailure(EXIT.failed, `${path}: ${explainFileError(error)}`);
    }
  };
  await attempt(access(dirname(path), constants.W_OK));
  const file: FileHandle = await attempt(open(temporary, 'w'));
  return {
    write: (text) => attempt(file.writeFile(text)),
    async finish() {
      await attempt(file.sync());
      await attempt(file.close());
      await attempt(rename(temporary, path));
    },
    async abandon() {
      await file.close().catch(() => {});
      await rm(temporary, { force: true });
    },
  };
}

/** Why a file cannot be written. */
export function explainFileError(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'no such folder';
    case 'EEXIST':
      return 'exists already';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'not writable';
    case 'ENOSPC':
      return 'no space left';
    case 'EISDIR':
      return 'is a folder';
    default:
      return `cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'reason not known'}`;
  }
}
