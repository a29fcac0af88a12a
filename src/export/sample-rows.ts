import { SIX } from '../core/insole/built-in-insoles.ts';
import type { Insole } from '../core/insole/insole.ts';
import type { PatientId } from '../core/patient.ts';
import { findFlagSource } from '../core/sample.ts';
import { encodeInsole } from '../store/insole-record.ts';
import type { StoredPair } from '../store/stored-entry.ts';
import { parseStoredEntry } from '../store/stored-entry.ts';
import { formatCsvLine } from './csv-line.ts';

/** How samples are written, one row each. */
export interface RowFormat {
  /** The first line; null when the format has none. */
  readonly header: string | null;
  /** Formats a stored entry, of an insole, as a row; null when the entry cannot be read. Rows come in the order of the file. */
  row(patient: PatientId, pair: StoredPair, insole: Insole): string | null;
}

/**
 * One JSON object a line, with the sensors as stored. The first row of a patient, and the first of each change, says what it is of;
 * a row without that is of the six sensors of the original, or of what was said last.
 */
export function createNdjsonRows(): RowFormat {
  const toldInsoles = new Map<PatientId, Insole>();
  return {
    header: null,
    row(patient, pair, insole) {
      if (!isReadable(pair, insole)) return null;
      const [sensorsJson, timestamp] = pair;
      const isTold = (toldInsoles.get(patient) ?? SIX) === insole;
      toldInsoles.set(patient, insole);
      const told = isTold ? '' : `,"insole":${encodeInsole(insole)}`;
      return `{"patient":${patient},"timestamp":${formatJsonNumber(timestamp)},"sensors":${formatOneLine(sensorsJson)}${told}}`;
    },
  };
}

function isReadable(pair: StoredPair, insole: Insole): boolean {
  return parseStoredEntry(pair, { current: insole, before: [] }).kind === 'sample';
}

/** The ids of all sensors of some insoles, ascending: those of the original come first in any case where nothing else is worn. */
export function listColumns(insoles: readonly Insole[]): readonly number[] {
  const worn = insoles.length === 0 ? [SIX] : insoles;
  return [...new Set(worn.flatMap(({ sensors }) => sensors.map(({ id }) => id)))].sort((a, b) => a - b);
}

/**
 * One line of CSV: the readings by sensor, the ids of the flagged sensors, and the sources of their flags.
 *
 * @param ids a column each; the reading of a sensor that a sample does not have is empty
 */
export function createCsvRows(ids: readonly number[]): RowFormat {
  return {
    header: formatCsvLine(['patient', 'timestamp', ...ids.map((id) => `s${id}`), 'anomaly', 'source']),
    row(patient, pair, insole) {
      const entry = parseStoredEntry(pair, { current: insole, before: [] });
      if (entry.kind !== 'sample') return null;
      const { sensors } = entry.sample;
      const values = new Map(sensors.map(({ id, value }) => [id, value]));
      const flagged = sensors.filter((reading) => reading.anomaly);
      const sources = new Set(flagged.flatMap((reading) => findFlagSource(reading) ?? []));
      return formatCsvLine([
        String(patient),
        formatJsonNumber(pair[1]),
        ...ids.map((id) => String(values.get(id) ?? '')),
        flagged.map(({ id }) => id).join('+'),
        [...sources].sort().join('+'),
      ]);
    },
  };
}

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
