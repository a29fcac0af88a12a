import { open } from 'node:fs/promises';
import { SIX } from '../core/insole/built-in-insoles.ts';
import type { Insole } from '../core/insole/insole.ts';
import type { PatientId } from '../core/patient.ts';
import type { Sample } from '../core/sample.ts';
import { createNdjsonRows } from '../export/sample-rows.ts';
import type { StoreWriter } from '../store/store.ts';
import type { StoredPair } from '../store/stored-entry.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import { explainFileError } from './explain-file-error.ts';

/** A file to which samples are written as they arrive, as rows of `export`. */
export interface Recording {
  /** Takes a sample, of an insole; it is written soon after. */
  add(patient: PatientId, pair: StoredPair, insole: Insole): void;
  /** Resolves once all samples are written. */
  close(): Promise<void>;
}

/** Limit of what waits for a slow disk: some 50,000 samples. */
const MAX_CHARACTERS_WAITING = 1 << 24;

/**
 * Opens a recording in a new file.
 *
 * @param onFailed called once when the recording has to stop, as on a full disk: the file then ends with its last
 *   complete line, and further samples are ignored
 * @throws CommandFailure when the file exists or cannot be written
 */
export async function openRecording(path: string, onFailed: (reason: string) => void): Promise<Recording> {
  const file = await open(path, 'wx').catch((error: unknown) => {
    throw new CommandFailure(EXIT.failed, `${path}: ${explainFileError(error, 'written')}`);
  });
  const rows = createNdjsonRows();
  let waiting = '';
  let completeBytes = 0;
  let hasFailed = false;
  let writing: Promise<void> = Promise.resolve();

  const fail = async (reason: string) => {
    if (hasFailed) return;
    hasFailed = true;
    waiting = '';
    await file.truncate(completeBytes).catch(() => {});
    onFailed(`recording to ${path} has stopped: ${reason}`);
  };
  const writeWaiting = async () => {
    const bytes = Buffer.from(waiting);
    waiting = '';
    if (bytes.length === 0 || hasFailed) return;
    try {
      await file.appendFile(bytes);
      completeBytes += bytes.length;
    } catch (error) {
      await fail(explainFileError(error, 'written'));
    }
  };
  return {
    add(patient, pair, insole) {
      const row = hasFailed ? null : rows.row(patient, pair, insole);
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

/** Wraps a store so that each sample is recorded once it is stored. */
export function recordWrites(
  store: StoreWriter,
  recording: Recording,
  insoleOf: (patient: PatientId) => Insole = () => SIX,
): StoreWriter {
  return {
    async write(writes, lease) {
      const outcomes = await store.write(writes, lease);
      for (const [index, { patient, entries }] of writes.entries()) {
        if (outcomes[index]?.kind !== 'stored') continue;
        for (const { sensorsJson, timestamp } of entries)
          recording.add(patient, [sensorsJson, timestamp], insoleOf(patient));
      }
      return outcomes;
    },
    holders: (patients) => store.holders(patients),
    acquire: (patients, lease) => store.acquire(patients, lease),
    release: (patients, holder) => store.release(patients, holder),
    trim: (beforeSeconds, patients) => store.trim(beforeSeconds, patients),
    countStored: (patient, timestamps, withinSeconds) =>
      store.countStored(patient, timestamps, withinSeconds),
    readNewest: (patient, count) => store.readNewest(patient, count),
    nowSeconds: () => store.nowSeconds(),
  };
}

/** Serializes a sample as footwatch stores it. */
export function toStoredPair({ atSeconds, sensors }: Sample): StoredPair {
  const stored = sensors.map(({ anomaly, id, value, source }) => ({
    anomaly,
    id,
    value,
    ...(source !== undefined && { source }),
  }));
  return [JSON.stringify(stored), atSeconds.toFixed(3)];
}
