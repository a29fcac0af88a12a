import { formatInstant } from '../core/events/anomaly-events.ts';
import { formatDuration, parseDuration } from '../core/time/duration.ts';
import { MOMENT_ALLOWED, type Moment, parseMoment } from '../core/time/moment.ts';

import { parsePatientList } from './patient-list.ts';
import type { FileSchema, SettingDefinition } from './setting-definition.ts';

const TEXT_OR_NUMBER: FileSchema = { type: ['string', 'number'] };

/** What a kind leaves to each of its settings. */
type Rest<T> = Pick<
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
  Partial<Pick<SettingDefinition<T>, 'fileSchema' | 'completion' | 'show'>> & {
    /** Gives null for a text that is not allowed. */
    readonly parse: (text: string) => T | null;
  };

/** A setting whose text has to be parsed. It is shown as it is unless it says otherwise. */
export function parsed<T>({ parse, ...own }: Parsed<T>): SettingDefinition<T> {
  return {
    argument: 'VALUE',
    fileSchema: TEXT_OR_NUMBER,
    completion: { kind: 'none' },
    show: (value) => value,
    read: (raw) => (isScalar(raw) ? parse(String(raw).trim()) : null),
    ...own,
  };
}

/** Any text; null when it is empty. */
export function text<D extends string | null>(
  allowed: string,
  rest: Rest<D> & Pick<Partial<Parsed<string | D>>, 'completion'>,
): SettingDefinition<string | D> {
  return parsed<string | D>({ allowed, parse: (given) => given || null, ...rest });
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
  return parsed<number | D>({
    allowed: `a duration from ${formatDuration(minMs)} to ${formatDuration(maxMs)}, such as 300ms, 2s, 5m or 1h`,
    parse: (given) => {
      const durationMs = parseDuration(given);
      return durationMs !== null && durationMs >= minMs && durationMs <= maxMs ? durationMs : null;
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

/** A moment: a time, or so long ago. */
export function moment(rest: Rest<null>): SettingDefinition<Moment | null> {
  return parsed<Moment | null>({
    allowed: MOMENT_ALLOWED,
    parse: parseMoment,
    show: (value) => (value.kind === 'ago' ? formatDuration(value.ms) : formatInstant(value.atSeconds)),
    argument: 'MOMENT',
    ...rest,
  });
}

/** A number, both limits included. */
export function amount(min: number, max: number, rest: Rest<number>): SettingDefinition<number> {
  return parsed({
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
  return parsed<number | D>({
    allowed: `a whole number from ${min}${max === Number.MAX_SAFE_INTEGER ? ' up' : ` to ${max}`}`,
    parse: (given) => (/^\d+$/.test(given) ? parseWithin(given, min, max) : null),
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
  const { argument: _, ...definition } = parsed<boolean>({
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
    if (!given?.every(([name, isOn]) => names.some((each) => each === name) && typeof isOn === 'boolean'))
      return null;
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
  const definition = parsed<readonly number[] | D>({
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
  const joinArray = (raw: unknown) =>
    Array.isArray(raw) && raw.length > 0 && raw.every(Number.isInteger) ? raw.join() : raw;
  return { ...definition, read: (raw) => definition.read(joinArray(raw)) };
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
  const isWords = (raw: unknown): raw is string[] =>
    Array.isArray(raw) && raw.every((word) => typeof word === 'string') && Boolean(raw[0]);
  return { ...definition, read: (raw) => (isWords(raw) ? raw : definition.read(raw)) };
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

function parseWithin(given: string, min: number, max: number): number | null {
  const value = given === '' ? Number.NaN : Number(given);
  return value >= min && value <= max ? value : null;
}
