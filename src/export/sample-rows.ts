import type { PatientId } from '../core/patient.ts';
import { findFlagSource } from '../core/sample.ts';
import { SENSORS } from '../core/sensors.ts';
import type { StoredPair } from '../store/stored-entry.ts';
import { parseStoredEntry } from '../store/stored-entry.ts';
import { formatCsvLine } from './csv-line.ts';

/** How samples are written, one row each. */
export interface RowFormat {
  /** The first line; null when the format has none. */
  readonly header: string | null;
  /** Formats a stored entry as a row; null when the entry cannot be read. */
  row(patient: PatientId, pair: StoredPair): string | null;
}

/** One JSON object a line, with the sensors as stored. */
export const NDJSON_ROWS: RowFormat = {
  header: null,
  row(patient, pair) {
    if (parseStoredEntry(pair).kind !== 'sample') return null;
    const [sensorsJson, timestamp] = pair;
    return `{"patient":${patient},"timestamp":${formatJsonNumber(timestamp)},"sensors":${formatOneLine(sensorsJson)}}`;
  },
};

/** One line of CSV: the readings by sensor, the ids of the flagged sensors, and the sources of their flags. */
export const CSV_ROWS: RowFormat = {
  header: formatCsvLine(['patient', 'timestamp', ...SENSORS.map(({ id }) => `s${id}`), 'anomaly', 'source']),
  row(patient, pair) {
    const entry = parseStoredEntry(pair);
    if (entry.kind !== 'sample') return null;
    const { sensors } = entry.sample;
    const flagged = sensors.filter((reading) => reading.anomaly);
    const sources = new Set(flagged.flatMap((reading) => findFlagSource(reading) ?? []));
    return formatCsvLine([
      String(patient),
      formatJsonNumber(pair[1]),
      ...SENSORS.map(({ id }) => String(sensors.find((reading) => reading.id === id)?.value ?? '')),
      flagged.map(({ id }) => id).join('+'),
      [...sources].sort().join('+'),
    ]);
  },
};

/** Formats a stored timestamp as a JSON number, which has no leading zeros; all other digits stay. */
function formatJsonNumber(timestamp: string): string {
  return timestamp.replace(/^0+(?=\d)/, '');
}

/** Puts JSON of another program on one line, and escapes control characters in it. */
function formatOneLine(json: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is searched
  if (!/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(json)) return json;
  return JSON.stringify(JSON.parse(json)).replace(
    /[\x7f-\x9f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
