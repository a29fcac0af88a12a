import { percentDecode } from '../core/percent-decode.ts';
import { formatDuration, parseDuration } from '../core/time/duration.ts';
import { MOMENT_ALLOWED, type Moment, parseMoment } from '../core/time/moment.ts';
import { parsePatientList } from './patient-list.ts';

/** A part of a JSON Schema. */
export type FileSchema = Readonly<Record<string, unknown>>;

/** One setting: the only definition of its flag, its default and what is allowed. */
export interface SettingDefinition<T> {
  /** Long flag without dashes; the name in the environment follows from it. */
  readonly flag?: string;
  /** A setting that belongs into no command line: what its flag would be called, for its name in the environment. */
  readonly environment?: string;
  /** One letter that stands for the flag. */
  readonly short?: string;
  /** Placeholder of the flag's value; none for a switch. */
  readonly argument?: string;
  readonly describe: string;
  /** What is allowed, as an error says it after "allowed is". */
  readonly allowed: string;
  /** The same for editors, as JSON Schema of a file's value; text or a number when it is not said. */
  readonly fileSchema?: FileSchema;
  /** Reads a flag's text as well as a file's value; null for what is not allowed. */
  readonly read: (raw: unknown) => T | null;
  readonly default: T;
  /** Never shown, not even in an error. */
  readonly secret?: true;
  /** The flag may be given several times: the texts are joined by commas. */
  readonly repeats?: true;
}

type Rest<T> = Pick<
  SettingDefinition<T>,
  'flag' | 'environment' | 'short' | 'argument' | 'describe' | 'default' | 'secret' | 'repeats' | 'fileSchema'
>;

/** A setting of text that has to parse; the parser gives null for what is not allowed. */
export function parsed<T>(
  allowed: string,
  parse: (text: string) => T | null,
  rest: Rest<T>,
): SettingDefinition<T> {
  const read = (raw: unknown) => (isScalar(raw) ? parse(String(raw).trim()) : null);
  return { argument: 'VALUE', ...rest, allowed, read };
}

export function duration<D extends number | null>(
  atLeastMs: number,
  atMostMs: number,
  rest: Rest<D>,
): SettingDefinition<number | D> {
  const limits = `${formatDuration(atLeastMs)} to ${formatDuration(atMostMs)}`;
  return parsed<number | D>(
    `a duration from ${limits}, such as 300ms, 2s, 5m or 1h`,
    (text) => {
      const durationMs = parseDuration(text);
      return durationMs !== null && durationMs >= atLeastMs && durationMs <= atMostMs ? durationMs : null;
    },
    {
      argument: 'DURATION',
      fileSchema: {
        anyOf: [
          { type: 'string', pattern: '^\\s*\\d+(\\.\\d+)?\\s*(ms|s|m|h)?\\s*$' },
          { type: 'number', minimum: atLeastMs / 1000, maximum: atMostMs / 1000 },
        ],
      },
      ...rest,
    },
  );
}

export function moment(rest: Rest<null>): SettingDefinition<Moment | null> {
  return parsed<Moment | null>(MOMENT_ALLOWED, parseMoment, { argument: 'MOMENT', ...rest });
}

export function amount(min: number, max: number, rest: Rest<number>): SettingDefinition<number> {
  return parsed(`a number from ${min} to ${max}`, (text) => numberWithin(text, min, max), {
    fileSchema: { type: 'number', minimum: min, maximum: max },
    ...rest,
  });
}

export function wholeNumber<D extends number | null>(
  min: number,
  max: number,
  rest: Rest<D>,
): SettingDefinition<number | D> {
  return parsed<number | D>(
    `a whole number from ${min} to ${max}`,
    (text) => (/^\d+$/.test(text) ? numberWithin(text, min, max) : null),
    { fileSchema: { type: 'integer', minimum: min, maximum: max }, ...rest },
  );
}

export function choice<const T extends string, const D extends T | null>(
  values: readonly T[],
  rest: Rest<D>,
): SettingDefinition<T | D> {
  return parsed<T | D>(values.join(', '), (text) => values.find((value) => value === text) ?? null, {
    fileSchema: { enum: values },
    ...rest,
  });
}

export function toggle(rest: Rest<boolean>): SettingDefinition<boolean> {
  const values = new Map([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ]);
  const { argument: _, ...definition } = parsed('true or false', (text) => values.get(text) ?? null, rest);
  return { ...definition, fileSchema: { type: 'boolean' } };
}

