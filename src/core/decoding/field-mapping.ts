import type { Profile } from '../patient.ts';
import { Refusal } from '../refusal.ts';
import { TIME_UNITS, type TimeUnit } from './own-time.ts';
import { type PointerPattern, parsePattern } from './pointer-pattern.ts';

/** Patterns by the sensors that they find: `all` of them, those of the `left` or `right` foot, or one by its id or label. */
export type SensorPatterns = ReadonlyMap<string, PointerPattern>;

/** The key of a pattern that finds every sensor. */
export const ALL_SENSORS = 'all';

/** Where an answer in JSON of any shape has what footwatch reads, as `api.fields` says it. */
export interface FieldMapping {
  readonly value: SensorPatterns;
  /** Where each sensor says which it is; null when their order or their names say it. */
  readonly id: SensorPatterns | null;
  /** Where each sensor, or the whole frame, is flagged; null when nothing is. */
  readonly anomaly: SensorPatterns | null;
  /** Where a flag says who set it, as footwatch writes it; null where the device set all of them. */
  readonly origin: SensorPatterns | null;
  /** The ids of sensors that go by names of their own. */
  readonly names: ReadonlyMap<string, number>;
  /** The frame's own time, by the device's clock. */
  readonly time: PointerPattern | null;
  readonly timeUnit: TimeUnit;
  /** The frame's own number, which rises from frame to frame. */
  readonly number: PointerPattern | null;
  /** How many numbers pass in a second; null when that is not known. */
  readonly rate: number | null;
  /** A reading is what stands there times `scale` plus `offset`. */
  readonly scale: number;
  readonly offset: number;
  /** Whose frame it is: a number, or what `api.ids` calls the patient. */
  readonly patient: PointerPattern | null;
  readonly profile: readonly (readonly [keyof Profile, PointerPattern])[];
  /** As it was configured. */
  readonly source: Readonly<Record<string, unknown>>;
}

const PROFILE_FIELDS: readonly (keyof Profile)[] = [
  'firstname',
  'lastname',
  'birthdate',
  'disabled',
  'traceName',
  'traceId',
];

/** Every key of `api.fields`, and what it says. */
export const MAPPING_KEYS: Readonly<Record<string, string>> = {
  value: 'where the readings are: a pointer, or one for left and right, or one for each sensor',
  id: 'where each sensor says which it is',
  names: "the sensors that go by other names than the insole's: a mapping of names to ids",
  anomaly: 'where a sensor or the frame is flagged',
  time: "where a frame has its own time, by the device's clock",
  timeUnit: `the unit of that time: ${TIME_UNITS.join(', ')}`,
  number: 'where a frame has its own number, which rises',
  rate: 'how many numbers pass in a second',
  scale: 'what a reading is multiplied by',
  offset: 'what is added to it then',
  patient: 'where a frame says whose it is',
  ...Object.fromEntries(PROFILE_FIELDS.map((field) => [field, `where the patient's ${field} is`])),
};

type RawRecord = Readonly<Record<string, unknown>>;

/** Reads a mapping as a configuration file has it. A refusal names the key that is wrong. */
export function readFieldMapping(raw: unknown): FieldMapping | Refusal {
  if (!isRecord(raw)) return new Refusal('it is no mapping');
  for (const key of Object.keys(raw)) {
    if (!Object.hasOwn(MAPPING_KEYS, key))
      return new Refusal(`there is no ${printKey(key)}; allowed are ${Object.keys(MAPPING_KEYS).join(', ')}`);
  }
  try {
    const mapping = readKeys(raw);
    const conflict = findConflict(mapping);
    return conflict === null ? mapping : new Refusal(conflict);
  } catch (error) {
    if (error instanceof WrongKey) return new Refusal(error.message);
    throw error;
  }
}

/** Ends the reading of a mapping; never leaves this file. */
class WrongKey extends Error {}

function readKeys(raw: RawRecord): FieldMapping {
  const { value } = raw;
  if (value === undefined || value === null)
    throw new WrongKey('value is missing, which says where the readings are');
  return {
    value: readSensorPatterns('value', value),
    id: isAbsent(raw.id) ? null : readSensorPatterns('id', raw.id),
    anomaly: isAbsent(raw.anomaly) ? null : readSensorPatterns('anomaly', raw.anomaly),
    origin: null,
    names: readNames(raw.names),
    time: readPlainPattern('time', raw.time),
    timeUnit: readTimeUnit(raw.timeUnit),
    number: readPlainPattern('number', raw.number),
    rate: isAbsent(raw.rate) ? null : readNumber('rate', raw.rate, (rate) => rate > 0, 'a number over 0'),
    scale: isAbsent(raw.scale)
      ? 1
      : readNumber('scale', raw.scale, (scale) => scale !== 0, 'a number other than 0'),
    offset: isAbsent(raw.offset) ? 0 : readNumber('offset', raw.offset, () => true, 'a number'),
    patient: readPlainPattern('patient', raw.patient),
    profile: PROFILE_FIELDS.flatMap((field) => {
      const pattern = readPlainPattern(field, raw[field]);
      return pattern === null ? [] : [[field, pattern] as const];
    }),
    source: raw,
  };
}

