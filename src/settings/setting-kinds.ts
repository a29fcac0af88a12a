import { formatInstant } from '../core/events/anomaly-events.ts';
import { Refusal } from '../core/refusal.ts';
import { formatDuration, parseDuration } from '../core/time/duration.ts';
import { MOMENT_ALLOWED, type Moment, parseMoment } from '../core/time/moment.ts';

import { parsePatientList } from './patient-list.ts';
import type { FileSchema, SettingDefinition } from './setting-definition.ts';
import { showRaw } from './show-raw.ts';

const TEXT: FileSchema = { type: 'string' };

/** What a kind leaves to each of its settings. */
export type Rest<T> = Pick<
  SettingDefinition<T>,
  | 'flag'
  | 'environment'
  | 'short'
  | 'argument'
  | 'describe'
  | 'default'
  | 'defaultText'
  | 'secret'
  | 'repeats'
>;

/** What a setting has to add to text that is parsed. */
type Parsed<T> = Rest<T> &
  Pick<SettingDefinition<T>, 'allowed'> &
  Partial<Pick<SettingDefinition<T>, 'fileSchema' | 'completion' | 'show' | 'read' | 'remark'>> & {
    /** Gives a refusal, or null, for a text that is not allowed. */
    readonly parse: (text: string) => T | Refusal | null;
  };

/**
 * A setting whose text has to be parsed, without the blanks around it. It is shown as it is unless it says otherwise. A
 * file has to give a text: what YAML reads as a number or a date is not what was written.
 */
export function parsed<T>({ parse, ...own }: Parsed<T>): SettingDefinition<T> {
  return {
    argument: 'VALUE',
    fileSchema: TEXT,
    completion: { kind: 'none' },
    show: (value) => value,
    read: (raw) => readText(raw, (given) => parse(given.trim())),
    ...own,
  };
}

/** A setting that a file may also give as a number or a switch. */
function parsedScalar<T>(own: Parsed<T>): SettingDefinition<T> {
  const parse = (text: string) => own.parse(text.trim());
  return parsed({ ...own, read: (raw) => (isScalar(raw) ? parse(String(raw)) : readText(raw, parse)) });
}

/** Reads a text; a refusal says what else a file holds, and a list or a mapping is null. */
export function readText<T>(raw: unknown, parse: (text: string) => T): T | Refusal | null {
  if (typeof raw === 'string') return parse(raw);
  const type = describeType(raw);
  return type === null ? null : new Refusal(`without quotes it is ${type}, not a text`);
}

/** What YAML takes a scalar for that is no text; null for lists and mappings. */
function describeType(raw: unknown): string | null {
  if (raw instanceof Date) return 'a date';
  if (typeof raw === 'boolean') return 'true or false';
  return typeof raw === 'number' ? 'a number' : null;
}

/** Any text; null when it is empty. */
export function text<D extends string | null>(
  allowed: string,
  rest: Rest<D> & Pick<Partial<Parsed<string | D>>, 'completion'>,
): SettingDefinition<string | D> {
  return parsed<string | D>({ allowed, parse: (given) => given || new Refusal('it is empty'), ...rest });
}

/** The name of a file. */
export function fileName(rest: Rest<null>): SettingDefinition<string | null> {
  return text('the name of a file', { argument: 'FILE', completion: { kind: 'files' }, ...rest });
}

