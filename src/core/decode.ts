import { cleanText } from './clean-text.ts';
import { describeKind } from './describe-kind.ts';
import { SIX } from './insole/built-in-insoles.ts';
import type { Insole } from './insole/insole.ts';
import { parseJson } from './parse-json.ts';
import type { Profile } from './patient.ts';

/** Why a body was refused. */
export type DecodeReason =
  | 'not-utf8'
  | 'not-json'
  | 'wrong-shape'
  | 'wrong-sensors'
  | 'reading-not-integer'
  | 'no-own-time'
  | 'unknown-patient'
  | 'reading-out-of-range';

/** What a reading may be: see `Insole`. */
export type ReadingLimits = Pick<Insole, 'lowest' | 'highest' | 'decimals'>;

/** One sensor as the API sent it: the three fields that footwatch uses, and any others, in the order received. */
export interface ReceivedSensor {
  readonly id: number;
  readonly value: number;
  readonly anomaly: boolean;
  readonly [extra: string]: unknown;
}

/** A decoded body: who was observed and the readings, or why the body was refused. */
export type Decoded =
  | {
      readonly kind: 'observed';
      readonly profile: Profile;
      readonly sensors: readonly ReceivedSensor[];
      /** What `JSON.stringify(sensors)` gives, where it is known without: they came so, see `RepeatedBodies`. */
      readonly sensorsJson?: string;
    }
  | Refusal;

interface Refusal {
  readonly kind: 'refused';
  readonly reason: DecodeReason;
  /** One line of ASCII that names the field and what is allowed; it never quotes text of the body. */
  readonly message: string;
}

type JsonRecord = Readonly<Record<string, unknown>>;

/** How deeply a field that the API adds to a sensor may be nested. */
const MAX_EXTRA_DEPTH = 4;
const MAX_LISTED_IDS = 8;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Decodes the body of an answer to `GET {baseUrl}{patient}`. Never throws.
 *
 * @param body all bytes of the body
 * @param sensorIds the ids that have to be present, each once, in any order
 * @param limits what readings may be; they are rounded to its decimals
 * @returns the profile and the sensors as received, with all text cleaned and without `source`, which only footwatch sets; or why
 *   the body was refused
 */
export function decodeBody(
  body: Uint8Array,
  sensorIds: readonly number[],
  limits: ReadingLimits = SIX,
): Decoded {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    return refuse('not-utf8', 'the body is not valid UTF-8');
  }
  const root = parseJson(text);
  if (root === undefined) return refuse('not-json', 'the body is not valid JSON');
  if (!isRecord(root)) return refuseShape('the body', root, 'an object');
  const { trace } = root;
  if (!isRecord(trace)) return refuseShape('trace', trace, 'an object');
  if (!Array.isArray(trace.sensors)) return refuseShape('trace.sensors', trace.sensors, 'an array');

  const sensors: ReceivedSensor[] = [];
  for (const entry of trace.sensors as readonly unknown[]) {
    const refusal = checkSensor(sensors.length, entry, limits);
    if (refusal !== null) return refusal;
    const sensor = roundReading(entry as ReceivedSensor, limits);
    sensors.push(isClean(sensor) ? sensor : cleanSensor(sensor));
  }
  if (
    sensors.length !== sensorIds.length ||
    !sensorIds.every((id) => sensors.some((sensor) => sensor.id === id))
  ) {
    return refuse('wrong-sensors', `trace.sensors has other ids than ${listIds(sensorIds)}, each once`);
  }
  return { kind: 'observed', profile: decodeProfile(root, trace), sensors };
}

