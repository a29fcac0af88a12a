import { appendFile } from 'node:fs/promises';

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
  /** Resolves once the line is written; rejects when it cannot be, and then nothing may be shown. */
  write(entry: AuditEntry): Promise<void>;
}

/** Where nobody asked for a log. */
export const NO_AUDIT_LOG: AuditLog = { write: () => Promise.resolve() };

/**
 * Appends a line of JSON a view to a file, which is opened anew for each, so that it can be moved away and made again.
 *
 * @param now the instant, for the line
 * @param onFailure called with the reason when a line cannot be written, once until one can be again
 */
export function openAuditLog(path: string, now: () => Date, onFailure: (reason: string) => void): AuditLog {
  let hasFailed = false;
  let last: Promise<void> = Promise.resolve();
  const append = async (line: string) => {
    try {
      await appendFile(path, line, { mode: 0o600, flush: true });
      hasFailed = false;
    } catch (error) {
      if (!hasFailed) onFailure((error as NodeJS.ErrnoException).code ?? 'unknown');
      hasFailed = true;
      throw error;
    }
  };
  return {
    write({ who, from, patient, what }) {
      const line = `${JSON.stringify({ at: now().toISOString(), who, from, patient, what })}\n`;
      // One after the other: two lines never mix.
      const written = last.then(() => append(line));
      last = written.catch(() => {});
      return written;
    },
  };
}