/** A duration in milliseconds, both limits included. */
export function duration<D extends number | null>(
  minMs: number,
  maxMs: number,
  rest: Rest<D>,
): SettingDefinition<number | D> {
  return parsedScalar<number | D>({
    allowed: `a duration from ${formatDuration(minMs)} to ${formatDuration(maxMs)}, such as 300ms, 2s, 5m or 1h`,
    parse: (given) => {
      const durationMs = parseDuration(given);
      if (durationMs === null) return explainDuration(given);
      if (durationMs < minMs) return new Refusal(`it is under ${formatDuration(minMs)}`);
      return durationMs > maxMs ? new Refusal(`it is over ${formatDuration(maxMs)}`) : durationMs;
    },
    show: formatDuration,
    argument: 'DURATION',
    fileSchema: {
      anyOf: [
        { type: 'string', pattern: '^\\s*\\d+(\\.\\d+)?\\s*(ms|s|m|h)?\\s*$' },
        { type: 'number', minimum: minMs / 1000, maximum: maxMs / 1000 },
      ],
    },
    ...rest,
  });
}

function explainDuration(given: string): Refusal | null {
  const [, unit] = /^\d+(?:\.\d+)?\s*(\p{L}{1,10})$/u.exec(given) ?? [];
  if (unit !== undefined) return new Refusal(`${unit} is none of the units ms, s, m and h`);
  return given.startsWith('-') ? new Refusal('it is negative') : null;
}

/** A moment: a time, or so long ago. */
export function moment(rest: Rest<null>): SettingDefinition<Moment | null> {
  return parsedScalar<Moment | null>({
    allowed: MOMENT_ALLOWED,
    parse: parseMoment,
    show: (value) => (value.kind === 'ago' ? formatDuration(value.ms) : formatInstant(value.atSeconds)),
    argument: 'MOMENT',
    fileSchema: { type: ['string', 'number'] },
    ...rest,
  });
}

/** A number, both limits included. */
export function amount(min: number, max: number, rest: Rest<number>): SettingDefinition<number> {
  return parsedScalar({
    allowed: `a number from ${min} to ${max}`,
    parse: (given) => parseWithin(given, min, max),
    fileSchema: { type: 'number', minimum: min, maximum: max },
    ...rest,
  });
}

/** A whole number, both limits included. */
export function wholeNumber<D extends number | null>(
  min: number,
  max: number,
  rest: Rest<D>,
): SettingDefinition<number | D> {
  return parsedScalar<number | D>({
    allowed: `a whole number from ${min}${max === Number.MAX_SAFE_INTEGER ? ' up' : ` to ${max}`}`,
    parse: (given) => {
      if (/^-?\d+$/.test(given)) return parseWithin(given, min, max);
      return /^-?\d*\.\d+$/.test(given) ? new Refusal('it is not whole') : null;
    },
    fileSchema: { type: 'integer', minimum: min, maximum: max },
    ...rest,
  });
}

/** One of some words. */
export function choice<const T extends string, const D extends T | null>(
  words: readonly T[],
  rest: Rest<D>,
): SettingDefinition<T | D> {
  return parsed<T | D>({
    allowed: joinAlternatives(words),
    parse: (given) => words.find((word) => word === given) ?? null,
    fileSchema: { enum: words },
    completion: { kind: 'words', words },
    ...rest,
  });
}

/** A switch, off unless its flag is given; elsewhere `true`, `1`, `false` or `0`. */
export function toggle(rest: Omit<Rest<boolean>, 'default' | 'argument'>): SettingDefinition<boolean> {
  const values = new Map([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ]);
  const { argument: _, ...definition } = parsedScalar<boolean>({
    allowed: 'true or false',
    parse: (given) => values.get(given) ?? null,
    fileSchema: { type: 'boolean' },
    completion: { kind: 'switch' },
    default: false,
    ...rest,
  });
  return definition;
}

