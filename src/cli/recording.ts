import { open } from 'node:fs/promises';
import type { PatientId } from '../core/patient.ts';
import type { Sample } from '../core/sample.ts';
import { NDJSON_ROWS } from '../export/sample-rows.ts';
import type { StoreWriter } from '../store/store.ts';
import type { StoredPair } from '../store/stored-entry.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import { explainFileError } from './line-output.ts';

/** A file that samples are written to while they come, in the rows of `export`. */
export interface Recording {
  add(patient: PatientId, pair: StoredPair): void;
  /** Resolves when all is written. */
  close(): Promise<void>;
}

/** What may wait for a disk that does not keep up: some 50,000 samples. */
const MAX_CHARACTERS_WAITING = 1 << 24;

/**
 * Opens a recording; a file that is there already is refused. When it cannot go on, as on a full disk, `onFailed` is told
 * why, once: the file ends with its last whole line, and what records goes on without.
 */
export async function openRecording(path: string, onFailed: (reason: string) => void): Promise<Recording> {
  const file = await open(path, 'wx').catch((error: unknown) => {
    throw new CommandFailure(EXIT.failed, `${path}: ${explainFileError(error)}`);
  });
  let waiting = '';
  let wholeBytes = 0;
  let hasFailed = false;
  let writing: Promise<void> = Promise.resolve();

  const fail = async (reason: string) => {
    if (hasFailed) return;
    hasFailed = true;
    waiting = '';
    await file.truncate(wholeBytes).catch(() => {});
    onFailed(`recording to ${path} has stopped: ${reason}`);
  };
  const writeWaiting = async () => {
    const bytes = Buffer.from(waiting);
    waiting = '';
    if (bytes.length === 0 || hasFailed) return;
    try {
      await file.appendFile(bytes);
      wholeBytes += bytes.length;
    } catch (error) {
      await fail(explainFileError(error));
    }
  };
  return {
    add(patient, pair) {
      const row = hasFailed ? null : NDJSON_ROWS.row(patient, pair);
      if (row === null) return;
      const isFirst = waiting === '';
      waiting += `${row}\n`;
      if (waiting.length > MAX_CHARACTERS_WAITING) void fail('the disk does not keep up');
      else if (isFirst) writing = writing.then(writeWaiting);
    },
    async close() {
      await writing;
      await file.close().catch(() => {});
    },
  };
}

/** A store whose writes are recorded as well, each sample once it is stored. */
export function recordWrites(store: StoreWriter, recording: Recording): StoreWriter {
  return {
    async write(writes, lease) {
      const outcomes = await store.write(writes, lease);
      for (const [index, { patient, entries }] of writes.entries()) {
        if (outcomes[index]?.kind !== 'stored') continue;
        for (const { sensorsJson, timestamp } of entries) recording.add(patient, [sensorsJson, timestamp]);
      }
      return outcomes;
    },
    holders: (patients) => store.holders(patients),
    acquire: (patients, lease) => store.acquire(patients, lease),
    release: (patients, holder) => store.release(patients, holder),
    trim: (beforeSeconds, patients) => store.trim(beforeSeconds, patients),
    nowSeconds: () => store.nowSeconds(),
  };
}

/** A sample as footwatch stores it. */
export function toStoredPair({ atSeconds, sensors }: Sample): StoredPair {
  const stored = sensors.map(({ anomaly, id, value, source }) => ({
    anomaly,
    id,
    value,
    ...(source !== undefined && { source }),
  }));
  return [JSON.stringify(stored), atSeconds.toFixed(3)];
}