/** What is wrong with a sensor; null when nothing is. Hot path: every sensor of every poll comes here. */
function checkSensor(
  index: number,
  entry: unknown,
  { lowest, highest, decimals }: ReadingLimits,
): Refusal | null {
  if (!isRecord(entry)) return refuseShape(nameSensor(index), entry, 'an object');
  const { id, value, anomaly } = entry;
  if (typeof id !== 'number' || !Number.isInteger(id))
    return refuseShape(`${nameSensor(index)}.id`, id, 'an integer');
  if (typeof anomaly !== 'boolean')
    return refuseShape(`${nameSensor(index)}.anomaly`, anomaly, 'true or false');
  if (typeof value !== 'number' || (decimals === 0 && !Number.isInteger(value))) {
    const allowed = decimals === 0 ? 'an integer' : 'a number';
    const message = `${nameSensor(index)}.value is ${describeKind(value)}, must be ${allowed}`;
    return refuse('reading-not-integer', message);
  }
  if (!(value >= lowest && value <= highest)) {
    const allowed = `${lowest} to ${highest}`;
    return refuse('reading-out-of-range', `${nameSensor(index)}.value is ${value}, must be ${allowed}`);
  }
  return null;
}

/** Digits beyond the insole's are noise, and would fill the store. */
function roundReading(sensor: ReceivedSensor, { decimals }: ReadingLimits): ReceivedSensor {
  if (decimals === 0) return sensor;
  const value = Number(sensor.value.toFixed(decimals));
  return value === sensor.value ? sensor : { ...sensor, value };
}

/** More than eight ids are written as ranges: `0-31`. */
function listIds(ids: readonly number[]): string {
  if (ids.length <= MAX_LISTED_IDS) return ids.join(', ');
  const ranges: { from: number; to: number }[] = [];
  for (const id of [...ids].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && id === last.to + 1) last.to = id;
    else ranges.push({ from: id, to: id });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

function nameSensor(index: number): string {
  return `trace.sensors[${index}]`;
}

/** Whether a sensor can be passed on as received, as nearly all can. Hot path: every sensor of every poll comes here. */
function isClean(entry: JsonRecord): boolean {
  for (const name in entry) {
    if (name === 'id' || name === 'value' || name === 'anomaly') continue;
    const field = entry[name];
    if (name !== 'name' || typeof field !== 'string' || cleanText(field) !== field) return false;
  }
  return true;
}

function cleanSensor({ source: _, ...received }: ReceivedSensor): ReceivedSensor {
  return cleanFields(received, MAX_EXTRA_DEPTH) as ReceivedSensor;
}

function decodeProfile(root: JsonRecord, trace: JsonRecord): Profile {
  return {
    firstname: decodeText(root.firstname),
    lastname: decodeText(root.lastname),
    birthdate: decodeText(root.birthdate),
    disabled: typeof root.disabled === 'boolean' ? root.disabled : null,
    traceName: decodeText(trace.name),
    traceId: decodeText(trace.id),
  };
}

/** The clean text of a field, of a number its digits (some answers give a year or a clock as one); null for anything else. */
export function decodeText(field: unknown): string | null {
  if (typeof field === 'number' && Number.isFinite(field)) return String(field);
  if (typeof field !== 'string') return null;
  return cleanText(field) || null;
}

/** Cleans all text in a field and replaces what is nested deeper than `depth` by null, since it could exhaust the stack. */
function cleanField(field: unknown, depth: number): unknown {
  if (typeof field === 'string') return cleanText(field);
  if (typeof field !== 'object' || field === null) return field;
  if (depth === 0) return null;
  return Array.isArray(field)
    ? field.map((item) => cleanField(item, depth - 1))
    : cleanFields(field, depth - 1);
}

/** Cleans all fields of an object. A field whose name is not clean is left out, since its cleaned name could be that of another. */
function cleanFields(record: object, depth: number): JsonRecord {
  // Unlike assignments, fromEntries makes `__proto__` an ordinary field, as it is in JSON.
  return Object.fromEntries(
    Object.entries(record)
      .filter(([name]) => cleanText(name) === name)
      .map(([name, field]) => [name, cleanField(field, depth)]),
  );
}

function isRecord(field: unknown): field is JsonRecord {
  return typeof field === 'object' && field !== null && !Array.isArray(field);
}

function refuseShape(where: string, field: unknown, allowed: string): Refusal {
  return refuse('wrong-shape', `${where} is ${describeKind(field)}, must be ${allowed}`);
}

function refuse(reason: DecodeReason, message: string): Refusal {
  return { kind: 'refused', reason, message };
}
