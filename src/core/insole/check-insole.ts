import { cleanText } from '../clean-text.ts';
import { type Insole, type InsoleSensor, REGIONS, SIDES, type Side } from './insole.ts';

/** The way to a value in a file: names and indices. */
export type FilePath = readonly (string | number)[];

/** An insole, or the first thing that is wrong with what a file holds. */
export type CheckedInsole =
  | { readonly kind: 'insole'; readonly insole: Insole }
  | {
      readonly kind: 'wrong';
      readonly path: FilePath;
      /** What is wrong and what is allowed, as a message says it after the path: `is 9.5, must be a whole number`. */
      readonly reason: string;
    };

/** The limits of an insole, as the check and the schema have them. */
export const INSOLE_LIMITS = {
  name: '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$',
  label: '^[^\\s\\p{C}]{1,6}$',
  unit: '^[^\\p{C}]{0,8}$',
  reading: 1_000_000,
  decimals: 3,
  id: 9999,
  sensors: 2,
  sensorsAFoot: 99,
} as const;

class Wrong extends Error {
  readonly path: FilePath;
  constructor(path: FilePath, reason: string) {
    super(reason);
    this.path = path;
  }
}

/** Checks what a file of an insole holds, and fills in what may be left out: unit, lowest reading, decimals and labels. */
export function checkInsole(raw: unknown): CheckedInsole {
  try {
    return { kind: 'insole', insole: readInsole(raw) };
  } catch (error) {
    if (error instanceof Wrong) return { kind: 'wrong', path: error.path, reason: error.message };
    throw error;
  }
}

/** Writes a path as a message does: `sensors[3].x`; nothing for the whole file. */
export function formatFilePath(path: FilePath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`))
    .join('');
}

type Fields = Readonly<Record<string, unknown>>;

const INSOLE_KEYS = ['$schema', 'name', 'unit', 'lowest', 'highest', 'decimals', 'sensors'];
const SENSOR_KEYS = ['id', 'label', 'side', 'region', 'x', 'y'];

function readInsole(raw: unknown): Insole {
  const fields = readFields(raw, [], INSOLE_KEYS);
  const name = readText(fields, [], 'name', INSOLE_LIMITS.name, 'up to 32 letters, digits, dots and dashes');
  const unit = readText(fields, [], 'unit', INSOLE_LIMITS.unit, 'a text of at most 8 characters', '');
  const decimals = readNumber(fields, [], 'decimals', {
    max: INSOLE_LIMITS.decimals,
    whole: true,
    absent: 0,
  });
  const limit = { min: -INSOLE_LIMITS.reading, max: INSOLE_LIMITS.reading };
  const lowest = readNumber(fields, [], 'lowest', { ...limit, absent: 0 });
  const highest = readNumber(fields, [], 'highest', limit);
  for (const [key, value] of [['lowest', lowest] as const, ['highest', highest] as const]) {
    if (Number(value.toFixed(decimals)) !== value)
      throw new Wrong(
        [key],
        `is ${value}, must have at most as many decimal places as decimals: ${decimals}`,
      );
  }
  if (highest <= lowest) throw new Wrong(['highest'], `is ${highest}, must be above lowest: ${lowest}`);
  return { name, unit, lowest, highest, decimals, sensors: readSensors(fields.sensors) };
}

function readSensors(raw: unknown): InsoleSensor[] {
  if (!Array.isArray(raw)) throw new Wrong(['sensors'], `is ${describe(raw)}, must be a list`);
  const counts: Record<Side, number> = { left: 0, right: 0 };
  const sensors = raw.map((each: unknown, index): InsoleSensor => {
    const path = ['sensors', index];
    const fields = readFields(each, path, SENSOR_KEYS);
    const side = readWord(fields, path, 'side', SIDES);
    const usual = `${side === 'left' ? 'L' : 'R'}${counts[side]++}`;
    return {
      id: readNumber(fields, path, 'id', { max: INSOLE_LIMITS.id, whole: true }),
      label: readText(fields, path, 'label', INSOLE_LIMITS.label, '1 to 6 characters without blanks', usual),
      side,
      region: readWord(fields, path, 'region', REGIONS),
      x: readNumber(fields, path, 'x', { max: 100 }),
      y: readNumber(fields, path, 'y', { max: 100 }),
    };
  });
  if (sensors.length < INSOLE_LIMITS.sensors)
    throw new Wrong(['sensors'], `has ${sensors.length}, must have at least ${INSOLE_LIMITS.sensors}`);
  for (const side of SIDES) {
    if (counts[side] > INSOLE_LIMITS.sensorsAFoot)
      throw new Wrong(
        ['sensors'],
        `has ${counts[side]} on the ${side}, must have at most ${INSOLE_LIMITS.sensorsAFoot} a foot`,
      );
  }
  refuseTwice(sensors, 'id');
  refuseTwice(sensors, 'label');
  return sensors;
}

function refuseTwice(sensors: readonly InsoleSensor[], key: 'id' | 'label'): void {
  const seen = new Map<unknown, number>();
  for (const [index, sensor] of sensors.entries()) {
    const first = seen.get(sensor[key]);
    if (first !== undefined)
      throw new Wrong(
        ['sensors', index, key],
        `is ${sensor[key]}, which is that of sensors[${first}] already`,
      );
    seen.set(sensor[key], index);
  }
}

function readFields(raw: unknown, path: FilePath, keys: readonly string[]): Fields {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw new Wrong(path, `is ${describe(raw)}, must be a mapping with ${join(keys.filter(isOwn), 'and')}`);
  const unknown = Object.keys(raw).find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw new Wrong([...path, cleanText(unknown)], `is not known, must be ${join(keys.filter(isOwn), 'or')}`);
  return raw as Fields;
}

const isOwn = (key: string) => !key.startsWith('$');

function readText(
  fields: Fields,
  path: FilePath,
  key: string,
  pattern: string,
  allowed: string,
  absent?: string,
): string {
  const value = fields[key] ?? absent;
  // YAML makes a number of a label such as 12.
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !new RegExp(pattern, 'u').test(text) || cleanText(text) !== text)
    throw new Wrong([...path, key], `is ${describe(value)}, must be ${allowed}`);
  return text;
}

function readWord<T extends string>(fields: Fields, path: FilePath, key: string, words: readonly T[]): T {
  const word = words.find((each) => each === fields[key]);
  if (word === undefined)
    throw new Wrong([...path, key], `is ${describe(fields[key])}, must be ${join(words, 'or')}`);
  return word;
}

function readNumber(
  fields: Fields,
  path: FilePath,
  key: string,
  limits: {
    readonly min?: number;
    readonly max: number;
    readonly whole?: true;
    readonly absent?: number;
  },
): number {
  const { min = 0, max, whole, absent } = limits;
  const value = fields[key] ?? absent;
  if (typeof value !== 'number' || !(value >= min && value <= max) || (whole && !Number.isInteger(value)))
    throw new Wrong(
      [...path, key],
      `is ${describe(value)}, must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
    );
  return value;
}

/** Names a value in a message, at most a few words of it. */
function describe(value: unknown): string {
  if (value === undefined || value === null) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return `"${cleanText(value).slice(0, 40)}"`;
  return String(value);
}

function join(words: readonly string[], conjunction: string): string {
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}
