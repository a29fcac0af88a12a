import type { PatientId } from '../core/patient.ts';
import { findFlagSource } from '../core/sample.ts';
import { SENSORS } from '../core/sensors.ts';
import type { StoredPair } from '../store/stored-entry.ts';
import { parseStoredEntry } from '../store/stored-entry.ts';
import { formatCsvLine } from './csv-line.ts';

/** How samples are written: a row each, null for an entry that cannot be read. */
export interface RowFormat {
  readonly header: string | null;
  row(patient: PatientId, pair: StoredPair): string | null;
}

/** A JSON object a line, with the sensors as they are stored. */
export const NDJSON_ROWS: RowFormat = {
  header: null,
  row(patient, pair) {
    if (parseStoredEntry(pair).kind !== 'sample') return null;
    const [sensorsJson, timestamp] = pair;
    return `{"patient":${patient},"timestamp":${jsonNumber(timestamp)},"sensors":${oneLine(sensorsJson)}}`;
  },
};

/** A line of comma-separated values: readings by sensor, then the flagged sensors, then who flagged them. */
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
      jsonNumber(pair[1]),
      ...SENSORS.map(({ id }) => String(sensors.find((reading) => reading.id === id)?.value ?? '')),
      flagged.map(({ id }) => id).join('+'),
      [...sources].sort().join('+'),
    ]);
  },
};

/** A stored timestamp as a number of JSON, which has no leading zeros; its digits stay otherwise. */
function jsonNumber(timestamp: string): string {
  return timestamp.replace(/^0+(?=\d)/, '');
}

/** What another program stored may have line ends between its tokens, and signs that steer a terminal in its texts. */
function oneLine(json: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (!/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(json)) return json;
  return JSON.stringify(JSON.parse(json)).replace(
    /[\x7f-\x9f\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
