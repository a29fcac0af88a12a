import { CsvError, parse } from 'csv-parse/sync';
import { BUILT_IN_INSOLES, SIX } from '../core/insole/built-in-insoles.ts';
import { checkInsole, formatFilePath } from '../core/insole/check-insole.ts';
import type { Insole } from '../core/insole/insole.ts';
import { parseJson } from '../core/parse-json.ts';
import { parsePatientId } from '../core/parse-patient-id.ts';
import type { PatientId } from '../core/patient.ts';
import { API_SOURCE } from '../core/sample.ts';
import { getInsoleReference } from '../store/insole-record.ts';
import { parseStoredEntry, type UnreadableReason } from '../store/stored-entry.ts';
import { readLines, UnreadableLine } from './read-lines.ts';
import { createCsvRows, listColumns } from './sample-rows.ts';

/** A sample of an export, in the exact texts that are stored. */
export interface SampleRow {
  /** Number of the line, from 1. */
  readonly lineNumber: number;
  readonly patient: PatientId;
  /** Unix seconds, as written. */
  readonly timestampText: string;
  /** The `sensors` array as JSON. */
  readonly sensorsText: string;
  /** What it is of: the one that the file tells, else the one that is worn. */
  readonly insole: Insole;
}

/** Thrown for a line that is not a sample. The message has the place and the reason, `walk.csv:17: …`. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
}

type Texts = Omit<SampleRow, 'lineNumber'>;
/** Reads a line as a row, or as the reason why it is none. */
type ReadRow = (line: string) => Texts | string;

/** What patients wear: what the file tells of each, or else what was configured. */
class Worn {
  readonly #told = new Map<PatientId, Insole>();
  readonly #references = new Map<string, Insole>();
  readonly #insoleOf: (patient: PatientId) => Insole;

  constructor(insoleOf: (patient: PatientId) => Insole) {
    this.#insoleOf = insoleOf;
  }

  of(patient: PatientId): Insole {
    return this.#told.get(patient) ?? this.#insoleOf(patient);
  }

  /** Notes an insole that the file tells; returns what is wrong with it, or null. The same insole stays the same object. */
  tell(patient: PatientId, raw: unknown): string | null {
    const checked = checkInsole(raw);
    if (checked.kind === 'wrong')
      return `has a wrong insole: ${`${formatFilePath(checked.path)} ${checked.reason}`.trim()}`;
    const reference = getInsoleReference(checked.insole);
    const insole = this.#references.get(reference) ?? findBuiltIn(checked.insole);
    this.#references.set(reference, insole);
    this.#told.set(patient, insole);
    return null;
  }
}

function findBuiltIn(insole: Insole): Insole {
  const builtIn = BUILT_IN_INSOLES.get(insole.name);
  return builtIn && getInsoleReference(builtIn) === getInsoleReference(insole) ? builtIn : insole;
}

/**
 * Reads the samples of an export one at a time. The first line decides between NDJSON and CSV; empty lines are skipped.
 *
 * @param chunks the bytes of the file
 * @param name the name of the file in error messages
 * @param insoleOf what a patient wears of whom the file does not say it
 * @throws UnreadableRow
 */
export async function* readSampleRows(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  insoleOf: (patient: PatientId) => Insole = () => SIX,
): AsyncGenerator<SampleRow> {
  const worn = new Worn(insoleOf);
  let lineNumber = 0;
  let readRow: ReadRow | null = null;
  try {
    for await (const line of readLines(chunks)) {
      lineNumber++;
      if (line === '') continue;
      if (readRow === null) {
        const ids = readCsvHeader(line);
        readRow = ids === null ? (text) => readJsonRow(text, worn) : (text) => readCsvRow(text, ids, worn);
        if (ids !== null) continue;
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

/** A line as `footwatch export` writes it, whose digits and sensors are kept exactly. */
const JSON_ROW =
  /^\{"patient":(\d{1,16}),"timestamp":(\d+(?:\.\d+)?),"sensors":(\[.*?\])(?:,"insole":(\{.*\}))?\}$/;

function readJsonRow(line: string, worn: Worn): Texts | string {
  const [, patient = '', timestampText = '', sensorsText = '', insoleText] = JSON_ROW.exec(line) ?? [];
  const told = insoleText === undefined ? null : worn.tell(Number(patient), parseJson(insoleText));
  const row = told ?? checkRow(patient, timestampText, sensorsText, worn);
  return typeof row === 'string' ? readForeignJsonRow(line, worn) : row;
}

/** Reads a line that another tool may have rewritten: with another order of fields, spaces, or extra fields. */
function readForeignJsonRow(line: string, worn: Worn): Texts | string {
  const parsed = parseJson(line);
  if (typeof parsed !== 'object' || parsed === null) {
    return `is neither a JSON object nor the header of CSV (${CSV_HEADER})`;
  }
  const { patient, timestamp, sensors, insole } = parsed as Record<string, unknown>;
  if (typeof timestamp !== 'number') return 'has no timestamp in Unix seconds';
  const told = insole === undefined ? null : worn.tell(Number(patient), insole);
  return told ?? checkRow(String(patient), timestamp.toFixed(3), JSON.stringify(sensors) ?? '', worn);
}

const CSV_HEADER = createCsvRows(listColumns([])).header;
const CSV_HEADER_OF_ANY = /^patient,timestamp((?:,s\d{1,4})+),anomaly,source$/;

/** The ids of the sensors that the header of CSV has columns of; null for another line. */
function readCsvHeader(line: string): readonly number[] | null {
  const [, columns = null] = CSV_HEADER_OF_ANY.exec(line) ?? [];
  const ids = columns?.split(',s').slice(1).map(Number) ?? [];
  return ids.length > 0 && new Set(ids).size === ids.length ? ids : null;
}

function readCsvRow(line: string, ids: readonly number[], worn: Worn): Texts | string {
  const fields = splitCsv(line);
  if (fields === null || fields.length !== ids.length + 4) {
    return `has not the ${ids.length + 4} fields of the header`;
  }
  const [patient = '', timestamp = ''] = fields;
  const [anomaly = '', source = ''] = fields.slice(-2);
  const flagged = anomaly === '' ? [] : anomaly.split('+');
  const sources = assignSources(flagged, source);
  const sensors = ids.flatMap((id, index) => {
    const value = fields[2 + index] ?? '';
    if (value === '') return [];
    const flaggedBy = sources.get(String(id));
    const sourceField = flaggedBy === undefined || flaggedBy === API_SOURCE ? {} : { source: flaggedBy };
    return [{ anomaly: flaggedBy !== undefined, id, value: Number(value), ...sourceField }];
  });
  const missing = flagged.find((id) => !sensors.some((sensor) => String(sensor.id) === id));
  if (missing !== undefined) return `flags sensor ${missing}, of which it has no reading`;
  return checkRow(patient, timestamp, JSON.stringify(sensors), worn);
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

function checkRow(patient: string, timestampText: string, sensorsText: string, worn: Worn): Texts | string {
  const id = parsePatientId(patient);
  if (id === null) return 'has no number of a patient';
  const insole = worn.of(id);
  const entry = parseStoredEntry([sensorsText, timestampText], { current: insole, before: [] });
  if (entry.kind === 'unreadable') return `is no sample: ${explainUnreadable(entry.reason, insole)}`;
  return { patient: id, timestampText, sensorsText, insole };
}

function explainUnreadable(reason: UnreadableReason, insole: Insole): string {
  return reason === 'bad reading' && insole !== SIX ? `bad reading for the insole ${insole.name}` : reason;
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
