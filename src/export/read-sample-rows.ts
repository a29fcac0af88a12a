import { CsvError, parse } from 'csv-parse/sync';
import { parseJson } from '../core/parse-json.ts';
import type { PatientId } from '../core/patient.ts';
import { API_SOURCE } from '../core/sample.ts';
import { SENSORS } from '../core/sensors.ts';
import { parseStoredEntry } from '../store/stored-entry.ts';
import { readLines, UnreadableLine } from './read-lines.ts';
import { CSV_ROWS } from './sample-rows.ts';

/** A sample of an export, in the exact texts that are stored. */
export interface SampleRow {
  /** Number of the line, from 1. */
  readonly lineNumber: number;
  readonly patient: PatientId;
  /** Unix seconds, as written. */
  readonly timestampText: string;
  /** The `sensors` array as JSON. */
  readonly sensorsText: string;
}

/** Thrown for a line that is not a sample. The message has the place and the reason, `walk.csv:17: …`. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
}

type Texts = Omit<SampleRow, 'lineNumber'>;
/** Reads a line as a row, or as the reason why it is none. */
type ReadRow = (line: string) => Texts | string;

/**
 * Reads the samples of an export one at a time. The first line decides between NDJSON and CSV; empty lines are skipped.
 *
 * @param chunks the bytes of the file
 * @param name the name of the file in error messages
 * @throws UnreadableRow
 */
export async function* readSampleRows(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<SampleRow> {
  let lineNumber = 0;
  let readRow: ReadRow | null = null;
  try {
    for await (const line of readLines(chunks)) {
      lineNumber++;
      if (line === '') continue;
      if (readRow === null) {
        readRow = line === CSV_ROWS.header ? readCsvRow : readJsonRow;
        if (readRow === readCsvRow) continue;
      }
      const row = readRow(line);
      if (typeof row === 'string') throw new UnreadableRow(`${name}:${lineNumber}: ${row}`);
      yield { lineNumber, ...row };
    }
  } catch (error) {
    if (!(error instanceof UnreadableLine)) throw error;
    throw new UnreadableRow(`${name}:${error.lineNumber}: ${error.message}`);
  }
}

const PATIENT = /^(0|[1-9]\d{0,15})$/;
/** A line as `footwatch export` writes it, whose digits and sensors are kept exactly. */
const JSON_ROW = /^\{"patient":(\d{1,16}),"timestamp":(\d+(?:\.\d+)?),"sensors":(\[.*\])\}$/;

function readJsonRow(line: string): Texts | string {
  const [, patient = '', timestampText = '', sensorsText = ''] = JSON_ROW.exec(line) ?? [];
  const row = checkRow(patient, timestampText, sensorsText);
  return typeof row === 'string' ? readForeignJsonRow(line) : row;
}

/** Reads a line that another tool may have rewritten: with another order of fields, spaces, or extra fields. */
function readForeignJsonRow(line: string): Texts | string {
  const parsed = parseJson(line);
  if (typeof parsed !== 'object' || parsed === null) {
    return `is neither a JSON object nor the header of CSV (${CSV_ROWS.header})`;
  }
  const { patient, timestamp, sensors } = parsed as Record<string, unknown>;
  if (typeof timestamp !== 'number') return 'has no timestamp in Unix seconds';
  return checkRow(String(patient), timestamp.toFixed(3), JSON.stringify(sensors) ?? '');
}

function readCsvRow(line: string): Texts | string {
  const fields = splitCsv(line);
  if (fields === null || fields.length !== SENSORS.length + 4) {
    return `has not the ${SENSORS.length + 4} fields of the header`;
  }
  const [patient = '', timestamp = ''] = fields;
  const [anomaly = '', source = ''] = fields.slice(-2);
  const flagged = anomaly === '' ? [] : anomaly.split('+');
  const sources = assignSources(flagged, source);
  const sensors = SENSORS.flatMap(({ id }) => {
    const value = fields[2 + id] ?? '';
    if (value === '') return [];
    const flaggedBy = sources.get(String(id));
    const sourceField = flaggedBy === undefined || flaggedBy === API_SOURCE ? {} : { source: flaggedBy };
    return [{ anomaly: flaggedBy !== undefined, id, value: Number(value), ...sourceField }];
  });
  const missing = flagged.find((id) => !sensors.some((sensor) => String(sensor.id) === id));
  if (missing !== undefined) return `flags sensor ${missing}, of which it has no reading`;
  return checkRow(patient, timestamp, JSON.stringify(sensors));
}

/**
 * Assigns sources to flagged sensors. CSV does not say which of several sources flagged which sensor, so each source is
 * given to some sensor, and a second export names the same sources.
 */
function assignSources(flagged: readonly string[], source: string): Map<string, string> {
  const sources = source.split('+');
  const last = flagged.length - 1;
  return new Map(
    flagged.map((id, index) => {
      const own = index === last ? sources.slice(index).join('+') : sources[index];
      return [id, own || sources.at(-1) || API_SOURCE];
    }),
  );
}

function checkRow(patient: string, timestampText: string, sensorsText: string): Texts | string {
  if (!PATIENT.test(patient) || !Number.isSafeInteger(Number(patient))) return 'has no number of a patient';
  const entry = parseStoredEntry([sensorsText, timestampText]);
  if (entry.kind === 'unreadable') return `is no sample: ${entry.reason}`;
  return { patient: Number(patient), timestampText, sensorsText };
}

function splitCsv(line: string): readonly string[] | null {
  if (!line.includes('"')) return line.split(',');
  try {
    return (parse(line) as string[][])[0] ?? null;
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}
