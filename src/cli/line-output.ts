import { constants } from 'node:fs';
import { access, type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CommandFailure, EXIT } from './exit-code.ts';
import { explainFileError } from './explain-file-error.ts';

/** Where a command writes its results. */
export interface Output {
  /** Resolves once there is room for more. */
  write(text: string): Promise<void>;
  /** Keeps what was written. */
  finish(): Promise<void>;
  /** Discards what was written to a file, as it is incomplete. */
  abandon(): Promise<void>;
}

/**
 * Opens a file, or the standard output when none is named.
 *
 * @throws CommandFailure with exit code 1 when the file cannot be written, also from its methods
 */
export async function openOutput(path: string | null): Promise<Output> {
  return path === null ? STDOUT : openFile(path);
}

/**
 * Opens a file, or the standard output when none is named, and writes to it. A file appears when all of it is written, or not at all.
 *
 * @throws CommandFailure with exit code 1 when the file cannot be written; and whatever `write` throws
 */
export async function writeOutput(
  path: string | null,
  write: (output: Output) => Promise<void>,
): Promise<void> {
  const output = await openOutput(path);
  try {
    await write(output);
    await output.finish();
  } catch (error) {
    await output.abandon();
    throw error;
  }
}

const STDOUT: Output = {
  write: (text) =>
    new Promise((resolve) => {
      const { stdout } = process;
      // Once it has failed, which runProcess() sees to, it never drains.
      if (stdout.write(text) || stdout.destroyed) return resolve();
      const goOn = () => {
        for (const event of ['drain', 'close']) stdout.off(event, goOn);
        resolve();
      };
      for (const event of ['drain', 'close']) stdout.on(event, goOn);
    }),
  finish: async () => {},
  abandon: async () => {},
};

/** A file that appears under its name once it is complete: readers never see half of one. */
async function openFile(path: string): Promise<Output> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  const attempt = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw new CommandFailure(EXIT.failed, `${path}: ${explainFileError(error, 'written')}`);
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
