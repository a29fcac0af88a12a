import { cleanText } from '../core/clean-text.ts';
import { parseJson } from '../core/parse-json.ts';
import { type FlagMark, markTogether, type Sample, type SensorReading } from '../core/sample.ts';
import { MAX_READING } from '../core/sensors.ts';

/** One entry of a data list and of its timestamp list, as text. */
export type StoredPair = readonly [sensorsJson: string, timestamp: string];

export type UnreadableReason =
  | 'bad timestamp'
  | 'not JSON'
  | 'not an array of sensors'
  | 'no sensors'
  | 'bad sensor id'
  | 'sensor twice'
  | 'bad reading'
  | 'bad anomaly flag';

export type StoredEntry =
  | { readonly kind: 'sample'; readonly sample: Sample }
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason };

const TIMESTAMP = /^\d{1,12}(?:\.\d{1,20})?$/;
/** The end of the year 9999: later instants have no ISO text of the usual form. */
const MAX_SECONDS = 253_402_300_799;

/** Unix seconds of a stored instant, whole or decimal, rounded to milliseconds; null when it is none. */
export function parseTimestamp(text: string): number | null {
  if (!TIMESTAMP.test(text)) return null;
  const seconds = Math.round(Number(text) * 1000) / 1000;
  return seconds <= MAX_SECONDS ? seconds : null;
}

/** The first of some timestamps that can be read, Unix seconds. */
export function findOldest(timestamps: readonly string[]): number | null {
  for (const text of timestamps) {
    const seconds = parseTimestamp(text);
    if (seconds !== null) return seconds;
  }
  return null;
}

/** Reads what footwatch or the original program stored: extra fields are ignored, a missing flag is no anomaly. */
export function parseStoredEntry([sensorsJson, timestamp]: StoredPair): StoredEntry {
  const atSeconds = parseTimestamp(timestamp);
  if (atSeconds === null) return { kind: 'unreadable', reason: 'bad timestamp' };
  const sensors = parseSensors(sensorsJson);
  if (typeof sensors === 'string') return { kind: 'unreadable', reason: sensors };
  return { kind: 'sample', sample: { atSeconds, sensors } };
}

/** How the sensors of an entry are flagged; nothing when they cannot be read. */
export function markSensors(sensorsJson: string): FlagMark {
  const sensors = parseSensors(sensorsJson);
  return typeof sensors === 'string' ? '' : markTogether(sensors);
}

function parseSensors(text: string): SensorReading[] | UnreadableReason {
  const parsed = parseJson(text);
  if (parsed === undefined) return 'not JSON';
  if (!Array.isArray(parsed)) return 'not an array of sensors';
  if (parsed.length === 0) return 'no sensors';
  const readings = new Map<number, SensorReading>();
  for (const entry of parsed as unknown[]) {
    const reading = parseReading(entry);
    if (typeof reading === 'string') return reading;
    if (readings.has(reading.id)) return 'sensor twice';
    readings.set(reading.id, reading);
  }
  return [...readings.values()].sort((a, b) => a.id - b.id);
}

function parseReading(entry: unknown): SensorReading | UnreadableReason {
  if (typeof entry !== 'object' || entry === null) return 'not an array of sensors';
  const { id, value, anomaly = false, source } = entry as Partial<Record<keyof SensorReading, unknown>>;
  if (!isWhole(id)) return 'bad sensor id';
  if (!isWhole(value) || value > MAX_READING) return 'bad reading';
  if (typeof anomaly !== 'boolean') return 'bad anomaly flag';
  const cleaned = typeof source === 'string' ? cleanText(source) : '';
  return { id, value, anomaly, ...(cleaned === '' ? {} : { source: cleaned }) };
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Entry i belongs to entry i: what the longer list holds beyond the shorter one belongs to nothing. */
export function pairByIndex(data: readonly string[], timestamps: readonly string[]): StoredPair[] {
  const pairs: StoredPair[] = [];
  for (const [index, timestamp] of timestamps.entries()) {
    const sensorsJson = data[index];
    if (sensorsJson === undefined) break;
    pairs.push([sensorsJson, timestamp]);
  }
  return pairs;
}

/** The samples of pairs, in their order, and how many pairs could not be read. */
export function readPairs(pairs: readonly StoredPair[]): { samples: Sample[]; unreadable: number } {
  const samples: Sample[] = [];
  for (const pair of pairs) {
    const entry = parseStoredEntry(pair);
    if (entry.kind === 'sample') samples.push(entry.sample);
  }
  return { samples, unreadable: pairs.length - samples.length };
}

/** Entries read at once where all are: some 150 kB. */
export const PAGE_ENTRIES = 500;
const FIRST_PAGE = 200;

/**
 * Samples received at or after an instant, oldest first, of a list that grows at its tail: read backwards in pages
 * that double, until one holds an older entry. `readPage(start, stop)` gives the pairs from start up to before stop.
 */
export async function readTailSince(
  length: number,
  sinceSeconds: number,
  readPage: (start: number, stop: number) => Promise<readonly StoredPair[]>,
): Promise<Sample[]> {
  const pages: Sample[][] = [];
  let stop = length;
  for (let size = FIRST_PAGE; stop > 0; size *= 2) {
    const start = Math.max(0, stop - size);
    const { samples } = readPairs(await readPage(start, stop));
    const young = samples.filter((sample) => sample.atSeconds >= sinceSeconds);
    pages.unshift(young);
    if (young.length < samples.length) break;
    stop = start;
  }
  return pages.flat();
}