/** What contradicts itself; null when nothing does. */
function findConflict({ value, id, anomaly, time, number, profile }: FieldMapping): string | null {
  const values = [...value.values()];
  const hasFrames = values.some((pattern) => pattern.hasFrames);
  const own = number ?? time;
  if (hasFrames && own === null) return 'value has a #, but neither time nor number tells the frames apart';
  if (hasFrames && own !== null && !own.hasFrames)
    return `${number === null ? 'time' : 'number'} has no #, so that all frames of an answer would have the same`;
  if (!hasFrames && [time, number].some((pattern) => pattern?.hasFrames))
    return 'time or number has a #, but value has none: all frames would have the same readings';
  if (hasFrames && !values.every((pattern) => pattern.hasFrames))
    return 'only some pointers of value have a #';
  for (const [name, patterns] of [
    ['id', id],
    ['anomaly', anomaly],
  ] as const) {
    const isForAll = patterns?.size === 1 && patterns.has(ALL_SENSORS);
    if (patterns === null || (name === 'anomaly' && isForAll)) continue;
    if ([...patterns.keys()].sort().join() !== [...value.keys()].sort().join())
      return `${name} must have the same parts as value`;
  }
  const odd = profile.find(([, pattern]) => pattern.hasFrames);
  return odd === undefined ? null : `${odd[0]} has a #, but a patient has one for all frames`;
}

function readSensorPatterns(key: string, raw: unknown): SensorPatterns {
  if (typeof raw === 'string') return new Map([[ALL_SENSORS, readPattern(key, raw)]]);
  if (!isRecord(raw) || Object.keys(raw).length === 0)
    throw new WrongKey(
      `${key} must be a pointer, or a mapping of left, right, ids or labels of sensors to pointers`,
    );
  return new Map(
    Object.entries(raw).map(([sensors, text]) => {
      const place = `${key} of ${printKey(sensors)}`;
      if (sensors === ALL_SENSORS) throw new WrongKey(`${place}: a pointer for all sensors stands by itself`);
      return [sensors, readPattern(place, text)];
    }),
  );
}

function readPlainPattern(key: string, raw: unknown): PointerPattern | null {
  if (isAbsent(raw)) return null;
  const pattern = readPattern(key, raw);
  if (pattern.hasSensors) throw new WrongKey(`${key} has a *, but is not of single sensors`);
  return pattern;
}

function readPattern(key: string, raw: unknown): PointerPattern {
  if (typeof raw !== 'string') throw new WrongKey(`${key} must be a JSON pointer, such as /data/0/t`);
  const pattern = parsePattern(raw);
  if (pattern instanceof Refusal) throw new WrongKey(`${key} is no JSON pointer: ${pattern.reason}`);
  return pattern;
}

function readNames(raw: unknown): ReadonlyMap<string, number> {
  if (isAbsent(raw)) return new Map();
  if (!isRecord(raw)) throw new WrongKey('names must be a mapping of names to ids of sensors');
  return new Map(
    Object.entries(raw).map(([name, id]) => {
      if (!Number.isSafeInteger(id))
        throw new WrongKey(`names: ${printKey(name)} must be the id of a sensor`);
      return [name, id as number];
    }),
  );
}

function readTimeUnit(raw: unknown): TimeUnit {
  const unit = isAbsent(raw) ? 'auto' : TIME_UNITS.find((each) => each === raw);
  if (unit === undefined) throw new WrongKey(`timeUnit must be one of ${TIME_UNITS.join(', ')}`);
  return unit;
}

function readNumber(
  key: string,
  raw: unknown,
  isAllowed: (value: number) => boolean,
  allowed: string,
): number {
  if (typeof raw !== 'number' || !Number.isFinite(raw) || !isAllowed(raw))
    throw new WrongKey(`${key} must be ${allowed}`);
  return raw;
}

function isAbsent(raw: unknown): raw is undefined | null {
  return raw === undefined || raw === null;
}

function isRecord(raw: unknown): raw is RawRecord {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

/** A key of the configuration as a message shows it: short, and on one line. */
function printKey(key: string): string {
  return JSON.stringify(key.slice(0, 40));
}
