import { cleanText } from '../core/clean-text.ts';
import type { Insole } from '../core/insole/insole.ts';
import { findInsoleAt, type InsoleTimeline, ONLY_SIX } from '../core/insole/insole-timeline.ts';
import { parseJson } from '../core/parse-json.ts';
import { type FlagMark, markReadings, type Sample, type SensorReading } from '../core/sample.ts';

/** One entry of a data list and the entry of its timestamp list that belongs to it, as stored. */
export type StoredPair = readonly [sensorsJson: string, timestamp: string];

/** Why an entry cannot be read as a sample. */
export type UnreadableReason =
  | 'bad timestamp'
  | 'not JSON'
  | 'not an array of sensors'
  | 'no sensors'
  | 'bad sensor id'
  | 'sensor twice'
  | 'bad reading'
  | 'bad anomaly flag';

/** A decoded entry: a sample, or why it is none. */
export type StoredEntry =
  | { readonly kind: 'sample'; readonly sample: Sample }
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason };

type Limits = Pick<Insole, 'lowest' | 'highest' | 'decimals'>;

const TIMESTAMP = /^\d{1,12}(?:\.\d{1,20})?$/;
/** The last second of the year 9999: later instants have no ISO text of the usual form. */
const MAX_SECONDS = 253_402_300_799;

/** Parses a stored timestamp, whole or decimal Unix seconds, and rounds it to milliseconds; null when it is not one. */
export function parseTimestamp(text: string): number | null {
  if (!TIMESTAMP.test(text)) return null;
  const seconds = Math.round(Number(text) * 1000) / 1000;
  return seconds <= MAX_SECONDS ? seconds : null;
}

/** The first readable one of some timestamps, Unix seconds; null when none is. */
export function findFirstTimestamp(timestamps: readonly string[]): number | null {
  for (const text of timestamps) {
    const seconds = parseTimestamp(text);
    if (seconds !== null) return seconds;
  }
  return null;
}

/**
 * Decodes an entry that footwatch or the original program stored: other fields are ignored, a missing flag is no anomaly.
 *
 * @param timeline what the readings are of, which limits them
 */
export function parseStoredEntry(
  [sensorsJson, timestamp]: StoredPair,
  timeline: InsoleTimeline = ONLY_SIX,
): StoredEntry {
  const atSeconds = parseTimestamp(timestamp);
  if (atSeconds === null) return { kind: 'unreadable', reason: 'bad timestamp' };
  const sensors = parseSensors(sensorsJson, findInsoleAt(timeline, atSeconds));
  if (typeof sensors === 'string') return { kind: 'unreadable', reason: sensors };
  return { kind: 'sample', sample: { atSeconds, sensors } };
}

/** The mark of the strongest flag among the sensors of an entry, given as JSON; an empty one when they cannot be read. */
export function markSensors(sensorsJson: string): FlagMark {
  const sensors = parseSensors(sensorsJson, ANY_READING);
  return typeof sensors === 'string' ? '' : markReadings(sensors);
}

/** The limits of a reading of which only the flag matters. */
const ANY_READING: Limits = {
  lowest: Number.NEGATIVE_INFINITY,
  highest: Number.POSITIVE_INFINITY,
  decimals: 1,
};

function parseSensors(text: string, limits: Limits): SensorReading[] | UnreadableReason {
  const parsed = parseJson(text);
  if (parsed === undefined) return 'not JSON';
  if (!Array.isArray(parsed)) return 'not an array of sensors';
  if (parsed.length === 0) return 'no sensors';
  const readings = new Map<number, SensorReading>();
  for (const entry of parsed as unknown[]) {
    const reading = parseReading(entry, limits);
    if (typeof reading === 'string') return reading;
    if (readings.has(reading.id)) return 'sensor twice';
    readings.set(reading.id, reading);
  }
  return [...readings.values()].sort((a, b) => a.id - b.id);
}

function parseReading(
  entry: unknown,
  { lowest, highest, decimals }: Limits,
): SensorReading | UnreadableReason {
  if (typeof entry !== 'object' || entry === null) return 'not an array of sensors';
  const { id, value, anomaly = false, source, rule } = entry as Partial<Record<keyof SensorReading, unknown>>;
  if (!isWhole(id)) return 'bad sensor id';
  if (typeof value !== 'number' || !(value >= lowest && value <= highest)) return 'bad reading';
  if (decimals === 0 && !Number.isInteger(value)) return 'bad reading';
  if (typeof anomaly !== 'boolean') return 'bad anomaly flag';
  const [cleaned, byRule] = [source, rule].map((text) => (typeof text === 'string' ? cleanText(text) : ''));
  return { id, value, anomaly, ...(cleaned && { source: cleaned }), ...(byRule && { rule: byRule }) };
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Pairs entry i of one list with entry i of the other. What the longer list has beyond the shorter one is left out. */
export function pairByIndex(data: readonly string[], timestamps: readonly string[]): StoredPair[] {
  const pairs: StoredPair[] = [];
  for (const [index, timestamp] of timestamps.entries()) {
    const sensorsJson = data[index];
    if (sensorsJson === undefined) break;
    pairs.push([sensorsJson, timestamp]);
  }
  return pairs;
}

/** Decodes entries: the samples in their order, and how many entries could not be read. */
export function readPairs(
  pairs: readonly StoredPair[],
  timeline: InsoleTimeline = ONLY_SIX,
): { samples: Sample[]; unreadable: number } {
  const samples: Sample[] = [];
  for (const pair of pairs) {
    const entry = parseStoredEntry(pair, timeline);
    if (entry.kind === 'sample') samples.push(entry.sample);
  }
  return { samples, unreadable: pairs.length - samples.length };
}

/** Like readPairs, but leaves out samples of an insole that the patient had before: they cannot stand beside those of now. */
export function readCurrentPairs(pairs: readonly StoredPair[], timeline: InsoleTimeline) {
  const { samples, unreadable } = readPairs(pairs, timeline);
  if (timeline.before.length === 0) return { samples, unreadable };
  const ofNow = ({ atSeconds }: Sample) => findInsoleAt(timeline, atSeconds) === timeline.current;
  return { samples: samples.filter(ofNow), unreadable };
}
