import { type FileHandle, open } from 'node:fs/promises';

/** What is written of each view: who looked at what of whom. No name of a patient, and no token. */
export interface AuditEntry {
  /** Name of the token; `local` where none is needed. */
  readonly who: string;
  /** Address of the browser. */
  readonly from: string;
  /** Null for all patients. */
  readonly patient: number | null;
  /** Such as `stream` or `samples`. */
  readonly what: string;
}

/** Writes down who looked. */
export interface AuditLog {
  /** Resolves once the line is on the disk. @throws AuditLogFailure when it cannot be, and then nothing may be shown */
  write(entry: AuditEntry): Promise<void>;
}

/** A line could not be written. */
export class AuditLogFailure extends Error {
  override readonly name = 'AuditLogFailure';
}

/** Where nobody asked for a log. */
export const NO_AUDIT_LOG: AuditLog = { write: () => Promise.resolve() };

/**
 * Appends a line of JSON a view to a file, which is opened anew for each, so that it can be moved away and made again. A line that
 * does not fit is taken back, and what somebody else left unfinished is not gone on with.
 *
 * @param now the instant, for the line
 * @param onFailure called with the reason when a line cannot be written, once until one can be again
 */
export function openAuditLog(path: string, now: () => Date, onFailure: (reason: string) => void): AuditLog {
  let hasFailed = false;
  let last: Promise<void> = Promise.resolve();
  const append = async (line: string) => {
    try {
      await appendLine(path, line);
      hasFailed = false;
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      if (!hasFailed) onFailure(code);
      hasFailed = true;
      throw new AuditLogFailure(code);
    }
  };
  return {
    write({ who, from, patient, what }) {
      const line = JSON.stringify({ at: now().toISOString(), who, from, patient, what });
      // One after the other: two lines never mix.
      const written = last.then(() => append(line));
      last = written.catch(() => {});
      return written;
    },
  };
}

async function appendLine(path: string, line: string): Promise<void> {
  // A file that may be appended to and not read is as good.
  const file = await open(path, 'a+', 0o600).catch(() => open(path, 'a', 0o600));
  try {
    const status = await file.stat();
    const size = status.isFile() ? status.size : 0;
    const start = size > 0 && !(await endsLine(file, size)) ? '\n' : '';
    try {
      await file.appendFile(`${start}${line}\n`);
      if (status.isFile()) await file.datasync();
    } catch (error) {
      if (status.isFile()) await file.truncate(size).catch(() => {});
      throw error;
    }
  } finally {
    await file.close();
  }
}

async function endsLine(file: FileHandle, size: number): Promise<boolean> {
  const last = await file.read({ buffer: Buffer.alloc(1), position: size - 1 }).catch(() => null);
  return last === null || last.buffer.toString() === '\n';
}