/** Switches that are on unless switched off: a mapping of names to true or false, or a list of those that are on. */
export function switches<const T extends string>(
  names: readonly T[],
  rest: Pick<SettingDefinition<readonly T[]>, 'describe'>,
): SettingDefinition<readonly T[]> {
  const read = (raw: unknown) => {
    const given = Array.isArray(raw) ? raw.map((name): [unknown, unknown] => [name, true]) : listEntries(raw);
    if (given === null) return null;
    for (const [name, isOn] of given) {
      if (!names.some((each) => each === name))
        return new Refusal(typeof name === 'string' ? `there is no ${showRaw(name)}` : 'a name is no text');
      if (typeof isOn !== 'boolean') return new Refusal(`${name} is neither true nor false`);
    }
    const isOn = new Map(given);
    return names.filter((each) => isOn.get(each) ?? !Array.isArray(raw));
  };
  return {
    ...rest,
    allowed: `a mapping of ${joinAlternatives(names)} to true or false, or a list of those that are on`,
    fileSchema: {
      anyOf: [
        {
          type: 'object',
          properties: Object.fromEntries(names.map((each) => [each, { type: 'boolean' }])),
          additionalProperties: false,
        },
        { type: 'array', items: { enum: names } },
      ],
    },
    completion: { kind: 'none' },
    default: names,
    read,
    show: (value) => value,
  };
}

/** Numbers and ranges, `1-6,9`; a file may give an array of numbers. */
export function numberList<D extends readonly number[] | null>(
  rest: Rest<D> & Partial<Pick<SettingDefinition<D>, 'completion'>>,
): SettingDefinition<readonly number[] | D> {
  const definition = parsedScalar<readonly number[] | D>({
    allowed: 'numbers and ranges such as 1-6,9',
    parse: parsePatientList,
    argument: 'LIST',
    fileSchema: {
      anyOf: [
        { type: 'string', pattern: '^\\s*\\d{1,9}(-\\d{1,9})?\\s*(,\\s*\\d{1,9}(-\\d{1,9})?\\s*)*$' },
        { type: 'integer', minimum: 0 },
        { type: 'array', items: { type: 'integer', minimum: 0 }, minItems: 1 },
      ],
    },
    ...rest,
  });
  const readList = (raw: readonly unknown[]) => {
    const wrong = raw.findIndex((each) => !Number.isInteger(each));
    if (wrong !== -1) return new Refusal(`entry ${wrong + 1} of the list is no whole number`);
    return definition.read(raw.join());
  };
  return { ...definition, read: (raw) => (Array.isArray(raw) ? readList(raw) : definition.read(raw)) };
}

/** A program and its arguments, split at blanks; a file may give a list, whose words may contain blanks. */
export function commandWords(rest: Rest<null>): SettingDefinition<readonly string[] | null> {
  const definition = parsed<readonly string[] | null>({
    allowed: 'a program and its arguments, separated by blanks or as a list of texts',
    parse: (given) => (given === '' ? null : given.split(/\s+/)),
    fileSchema: {
      anyOf: [
        { type: 'string', pattern: '\\S' },
        { type: 'array', items: { type: 'string' }, minItems: 1 },
      ],
    },
    ...rest,
  });
  const readWords = (raw: readonly unknown[]) => {
    const wrong = raw.findIndex((word) => typeof word !== 'string');
    if (wrong !== -1) return new Refusal(`entry ${wrong + 1} of the list is no text`);
    return raw[0] ? (raw as readonly string[]) : new Refusal('the program is missing');
  };
  return { ...definition, read: (raw) => (Array.isArray(raw) ? readWords(raw) : definition.read(raw)) };
}

/** The entries of a mapping; null for anything else. */
export function listEntries(raw: unknown): [string, unknown][] | null {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? Object.entries(raw) : null;
}

/** Words as a sentence lists alternatives: `table, json or csv`. */
export function joinAlternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** Whether YAML and JSON write a value without brackets. */
function isScalar(raw: unknown): boolean {
  return typeof raw === 'string' || typeof raw === 'boolean' || Number.isFinite(raw);
}

function parseWithin(given: string, min: number, max: number): number | Refusal | null {
  const value = given === '' ? Number.NaN : Number(given);
  if (Number.isNaN(value)) return null;
  if (value < min) return new Refusal(`it is under ${min}`);
  return value > max ? new Refusal(`it is over ${max}`) : value;
}
