import { statSync } from 'node:fs';
import type { Insole } from '../core/insole/insole.ts';
import type { PatientId } from '../core/patient.ts';
import { hasAnomaly } from '../core/sample.ts';
import { readSampleRows } from '../export/read-sample-rows.ts';
import type { RecordedRow, RecordedRows } from '../reader/recorded-tape.ts';
import { createEntryJudge, type EntryJudge } from '../store/judge-entry.ts';
import { parseStoredEntry, type StoredPair } from '../store/stored-entry.ts';
import { KeptInput } from './kept-input.ts';
import { nameInput, openInput, STDIN } from './open-input.ts';

/** Which rows of a recording are read, and how. */
export interface RecordingChoice {
  /** The patient whose rows are read; null for the one of the first row. */
  readonly patient: PatientId | null;
  /** What the samples of a patient are of where the recording does not say. */
  readonly insoleOf: (patient: PatientId) => Insole;
  /** How much of a pipe is kept, so that it can be read again. */
  readonly maxKeptBytes: number;
}

/**
 * Opens a recording of one patient. A file can be read again; a pipe only while all that came is no more than `maxKeptBytes`.
 *
 * Reading throws UnreadableRow for a line that is no sample, and CommandFailure when the file cannot be read.
 */
export function openRecording(path: string, choice: RecordingChoice): RecordedRows {
  const name = nameInput(path);
  if (isFile(path)) {
    return { open: () => readRows(openInput(path), name, choice), canReopen: () => true };
  }
  const input = new KeptInput(openInput(path), choice.maxKeptBytes);
  return { open: () => readRows(input.open(), name, choice), canReopen: () => input.canReopen() };
}

/** Reads an entry as it is stored; null when it is no sample. */
export function readRecordedRow(patient: PatientId, pair: StoredPair, insole: Insole): RecordedRow | null {
  const read = parseStoredEntry(pair, { current: insole, before: [] });
  if (read.kind !== 'sample') return null;
  const [sensorsJson, timestamp] = pair;
  const anomalous = hasAnomaly(read.sample.sensors);
  return { patient, insole, sample: read.sample, entry: { timestamp, sensorsJson, anomalous } };
}

/** Lets the rules judge the rows of a recording of before there were such rules, from its first row on each time. */
export function judgeRows(rows: RecordedRows): RecordedRows {
  return { open: () => readJudged(rows.open()), canReopen: () => rows.canReopen() };
}

async function* readJudged(rows: AsyncIterable<RecordedRow>): AsyncGenerator<RecordedRow> {
  let judge: EntryJudge | null = null;
  for await (const row of rows) {
    judge ??= createEntryJudge({ current: row.insole, before: [] });
    const { sensorsJson, timestamp } = row.entry;
    const pair: StoredPair = [sensorsJson, timestamp];
    const judged = judge(pair);
    yield judged === pair ? row : (readRecordedRow(row.patient, judged, row.insole) ?? row);
  }
}

/** A named pipe, such as a shell's `<(…)`, is read once only, as the standard input is. */
function isFile(path: string): boolean {
  return path !== STDIN && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

async function* readRows(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  { patient: wanted, insoleOf }: RecordingChoice,
): AsyncGenerator<RecordedRow, undefined> {
  let patient = wanted;
  for await (const row of readSampleRows(chunks, name, insoleOf)) {
    patient ??= row.patient;
    if (row.patient !== patient) continue;
    const recorded = readRecordedRow(patient, [row.sensorsText, row.timestampText], row.insole);
    if (recorded !== null) yield recorded;
  }
}