/** Things of which each is on unless it is switched off: a mapping of switches, or a list of those that are on. */
export function switches<const T extends string>(
  names: readonly T[],
  rest: Pick<SettingDefinition<readonly T[]>, 'describe'>,
): SettingDefinition<readonly T[]> {
  const allowed = `a mapping of ${names.join(', ')} to true or false, or a list of those that are on`;
  const read = (raw: unknown) => {
    const given = Array.isArray(raw) ? raw.map((name): [unknown, unknown] => [name, true]) : entriesOf(raw);
    if (!given?.every(([name, isOn]) => names.some((each) => each === name) && typeof isOn === 'boolean'))
      return null;
    const isOn = new Map(given);
    return names.filter((each) => isOn.get(each) ?? !Array.isArray(raw));
  };
  const fileSchema: FileSchema = {
    anyOf: [
      {
        type: 'object',
        properties: Object.fromEntries(names.map((each) => [each, { type: 'boolean' }])),
        additionalProperties: false,
      },
      { type: 'array', items: { enum: names } },
    ],
  };
  return { ...rest, allowed, fileSchema, read, default: names };
}

/** Numbers and ranges, `1-6,9`; a file may give an array of numbers. */
export function numberList<D extends readonly number[] | null>(
  rest: Rest<D>,
): SettingDefinition<readonly number[] | D> {
  const allowed = 'numbers and ranges such as 1-6,9';
  const definition = parsed<readonly number[] | D>(allowed, parsePatientList, { argument: 'LIST', ...rest });
  const joinArray = (raw: unknown) =>
    Array.isArray(raw) && raw.length > 0 && raw.every(Number.isInteger) ? raw.join() : raw;
  const fileSchema: FileSchema = {
    anyOf: [
      { type: 'string', pattern: '^\\s*\\d{1,9}(-\\d{1,9})?\\s*(,\\s*\\d{1,9}(-\\d{1,9})?\\s*)*$' },
      { type: 'integer', minimum: 0 },
      { type: 'array', items: { type: 'integer', minimum: 0 }, minItems: 1 },
    ],
  };
  return { ...definition, fileSchema, read: (raw) => definition.read(joinArray(raw)) };
}

/** A program and its arguments: words between blanks; a file may give a list, whose words may have blanks. */
export function commandWords(rest: Rest<null>): SettingDefinition<readonly string[] | null> {
  const allowed = 'a program and its arguments, words between blanks or a list of texts';
  const definition = parsed<readonly string[] | null>(
    allowed,
    (text) => (text === '' ? null : text.split(/\s+/)),
    rest,
  );
  const fileSchema: FileSchema = {
    anyOf: [
      { type: 'string', pattern: '\\S' },
      { type: 'array', items: { type: 'string' }, minItems: 1 },
    ],
  };
  const isWords = (raw: unknown): raw is string[] =>
    Array.isArray(raw) && raw.every((word) => typeof word === 'string') && Boolean(raw[0]);
  return { ...definition, fileSchema, read: (raw) => (isWords(raw) ? raw : definition.read(raw)) };
}

/** An address of one of some schemes, whose user and password can be told. */
export function parseUrl(text: string, schemes: readonly string[]): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  // Whoever signs in with them decodes them.
  if (percentDecode(url.username) === null || percentDecode(url.password) === null) return null;
  return schemes.includes(url.protocol) && url.hostname !== '' ? url : null;
}

/** Names with a text each, both of some form. */
export function readTexts(raw: unknown, name: RegExp, text: RegExp): Readonly<Record<string, string>> | null {
  const entries = entriesOf(raw);
  const isRight = entries?.every(
    ([key, value]) => name.test(key) && typeof value === 'string' && text.test(value),
  );
  return isRight ? Object.fromEntries(entries as [string, string][]) : null;
}

function entriesOf(raw: unknown): [string, unknown][] | null {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? Object.entries(raw) : null;
}

/** A value that YAML and JSON write without brackets. */
function isScalar(raw: unknown): boolean {
  return typeof raw === 'string' || typeof raw === 'boolean' || Number.isFinite(raw);
}

function numberWithin(text: string, min: number, max: number): number | null {
  const value = text === '' ? Number.NaN : Number(text);
  return value >= min && value <= max ? value : null;
}
